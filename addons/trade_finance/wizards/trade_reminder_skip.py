from odoo import fields, models


class TradeReminderSkip(models.TransientModel):
    _name = "trade.reminder.skip"
    _description = "Skip Reminders"

    reminder_ids = fields.Many2many("trade.reminder", required=True)
    reason = fields.Char(required=True)

    def action_skip(self):
        """Close the reminders with the reason; later stages still remind."""
        self.ensure_one()
        todo = self.reminder_ids.filtered(lambda reminder: reminder.state == "todo")
        todo._set_state("skipped", self.reason)
        return {"type": "ir.actions.act_window_close"}
