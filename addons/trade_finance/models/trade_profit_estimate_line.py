from odoo import fields, models


class TradeProfitEstimateLine(models.Model):
    _name = "trade.profit.estimate.line"
    _inherit = ["trade.order.secret"]
    _description = "Profit Estimate Line"
    _order = "estimate_id, cost_type_id, id"

    estimate_id = fields.Many2one(
        "trade.profit.estimate", required=True, ondelete="cascade", index=True
    )
    order_id = fields.Many2one(related="estimate_id.order_id")
    company_id = fields.Many2one(related="estimate_id.company_id")
    company_currency_id = fields.Many2one(related="estimate_id.company_currency_id")
    cost_type_id = fields.Many2one("trade.cost.type", required=True, index=True)
    amount = fields.Monetary(
        currency_field="company_currency_id",
        help="In company currency. Plus improves the profit.",
    )
    rule_id = fields.Many2one("trade.cost.rule", ondelete="set null")
    note = fields.Char("How it was estimated")
