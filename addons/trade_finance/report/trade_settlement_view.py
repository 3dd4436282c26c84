from odoo import models
from odoo.tools import SQL

INVOICES, CREDIT_NOTES = ("out_invoice", "out_receipt"), ("out_refund",)


class TradeSettlementView(models.AbstractModel):
    """Pieces of SQL that read money and exchange differences out of partials.

    They expect the partial as ``p``, the invoice's line as ``due``, the line that
    settles it as ``other``, and the document's currency as ``dc``.
    """

    _name = "trade.settlement.view"
    _inherit = ["trade.fact.view"]
    _description = "Settlements of Orders' Documents"

    def _join_settlement(self, is_invoice, states=("posted",), settled_by=None):
        """Return the joins from ``share`` to what settled its document.

        They follow the four of `_join_order`: the partial is among the first eight
        tables, of which PostgreSQL chooses the order (join_collapse_limit). Else it
        would go through all documents to find a partial by its id.

        :param is_invoice: invoices (debit) settled by credits, or credit notes
        :param states: states of the document that count
        :param settled_by: condition on ``other``; what it leaves out costs nothing
        """
        due_side, other_side = (
            ("debit", "credit") if is_invoice else ("credit", "debit")
        )
        return SQL(
            """JOIN account_move doc ON doc.id = share.move_id
                AND doc.state IN %(states)s AND doc.move_type IN %(types)s
               JOIN account_move_line due ON due.move_id = doc.id
                AND due.display_type = 'payment_term'
               JOIN account_partial_reconcile p ON p.%(due_line)s = due.id
               JOIN account_move_line other ON other.id = p.%(other_line)s
                AND other.parent_state = 'posted' AND %(settled_by)s
               JOIN res_currency dc ON dc.id = doc.currency_id
               %(cash)s
               %(spent)s
               %(exchange)s""",
            states=states,
            types=INVOICES if is_invoice else CREDIT_NOTES,
            settled_by=settled_by or SQL("TRUE"),
            due_line=SQL.identifier(f"{due_side}_move_id"),
            other_line=SQL.identifier(f"{other_side}_move_id"),
            cash=self._join_cash(SQL("other"), other_side),
            spent=self._join_spent(other_side),
            exchange=self._join_exchange(),
        )

    def _join_exchange(self):
        """Join what the partial's exchange entry adds to each side, as ``exchange``.

        A partial carries the smaller of the two company values: this makes them whole.
        """
        return SQL(
            """CROSS JOIN LATERAL (
                   SELECT COALESCE(SUM(GREATEST(-fx.balance, 0)), 0) AS on_debit,
                          COALESCE(SUM(GREATEST(fx.balance, 0)), 0) AS on_credit
                     FROM account_move_line fx
                    WHERE fx.move_id = p.exchange_move_id
                      AND fx.account_id = due.account_id
                      AND fx.parent_state = 'posted'
               ) exchange"""
        )

    def _join_spent(self, side):
        """Join how far the settling line was used up before and by the partial.

        ``spent.start`` and ``spent.stop`` go from 0 to 1, so that parts of a payment
        with a fee, rounded one by one, add up to the payment.

        :param side: the side of the partial the settling line stands on
        """
        return SQL(
            """CROSS JOIN LATERAL (
                   SELECT COALESCE(SUM(used.%(amount)s)
                                  FILTER (WHERE used.id < p.id), 0)
                              / NULLIF(ABS(other.amount_currency), 0) AS start,
                          SUM(used.%(amount)s)
                              / NULLIF(ABS(other.amount_currency), 0) AS stop
                     FROM account_partial_reconcile used
                    WHERE used.%(line)s = other.id AND used.id <= p.id
               ) spent""",
            amount=SQL.identifier(f"{side}_amount_currency"),
            line=SQL.identifier(f"{side}_move_id"),
        )

    def _spent_part(self, total, ratio, currency):
        """Return the partial's part of `total` x `ratio` of the settling line."""
        return SQL(
            "(%s - %s)",
            self._round(SQL("ABS(%s) * %s * spent.stop", total, ratio), currency),
            self._round(SQL("ABS(%s) * %s * spent.start", total, ratio), currency),
        )

    def _join_money(self, is_invoice):
        """Join what of a partial was money: ``money.amount, received, invoiced``.

        The amount in the document's currency, both values in company currency.
        """
        due_side, other_side = (
            ("debit", "credit") if is_invoice else ("credit", "debit")
        )
        adds = {"debit": SQL("exchange.on_debit"), "credit": SQL("exchange.on_credit")}
        amount = SQL("p.%s", SQL.identifier(f"{due_side}_amount_currency"))
        return SQL(
            """CROSS JOIN LATERAL (
                   SELECT CASE WHEN cash.ratio IN (0, 1) THEN %(amount)s * cash.ratio
                               WHEN dc.id = other.currency_id THEN %(amount_part)s
                               ELSE %(amount_ratio)s END AS amount,
                          CASE WHEN cash.value IN (0, 1)
                               THEN (p.amount + %(adds)s) * cash.value
                               ELSE %(received_part)s END AS received,
                          %(invoiced)s AS invoiced
               ) money""",
            amount=amount,
            amount_part=self._spent_part(
                SQL("other.amount_currency"), SQL("cash.ratio"), "dc"
            ),
            amount_ratio=self._round(SQL("%s * cash.ratio", amount), "dc"),
            adds=adds[other_side],
            received_part=self._spent_part(
                SQL("other.balance"), SQL("cash.value"), "cc"
            ),
            invoiced=self._round(
                SQL("(p.amount + %s) * cash.ratio", adds[due_side]), "cc"
            ),
        )
