from odoo import fields, models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def unlink(self):
        # An activity that is marked as done is archived; one that is deleted while
        # open was not done.
        followups = self._get_open_trade_followups()
        result = super().unlink()
        if not self.env.context.get("trade_keep_followups"):
            followups.write({"date_missed": fields.Date.context_today(self)})
        return result

    def _get_open_trade_followups(self):
        return (
            self.env["trade.followup"]
            .sudo()  # the state follows the activity, whoever may delete it
            .search([("activity_id", "in", self.ids), ("state", "=", "planned")])
        )
