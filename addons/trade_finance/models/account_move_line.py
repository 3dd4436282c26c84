from odoo import fields, models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    trade_order_id = fields.Many2one(
        "sale.order",
        "For sales order",
        index="btree_not_null",
        help="The sales order this line earns or costs money for.",
    )
    trade_cost_type_id = fields.Many2one(
        "trade.cost.type", "Cost type", index="btree_not_null"
    )
