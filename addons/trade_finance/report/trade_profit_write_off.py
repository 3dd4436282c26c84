# One class would make a file of 500 lines.
# pylint: disable=consider-merging-classes-inherited
from odoo import models
from odoo.tools import SQL

NUMBER_LOSS, NUMBER_LOSS_CREDIT = 8, 9


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
        }

    def _select_loss(self, is_invoice, number):
        """Select what payments and entries booked as income or expense on the way.

        The expense stands in the books also while the invoice is in draft.
        """
        sign = SQL("-1") if is_invoice else SQL("1")
        loss = self._spent_part(SQL("other.balance"), SQL("cash.loss"), "cc")
        return self._select_amount(
            "actual",
            self._shared(SQL("%s * %s", sign, loss), "cc"),
            {
                "id": self._source_id(SQL("p.id"), number, SQL("share.position")),
                "date": SQL("other.date"),
                "cost_type_id": SQL(
                    "CASE WHEN cash.ratio > 0 THEN %s ELSE %s END",
                    self._type_id("bank"),
                    self._type_id("other"),
                ),
                "amount_currency": self._shared(SQL("%s * %s", sign, loss), "cc"),
                "source_currency_id": SQL("cc.id"),
                "res_model": SQL("'account.move'"),
                "res_id": SQL("other.move_id"),
            },
            SQL(
                """  FROM trade_order_share share
                     %(order)s
                     %(settlement)s
                    WHERE share.line_id IS NULL AND cash.loss != 0 AND %(where)s""",
                order=self._join_order(SQL("share.order_id")),
                settlement=self._join_settlement(
                    is_invoice, ("posted", "draft"), self._has_loss()
                ),
                where=self._where(),
            ),
        )

    def _has_loss(self):
        """Return the condition that ``other`` stands in an entry that books a loss.

        Few do, and exchange entries are another matter: without the condition every
        settlement would be weighed.
        """
        return SQL(
            """NOT EXISTS (SELECT FROM account_partial_reconcile exchanged
                            WHERE exchanged.exchange_move_id = other.move_id)
               AND EXISTS (SELECT FROM account_move_line lost
                            WHERE lost.move_id = other.move_id
                              AND lost.trade_order_id IS NULL
                              AND lost.account_id = ANY (ARRAY(
                                  SELECT id FROM account_account
                                   WHERE split_part(account_type, '_', 1)
                                         IN ('income', 'expense'))))"""
        )
