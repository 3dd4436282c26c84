# One class would make a file of 500 lines.
# pylint: disable=consider-merging-classes-inherited
from odoo import models
from odoo.tools import SQL

NUMBER_LOSS, NUMBER_LOSS_CREDIT = 8, 9
NUMBER_FX_MOVED, NUMBER_FX_MOVED_CREDIT = 61, 62


class TradeProfitLine(models.Model):
    """What was lost on the way from invoice to money: bank fees and write-offs.

    A payment that books 10 of 1,000 as a fee, or an entry that writes the claim off, is
    an expense in the books: it is the order's.
    """

    _inherit = "trade.profit.line"

    def _sources(self):
        return {
            **super()._sources(),
            "loss": self._select_loss(True, NUMBER_LOSS),
            "loss_credit": self._select_loss(False, NUMBER_LOSS_CREDIT),
            "fx_moved": self._select_fx_moved(True, NUMBER_FX_MOVED),
            "fx_moved_credit": self._select_fx_moved(False, NUMBER_FX_MOVED_CREDIT),
        }

    def _select_loss(self, is_invoice, number):
        """Select what payments and entries booked as income or expense on the way.

        The expense stands in the books also while the invoice is in draft.
        """
        return self._select_on_the_way(
            is_invoice,
            number,
            SQL("cash.loss"),
            SQL(
                "CASE WHEN cash.ratio > 0 THEN %s ELSE %s END",
                self._type_id("bank"),
                self._type_id("other"),
            ),
        )

    def _select_fx_moved(self, is_invoice, number):
        """Select the exchange entries of advances that were moved to the receivable."""
        return self._select_on_the_way(
            is_invoice, number, SQL("cash.fx"), self._type_id("fx_booked")
        )

    def _select_on_the_way(self, is_invoice, number, part, cost_type_id):
        """Select `part` of what settled the orders' documents, as a cost."""
        sign = SQL("-1") if is_invoice else SQL("1")
        amount = self._shared(
            SQL("%s * %s", sign, self._spent_part(SQL("other.balance"), part, "cc")),
            "cc",
        )
        return self._select_amount(
            "actual",
            amount,
            {
                "id": self._source_id(SQL("p.id"), number, SQL("share.position")),
                "date": SQL("other.date"),
                "cost_type_id": cost_type_id,
                "amount_currency": amount,
                "source_currency_id": SQL("cc.id"),
                "res_model": SQL("'account.move'"),
                "res_id": SQL("other.move_id"),
            },
            SQL(
                """  FROM trade_order_share share
                     %(order)s
                     %(settlement)s
                    WHERE share.line_id IS NULL AND %(part)s != 0
                      AND NOT EXISTS (SELECT FROM account_partial_reconcile exchanged
                                       WHERE exchanged.exchange_move_id = other.move_id)
                      AND %(where)s""",
                order=self._join_order(SQL("share.order_id")),
                settlement=self._join_settlement(is_invoice, ("posted", "draft")),
                part=part,
                where=self._where(),
            ),
        )
