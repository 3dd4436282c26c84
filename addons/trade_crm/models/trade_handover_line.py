from odoo import fields, models


class TradeHandoverLine(models.Model):
    """How much of one kind moves: a preview first, the log once it is done."""

    _name = "trade.handover.line"
    _description = "Line of a Handover"
    _order = "id"

    handover_id = fields.Many2one(
        "trade.handover", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [
            ("customer", "Customers"),
            ("contact", "Contacts and branches"),
            ("lead", "Leads and opportunities"),
            ("quotation", "Quotations"),
            ("order", "Open orders"),
            ("invoice", "Open invoices"),
            ("followup", "Follow-ups"),
            ("activity", "Planned activities"),
            ("brief", "Earlier briefs"),
            ("follower", "Documents followed"),
        ],
        required=True,
    )
    quantity = fields.Integer(required=True)
    company_id = fields.Many2one(related="handover_id.company_id")
