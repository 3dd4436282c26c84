from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column

SEE_COST = "trade_finance.group_see_cost"
"""Every employee, as in core, or only the cost group: a setting."""


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    purchase_price = fields.Float(groups=SEE_COST)
    margin = fields.Float(groups=SEE_COST)
    margin_percent = fields.Float(groups=SEE_COST)
    # Not precomputed: core reads precomputed fields as the user, who may not see costs.
    trade_unit_cost = fields.Float(
        "Unit cost in company currency",
        compute="_compute_trade_unit_cost",
        store=True,
        digits=0,
        copy=False,
        groups="trade_base.group_trade_cost",
        help="The cost of the line before it was converted to the order's currency.",
    )
    trade_cost_price = fields.Float(
        "Cost it was converted to",
        compute="_compute_trade_unit_cost",
        store=True,
        digits=0,
        copy=False,
        groups="trade_base.group_trade_cost",
    )

    def _auto_init(self):
        """Fill the unit cost of existing lines in one statement, not one by one."""
        if not column_exists(self.env.cr, self._table, "trade_unit_cost"):
            create_column(self.env.cr, self._table, "trade_unit_cost", "float8")
            create_column(self.env.cr, self._table, "trade_cost_price", "float8")
            self.env.cr.execute(
                SQL(
                    """UPDATE sale_order_line line
                          SET trade_cost_price = line.purchase_price,
                              trade_unit_cost = line.purchase_price
                              / COALESCE(NULLIF(so.currency_rate, 0), 1)::float8
                         FROM sale_order so
                        WHERE so.id = line.order_id"""
                )
            )
        return super()._auto_init()

    # Core converts the cost once, at the rate of the quotation; the confirmation moves
    # that rate, and a delivery may recompute the cost to the very same number. The cost
    # itself must not move with the rate.
    @api.depends("purchase_price")
    def _compute_trade_unit_cost(self):
        for line in self:
            is_known = line.trade_cost_price == line.purchase_price
            rate = line.order_id.currency_rate or 1.0
            line.trade_unit_cost = (
                line.trade_unit_cost if is_known else line.purchase_price / rate
            )
            line.trade_cost_price = line.purchase_price
