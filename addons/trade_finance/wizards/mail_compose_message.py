from odoo import models


class MailComposeMessage(models.TransientModel):
    _inherit = "mail.compose.message"

    def _action_send_mail(self, auto_commit=False):
        """Close the reminders whose letter was just sent."""
        mails_sudo, messages = super()._action_send_mail(auto_commit=auto_commit)
        reminder_ids = self.env.context.get("trade_reminder_ids")
        if reminder_ids and messages:
            self.env["trade.reminder"].browse(reminder_ids)._mark_sent(messages[:1])
        return mails_sudo, messages
