from odoo import fields, models

from ..tools import period


class ResCompany(models.Model):
    _inherit = "res.company"

    trade_scorecard_auto = fields.Boolean(
        string="Compute scorecards each month",
        help="On the first day of a month the scorecards of the month before are"
        " computed. They stay open until a sales manager closes them.",
    )

    def _scorecard_timezone(self):
        """Return the name of the time zone in which this company's months begin.

        It is the one on the company's own contact, else that of its working hours.
        """
        self.ensure_one()
        company_sudo = self.sudo()  # whoever computes may not read the calendar
        return (
            company_sudo.partner_id.tz or company_sudo.resource_calendar_id.tz or "UTC"
        )

    def _scorecard_moment(self, day):
        """Return the UTC datetime at which local date `day` begins here."""
        return period.utc_midnight(day, self._scorecard_timezone())

    def _scorecard_today(self):
        """Return the local date it is now in this company's time zone."""
        return period.local_day(fields.Datetime.now(), self._scorecard_timezone())
