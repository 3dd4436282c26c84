from odoo import models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _get_trade_reminders(self):
        """Return the open payment reminders these activities stand for."""
        return self.env["trade.reminder"].search(
            [("activity_id", "in", self.ids), ("state", "=", "todo")]
        )
