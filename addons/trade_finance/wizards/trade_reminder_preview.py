from odoo import fields, models


class TradeReminderPreview(models.TransientModel):
    """One instalment of a rule's dry run: reminded of, or why not."""

    _name = "trade.reminder.preview"
    _description = "Dry Run of a Reminder Rule"
    _order = "held, date_due, id"

    rule_id = fields.Many2one("trade.reminder.rule", readonly=True)
    move_id = fields.Many2one("account.move", "Invoice", readonly=True)
    partner_id = fields.Many2one("res.partner", readonly=True)
    date_due = fields.Date("Due", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount = fields.Monetary("Open", readonly=True)
    user_id = fields.Many2one("res.users", "Would remind", readonly=True)
    held = fields.Selection(
        [
            ("due", "Would be reminded of"),
            ("known", "Already reminded of"),
            ("disputed", "Disputed"),
            ("no_followup", "Excluded from follow-up"),
            ("covered", "Covered by money not allocated yet"),
            ("minimum", "Below the minimum amount"),
        ],
        "Why",
        readonly=True,
    )

    def action_open_invoice(self):
        """Open the invoice or bill."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "views": [(False, "form")],
        }
