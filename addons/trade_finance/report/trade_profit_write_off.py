# One class would make a file of 500 lines.
# pylint: disable=consider-merging-classes-inherited
from odoo import api, models
from odoo.tools import SQL

NUMBER_LOSS, NUMBER_LOSS_CREDIT = 8, 9
NUMBER_FX_MOVED, NUMBER_FX_MOVED_CREDIT = 61, 62
SOURCES = {NUMBER_FX_MOVED: NUMBER_LOSS, NUMBER_FX_MOVED_CREDIT: NUMBER_LOSS_CREDIT}
"""What is lost and the exchange entries on the way stand in one source."""


class TradeProfitLine(models.Model):
    """What was lost on the way from invoice to money: bank fees and write-offs.

    A payment that books 10 of 1,000 as a fee, or an entry that writes the claim off, is
    an expense in the books: it is the order's.
    """

    _inherit = "trade.profit.line"

    def _sources(self):
        return {
            **super()._sources(),
            "loss": self._select_loss(True, NUMBER_LOSS, NUMBER_FX_MOVED),
            "loss_credit": self._select_loss(
                False, NUMBER_LOSS_CREDIT, NUMBER_FX_MOVED_CREDIT
            ),
        }

    @api.model
    def _get_source(self, row_id):
        number, key = super()._get_source(row_id)
        return SOURCES.get(number, number), key

    def _select_loss(self, is_invoice, number, number_fx):
        """Select what payments and entries booked as income or expense on the way.

        And the exchange entries of advances that an entry moved to the receivable. Both
        stand in the books also while the invoice is in draft.
        """
        sign = SQL("-1") if is_invoice else SQL("1")
        lost = self._spent_part(SQL("other.balance"), SQL("way.part"), "cc")
        amount = self._shared(SQL("%s * %s", sign, lost), "cc")
        return self._select_amount(
            "actual",
            amount,
            {
                **self._source_columns(
                    SQL("p.id"), SQL("way.number"), SQL("share.position")
                ),
                "source_number": SQL("%s", number),
                "date": SQL("other.date"),
                "cost_type_id": SQL("way.cost_type_id"),
                "amount_currency": amount,
                "source_currency_id": SQL("cc.id"),
                "res_model": SQL("'account.move'"),
                "res_id": SQL("other.move_id"),
            },
            SQL(
                """  FROM trade_order_share share
                     %(order)s
                     %(settlement)s
                     %(ways)s
                    WHERE share.line_id IS NULL AND way.part != 0 AND %(where)s""",
                order=self._join_order(SQL("share.order_id")),
                settlement=self._join_settlement(
                    is_invoice, ("posted", "draft"), self._may_have_lost()
                ),
                ways=self._join_ways(number, number_fx),
                where=self._where(),
            ),
        )

    def _join_ways(self, number, number_fx):
        """Join ``way.number, part, cost_type_id``: the two ways to lose something."""
        return SQL(
            """CROSS JOIN LATERAL (
                   VALUES (%s, cash.loss, CASE WHEN cash.ratio > 0 THEN %s ELSE %s END),
                          (%s, cash.fx, %s)
               ) way (number, part, cost_type_id)""",
            number,
            self._type_id("bank"),
            self._type_id("other"),
            number_fx,
            self._type_id("fx_booked"),
        )

    def _may_have_lost(self):
        """Return the condition that something can be lost in the entry of ``other``.

        A payment of two lines, money against receivable, has lost nothing, and exchange
        entries are another matter: without this every settlement would be weighed.
        """
        return SQL(
            """NOT EXISTS (SELECT FROM account_partial_reconcile exchanged
                            WHERE exchanged.exchange_move_id = other.move_id)
               AND (other.payment_id IS NULL
                    OR (SELECT COUNT(*) FROM account_move_line item
                         WHERE item.move_id = other.move_id) > 2)"""
        )
