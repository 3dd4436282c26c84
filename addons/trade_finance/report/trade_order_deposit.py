# One class would make a file of 500 lines.
# pylint: disable=consider-merging-classes-inherited
from odoo import models
from odoo.tools import SQL

from .trade_settlement_cash import SIGN

NUMBER_DEPOSIT, NUMBER_MOVED_DEPOSIT = 3, 4
CLAIM_TYPES = (
    "asset_receivable",
    "asset_current",
    "liability_current",
    "liability_non_current",
)
"""Of accounts money from a customer is booked against: receivable, advances."""


class TradeOrderReceipt(models.Model):
    """Deposits: money tied to an order that no invoice has taken yet."""

    _inherit = "trade.order.receipt"

    def _sources(self):
        return {
            **super()._sources(),
            "deposit": self._select_deposit(),
            "deposit_moved": self._select_moved_deposit(),
        }

    def _select_deposit(self):
        """Select what money tied to an order still has open, until reconciled."""
        return self._select_open_money(
            self._source_columns(SQL("line.id"), NUMBER_DEPOSIT),
            SQL("line"),
            SQL(
                """%(claim)s
                     %(cash)s
                     CROSS JOIN LATERAL (
                         SELECT cash.ratio, cash.value, 1 AS part, line.date
                     ) origin""",
                claim=self._join_claim(),
                cash=self._join_cash(SQL("line")),
            ),
        )

    def _select_moved_deposit(self):
        """Select deposits that an entry moved on to the receivable and no invoice took.

        Booked on an account for advances, moved by the bookkeeper: the money came in on
        its own day and is worth what it was worth then.
        """
        return self._select_open_money(
            self._source_columns(
                SQL("link.id"), NUMBER_MOVED_DEPOSIT, SQL("place.position")
            ),
            SQL("moved"),
            SQL(
                """%(claim)s
                     %(link)s
                     %(cash)s
                     CROSS JOIN LATERAL (%(own)s) own_entry
                     CROSS JOIN LATERAL (
                         SELECT LEAST(cash.ratio, 1) AS ratio,
                                cash.ratio * %(worth)s / NULLIF(%(book)s, 0) AS value,
                                %(book)s / NULLIF(own_entry.claim, 0) AS part,
                                line.date
                     ) origin""",
                claim=self._join_claim(),
                link=self._join_moved(),
                cash=self._join_cash(SQL("line")),
                own=self._select_own_cash(SQL("moved.move_id"), SIGN["credit"]),
                worth=self._linked_part("line", "credit"),
                book=self._linked_part("used", "debit"),
            ),
        )

    def _select_open_money(self, row, line, joins):
        """Select what `line` has open of the ``origin`` that `joins` find."""
        columns = self._value_columns(
            amount=SQL("deposit.amount"),
            received=SQL("deposit.received"),
            invoiced=None,
        )
        return self._select_source(
            {
                **row,
                "kind": SQL("'deposit'"),
                "date": SQL("origin.date"),
                "receipt_move_id": SQL("line.move_id"),
                **columns,
            },
            SQL(
                """  FROM (%(anchor)s) anchor
                     %(order)s
                     %(joins)s
                     %(rest)s
                     JOIN res_currency dc ON dc.id = %(line)s.currency_id
                     %(rate)s
                     CROSS JOIN LATERAL (
                         SELECT %(received)s AS received
                     ) money
                     CROSS JOIN LATERAL (
                         SELECT %(amount)s AS amount, money.received AS received
                     ) deposit
                    WHERE anchor.partner_type = 'customer'
                      AND anchor.payment_id IS NULL AND rest.share != 0
                      AND deposit.received != 0 AND %(where)s""",
                anchor=self._select_anchor(),
                order=self._join_order(SQL("anchor.order_id")),
                joins=joins,
                rest=self._join_rest(line),
                line=line,
                rate=self._join_day_rate(),
                received=self._deposit_value(line),
                amount=self._deposit_amount(line),
                where=self._where(),
            ),
        )

    def _select_anchor(self):
        """Select order_id, move_id, line_id of the money that names its order.

        A payment names it as a whole, another entry (a statement line, say) on a line.
        Without conditions of their own the two are searched by index for each order.
        """
        return SQL(
            """SELECT trade_order_id AS order_id, move_id, NULL::int4 AS line_id,
                      partner_type, NULL::int4 AS payment_id
                 FROM account_payment
            UNION ALL
               SELECT trade_order_id, move_id, id, 'customer'::varchar, payment_id
                 FROM account_move_line"""
        )

    def _join_claim(self):
        """Join ``line``: what the money is booked against, receivable or advance."""
        return SQL(
            """JOIN account_move_line line ON line.move_id = anchor.move_id
                AND line.parent_state = 'posted'
                AND (line.id = anchor.line_id OR anchor.line_id IS NULL)
                AND %s
               JOIN account_move entry ON entry.id = line.move_id
                AND entry.move_type = 'entry'""",
            self._is_claim(SQL("line")),
        )

    def _is_claim(self, line):
        """Return whether `line` is on an account of claims that is no money itself."""
        return SQL(
            """EXISTS (SELECT FROM account_account account
                         LEFT JOIN account_payment payment
                           ON payment.move_id = %(line)s.move_id
                        WHERE account.id = %(line)s.account_id AND account.reconcile
                          AND account.account_type IN %(types)s
                          AND NOT %(is_money)s)""",
            line=line,
            types=CLAIM_TYPES,
            is_money=self._is_money(line),
        )

    def _join_moved(self):
        """Join ``moved``: the line an entry put in the place of ``line``.

        ``link`` reconciles ``line`` with ``used``, the other side of that entry.
        """
        return SQL(
            """JOIN account_partial_reconcile link ON link.credit_move_id = line.id
               JOIN account_move_line used ON used.id = link.debit_move_id
                AND used.parent_state = 'posted'
               JOIN account_move mover ON mover.id = used.move_id
                AND mover.move_type = 'entry'
               JOIN account_move_line moved ON moved.move_id = used.move_id
                AND moved.id != used.id AND moved.balance < 0 AND %s
               CROSS JOIN LATERAL (
                   SELECT COUNT(*) AS position FROM account_move_line before
                    WHERE before.move_id = moved.move_id AND before.id < moved.id
               ) place""",
            self._is_claim(SQL("moved")),
        )

    def _deposit_value(self, line):
        """Return the deposit in company currency: what core leaves open, or a part."""
        return SQL(
            """CASE WHEN origin.value = 1 AND origin.part = 1
                    THEN -%(line)s.balance + SIGN(%(line)s.balance) * rest.taken
                    ELSE %(part)s END""",
            line=line,
            part=self._open_part(SQL("%s.balance", line), SQL("origin.value"), "cc"),
        )

    def _deposit_amount(self, line):
        """Return the deposit in the order's currency: of another, at its day's rate."""
        amount = SQL("%s.amount_currency", line)
        return SQL(
            """CASE WHEN dc.id = oc.id THEN %s ELSE %s END""",
            self._open_part(amount, SQL("origin.ratio"), "oc"),
            self._round(SQL("money.received * daily.rate"), "oc"),
        )

    def _open_part(self, total, ratio, currency):
        """Return what is open of `total`: all less what is used, as receipts round."""
        whole = SQL("-%s * origin.part * %s", total, ratio)
        return SQL(
            "(%s - %s)",
            self._round(whole, currency),
            self._round(SQL("%s * (1 - rest.share)", whole), currency),
        )

    def _join_rest(self, line):
        """Join the part of an entry's line that no posted entry has taken yet.

        ``rest.share`` of 0 to 1, and ``rest.taken`` in company currency.
        """
        return SQL(
            """CROSS JOIN LATERAL (
                   SELECT COALESCE(SUM(used.amount + exchange.added), 0) AS taken,
                          1 - COALESCE(SUM(
                              CASE WHEN used.debit_move_id = %(line)s.id
                                   THEN used.debit_amount_currency
                                   ELSE used.credit_amount_currency END
                          ) / NULLIF(ABS(%(line)s.amount_currency), 0), 0) AS share
                     FROM account_partial_reconcile used
                     JOIN account_move_line taker
                       ON taker.id = CASE WHEN used.debit_move_id = %(line)s.id
                                          THEN used.credit_move_id
                                          ELSE used.debit_move_id END
                      AND taker.parent_state = 'posted'
                     CROSS JOIN LATERAL (
                         SELECT COALESCE(SUM(GREATEST(
                                    -SIGN(%(line)s.balance) * fx.balance, 0
                                )), 0) AS added
                           FROM account_move_line fx
                          WHERE fx.move_id = used.exchange_move_id
                            AND fx.account_id = %(line)s.account_id
                            AND fx.parent_state = 'posted'
                     ) exchange
                    WHERE used.debit_move_id = %(line)s.id
                       OR used.credit_move_id = %(line)s.id
               ) rest""",
            line=line,
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
                 WHERE rate.currency_id = %s AND rate.name <= origin.date
                   AND (rate.company_id IS NULL OR rate.company_id =
                        split_part(company.parent_path, '/', 1)::int4)
              ORDER BY rate.company_id, rate.name DESC LIMIT 1)""",
            currency,
        )
