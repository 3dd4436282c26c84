from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    trade_followup_enabled = fields.Boolean(
        string="Follow-up rules",
        help="Once a night the active follow-up rules plan activities for customers.",
    )
    trade_archive_guard = fields.Boolean(
        string="Hand over before archiving a user",
        help="A user who still has customers or planned activities cannot be "
        "archived before they are handed over.",
    )

    def _get_trade_timezone(self):
        """Return the name of the time zone in which this company's days begin."""
        return self.partner_id.tz or self.env.user.tz or "UTC"

    def _get_trade_today(self):
        """Return today's date where this company is."""
        return fields.Date.context_today(
            self.with_context(tz=self._get_trade_timezone())
        )
