from odoo import fields, models

SEE_COST = "trade_finance.group_see_cost"


class SaleOrderLine(models.Model):
    """Cost and margin: for every employee as in core, or only for the cost group."""

    _inherit = "sale.order.line"

    purchase_price = fields.Float(groups=SEE_COST)
    margin = fields.Float(groups=SEE_COST)
    margin_percent = fields.Float(groups=SEE_COST)
