# One class would make a file of 500 lines.
# pylint: disable=consider-merging-classes-inherited
from odoo import models
from odoo.tools import SQL

NUMBER_DEPOSIT = 3


class TradeOrderReceipt(models.Model):
    """Deposits: money tied to an order that no invoice has taken yet."""

    _inherit = "trade.order.receipt"

    def _sources(self):
        return {**super()._sources(), "deposit": self._select_deposit()}

    def _select_deposit(self):
        """Select what payments tied to an order still have open, until reconciled."""
        columns = self._value_columns(
            amount=SQL("deposit.amount"),
            received=SQL("deposit.received"),
            invoiced=None,
        )
        return self._select_source(
            {
                "id": self._source_id(SQL("line.id"), NUMBER_DEPOSIT),
                "kind": SQL("'deposit'"),
                "date": SQL("line.date"),
                "receipt_move_id": SQL("line.move_id"),
                **columns,
            },
            SQL(
                """  FROM account_payment pay
                     %(order)s
                     JOIN account_move_line line ON line.move_id = pay.move_id
                      AND line.parent_state = 'posted'
                     JOIN account_account receivable ON receivable.id = line.account_id
                      AND receivable.account_type = 'asset_receivable'
                     JOIN res_currency dc ON dc.id = line.currency_id
                     %(rest)s
                     %(cash)s
                     %(rate)s
                     CROSS JOIN LATERAL (
                         SELECT %(received)s AS received
                     ) money
                     CROSS JOIN LATERAL (
                         SELECT %(amount)s AS amount, money.received AS received
                     ) deposit
                    WHERE pay.partner_type = 'customer' AND rest.share != 0
                      AND deposit.received != 0 AND %(where)s""",
                order=self._join_order(SQL("pay.trade_order_id")),
                rest=self._join_rest(),
                cash=self._join_cash(SQL("line")),
                rate=self._join_day_rate(),
                received=self._round(
                    SQL("-line.balance * rest.share * cash.ratio"), "cc"
                ),
                amount=self._deposit_amount(),
                where=self._where(),
            ),
        )

    def _deposit_amount(self):
        """Return the deposit in the order's currency: of another, at its day's rate."""
        return SQL(
            """CASE WHEN dc.id = oc.id THEN %s ELSE %s END""",
            self._round(SQL("-line.amount_currency * rest.share * cash.ratio"), "oc"),
            self._round(SQL("money.received * daily.rate"), "oc"),
        )

    def _join_rest(self):
        """Join the part of a payment's line that no posted entry has taken yet."""
        return SQL(
            """CROSS JOIN LATERAL (
                   SELECT 1 - COALESCE(SUM(
                              CASE WHEN used.debit_move_id = line.id
                                   THEN used.debit_amount_currency
                                   ELSE used.credit_amount_currency END
                          ) / NULLIF(ABS(line.amount_currency), 0), 0) AS share
                     FROM account_partial_reconcile used
                     JOIN account_move_line taker
                       ON taker.id = CASE WHEN used.debit_move_id = line.id
                                          THEN used.credit_move_id
                                          ELSE used.debit_move_id END
                      AND taker.parent_state = 'posted'
                    WHERE used.debit_move_id = line.id OR used.credit_move_id = line.id
               ) rest"""
        )

    def _join_day_rate(self):
        """Join ``daily.rate``: the day's order currency for one of company currency."""
        return SQL(
            """CROSS JOIN LATERAL (
                   SELECT COALESCE(%(order)s, 1)
                          / COALESCE(NULLIF(%(company)s, 0), 1) AS rate
               ) daily""",
            order=self._select_day_rate(SQL("oc.id")),
            company=self._select_day_rate(SQL("cc.id")),
        )

    def _select_day_rate(self, currency):
        return SQL(
            """(SELECT rate.rate FROM res_currency_rate rate
                 WHERE rate.currency_id = %s AND rate.name <= line.date
                   AND (rate.company_id IS NULL OR rate.company_id =
                        split_part(company.parent_path, '/', 1)::int4)
              ORDER BY rate.company_id, rate.name DESC LIMIT 1)""",
            currency,
        )
