# One class would make a file of 500 lines.
# pylint: disable=consider-merging-classes-inherited
from odoo import models
from odoo.tools import SQL

from .trade_profit_actual import SALE_TYPES

NUMBER_COGS, NUMBER_COGS_DELIVERY = 20, 21


class TradeProfitLine(models.Model):
    """Where valuation is perpetual: cost of goods posted less value of the deliveries.

    The books take the cost of goods when the customer is invoiced, the sheet when the
    goods leave. Under one cost type stand the posted cost of goods and, with the other
    sign, the value of the deliveries and returns: product cost and this type together
    are what the books say, on any day.
    """

    _inherit = "trade.profit.line"
    _depends = {
        "account.account": ["account_type"],
        "product.category": ["property_valuation"],
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id"],
        "res.company": ["inventory_valuation"],
        "stock.move": ["product_id"],
    }

    def _sources(self):
        return {
            **super()._sources(),
            "cogs": self._select_cogs(),
            "cogs_delivery": self._select_cogs_delivery(),
        }

    def _select_cogs(self):
        """Select the cost of goods core posted on the orders' invoices and refunds.

        What it posts on vendor bills, the difference to a standard price, is no
        order's.
        """
        return self._select_amount(
            "actual",
            SQL("-item.balance"),
            {
                **self._source_columns(SQL("item.id"), NUMBER_COGS),
                "cost_type_id": self._type_id("cogs_difference"),
                **self._item_columns(),
                "is_reversal": SQL("doc.move_type = 'out_refund'"),
            },
            SQL(
                """  FROM account_move_line item
                     %(order)s
                     JOIN account_move doc ON doc.id = item.move_id
                     JOIN account_account account ON account.id = item.account_id
                    WHERE doc.state = 'posted' AND doc.move_type IN %(types)s
                      AND item.display_type = 'cogs'
                      AND %(in_profit)s AND %(where)s""",
                order=self._join_order(SQL("item.trade_order_id")),
                types=SALE_TYPES,
                in_profit=self._is_income_or_expense(),
                where=self._where(),
            ),
        )

    def _select_cogs_delivery(self):
        """Select deliveries and returns of goods in perpetual valuation, reversed."""
        return self._select_delivery(
            "cogs_difference",
            NUMBER_COGS_DELIVERY,
            SQL("-move.value"),
            SQL(
                """JOIN product_product product ON product.id = move.product_id
                   JOIN product_template template
                     ON template.id = product.product_tmpl_id
                   LEFT JOIN product_category category
                     ON category.id = template.categ_id"""
            ),
            SQL(
                """COALESCE(category.property_valuation ->> so.company_id::text,
                            company.inventory_valuation) = 'real_time'"""
            ),
        )
