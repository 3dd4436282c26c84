from odoo import fields, models


class TradeHandoverBriefLine(models.Model):
    """One thing the new salesperson must know, with the record it comes from."""

    _name = "trade.handover.brief.line"
    _description = "Point of a Handover Brief"
    _order = "sequence, id"

    brief_id = fields.Many2one(
        "trade.handover.brief", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [
            ("question", "Open question"),
            ("birthday", "Birthday"),
            ("opportunity", "Opportunity"),
            ("order", "Order under way"),
            ("invoice", "Unpaid invoice"),
        ],
        required=True,
    )
    date = fields.Date()
    name = fields.Char(string="What", required=True)
    detail = fields.Char()
    quantity = fields.Float(digits="Product Unit")
    days = fields.Integer()
    amount = fields.Monetary()
    currency_id = fields.Many2one("res.currency")
    res_model = fields.Char(string="Document type", required=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", required=True
    )
    user_id = fields.Many2one(related="brief_id.user_id")
    company_id = fields.Many2one(related="brief_id.company_id")

    def action_open_source(self):
        """Open the mail's document, the contact, the opportunity or the invoice."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }
