# One file for each subject.
# pylint: disable=consider-merging-classes-inherited
from odoo import fields, models


class ResCompany(models.Model):
    """Companies that remind by rules."""

    _inherit = "res.company"

    trade_reminders = fields.Boolean(
        "Payment reminders",
        help="Every night the active reminder rules remind of instalments that fall "
        "due or are overdue.",
    )
    trade_accountant_id = fields.Many2one(
        "res.users",
        "Accountant",
        domain=[("share", "=", False)],
        help="Is reminded of bills to pay, and of what has nobody else.",
    )

    def write(self, vals):
        """Begin anew when reminders are switched on: no old gap is made up for."""
        if vals.get("trade_reminders"):
            rules = self.env["trade.reminder.rule"].sudo()  # a setting, not a rule
            rules = rules.with_context(active_test=False)
            rules.search([("last_run", "!=", False)]).last_run = False
        return super().write(vals)
