# One class would make a file of 500 lines.
# pylint: disable=consider-merging-classes-inherited
from odoo import models
from odoo.tools import SQL

from .trade_profit_actual import SALE_TYPES

NUMBER_REST = 23
ELSEWHERE = ("product", "cogs", "payment_term")
"""Kinds of journal items that other sources read, or that are due and no result."""


class TradeProfitLine(models.Model):
    """What documents book on income and expense beside their lines.

    VAT that nobody gives back, the part of a bill that is not deductible, the rounding
    of an invoice: core books it on items of its own, which name no order. The orders of
    the document share it as they share the document.
    """

    _inherit = "trade.profit.line"

    def _sources(self):
        return {**super()._sources(), "rest": self._select_rest()}

    def _select_rest(self):
        return self._select_amount(
            "actual",
            self._shared(SQL("-item.balance"), "cc"),
            {
                **self._source_columns(
                    SQL("item.id"), NUMBER_REST, SQL("share.position")
                ),
                "cost_type_id": self._rest_type(),
                **self._item_columns(),
                "is_reversal": SQL("doc.move_type IN ('out_refund', 'in_refund')"),
            },
            SQL(
                """  FROM trade_order_share share
                     %(order)s
                     JOIN account_move doc ON doc.id = share.move_id
                      AND doc.state = 'posted'
                     JOIN account_move_line item ON item.move_id = doc.id
                      AND item.display_type NOT IN %(elsewhere)s
                     JOIN account_account account ON account.id = item.account_id
                    WHERE share.line_id IS NULL AND %(in_profit)s AND %(where)s""",
                order=self._join_order(SQL("share.order_id")),
                elsewhere=ELSEWHERE,
                in_profit=self._is_income_or_expense(),
                where=self._where(),
            ),
        )

    def _rest_type(self):
        """Return the cost type: of the order's lines on a bill, revenue on invoices."""
        return SQL(
            """CASE WHEN doc.move_type IN %s THEN %s
                    ELSE COALESCE((
                        SELECT MIN(bought.trade_cost_type_id)
                          FROM account_move_line bought
                         WHERE bought.move_id = doc.id
                           AND (bought.trade_order_id = so.id OR bought.id IN (
                               SELECT spread.line_id FROM trade_order_share spread
                                WHERE spread.move_id = doc.id
                                  AND spread.order_id = so.id))), %s) END""",
            SALE_TYPES,
            self._type_id("revenue"),
            self._type_id("other"),
        )
