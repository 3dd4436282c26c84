from odoo import models
from odoo.tools import SQL


class TradeSettlementView(models.AbstractModel):
    """Pieces of SQL that read money and exchange differences out of partials."""

    _name = "trade.settlement.view"
    _inherit = ["trade.fact.view"]
    _description = "Settlements of Orders' Documents"

    def _join_money(self, invoice_side, money_side):
        """Join what of a partial was money: ``money.amount, received, invoiced``.

        A partial carries the smaller of the two company values; what its exchange entry
        adds on the side of the money, or of the invoice, makes them whole.
        """
        adds = {"debit": SQL("exchange.on_debit"), "credit": SQL("exchange.on_credit")}
        return SQL(
            """%(cash)s
               %(exchange)s
               CROSS JOIN LATERAL (
                   SELECT %(amount)s AS amount,
                          %(received)s AS received,
                          %(invoiced)s AS invoiced
               ) money""",
            cash=self._join_cash(SQL("other")),
            exchange=self._join_exchange(SQL("p"), SQL("due")),
            amount=self._round(
                SQL(
                    "p.%s * cash.ratio",
                    SQL.identifier(f"{invoice_side}_amount_currency"),
                ),
                "dc",
            ),
            received=self._round(
                SQL("(p.amount + %s) * cash.ratio", adds[money_side]), "cc"
            ),
            invoiced=self._round(
                SQL("(p.amount + %s) * cash.ratio", adds[invoice_side]), "cc"
            ),
        )

    def _join_exchange(self, partial, line):
        """Join what the partial's exchange entry adds to each side, as ``exchange``."""
        return SQL(
            """CROSS JOIN LATERAL (
                   SELECT COALESCE(SUM(GREATEST(-fx.balance, 0)), 0) AS on_debit,
                          COALESCE(SUM(GREATEST(fx.balance, 0)), 0) AS on_credit
                     FROM account_move_line fx
                    WHERE fx.move_id = %(partial)s.exchange_move_id
                      AND fx.account_id = %(line)s.account_id
                      AND fx.parent_state = 'posted'
               ) exchange""",
            partial=partial,
            line=line,
        )

    def _join_cash(self, line):
        """Join the part of an entry that is money, 0 to 1, as ``cash.ratio``.

        990 on the bank and a fee of 10 for a customer's 1,000 is 0.99.
        """
        return SQL(
            """CROSS JOIN LATERAL (
                   SELECT COALESCE(LEAST(1, GREATEST(0, -SUM(item.balance) FILTER (
                              WHERE account.account_type IN
                                    ('asset_cash', 'liability_credit_card')
                                 OR item.account_id IN (
                                    SELECT payment_account_id
                                      FROM account_payment_method_line
                                     WHERE payment_account_id IS NOT NULL)
                                 OR item.account_id = payment.outstanding_account_id
                          ) / NULLIF(SUM(item.balance) FILTER (
                              WHERE account.account_type IN
                                    ('asset_receivable', 'liability_payable')
                          ), 0))), 0) AS ratio
                     FROM account_move_line item
                     JOIN account_account account ON account.id = item.account_id
                     LEFT JOIN account_payment payment ON payment.move_id = item.move_id
                    WHERE item.move_id = %(line)s.move_id
               ) cash""",
            line=line,
        )
