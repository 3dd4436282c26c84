# One class would make a file of 900 lines.
# pylint: disable=consider-merging-classes-inherited
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .trade_receipt_claim_flow import ACTIVITY


class TradeReceiptClaim(models.Model):
    """Money nobody has claimed for days comes up again."""

    _inherit = "trade.receipt.claim"

    @api.model
    def _cron_remind(self, batch=100):
        """Give each old unclaimed receipt one activity; a second run adds none."""
        domain = self._get_reminder_domain()
        todo = self.search(domain, limit=batch, order="date, id")
        cron = self.env["ir.cron"]
        remaining = len(todo) and self.search_count(domain)
        cron._commit_progress(remaining=remaining)
        suggestions = todo._get_suggestions(1)
        for receipt in todo:
            locked = receipt.try_lock_for_update().filtered_domain(domain)
            for one in locked:
                one._remind(suggestions.get(receipt, []))
            if not cron._commit_progress(1):
                break

    @api.model
    def _get_reminder_domain(self):
        """Return the domain of receipts to remind of, where a company wants that."""
        today = fields.Date.context_today(self)
        companies = self.env["res.company"].search(
            [("trade_claim_reminders", "=", True)]
        )
        waiting = Domain("state", "=", "unclaimed") & Domain(
            "reminder_date", "=", False
        )
        return waiting & Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("date", "<", today - timedelta(days=company.trade_claim_days))
            for company in companies
        )

    def _remind(self, suggestions):
        """Ask the likely team's leader, or who registered the money."""
        user = self._get_reminded_user(suggestions)
        self.reminder_date = fields.Date.context_today(self)
        self.activity_schedule(
            ACTIVITY,
            user_id=user.id,
            note=self.with_context(lang=user.lang).env._(
                "Nobody has claimed %(amount)s from %(payer)s for %(days)s days. Find "
                "out which customer paid.",
                amount=self._say(self.amount),
                payer=self.payer or "?",
                days=self.age,
            ),
        )

    def _get_reminded_user(self, suggestions):
        """Return the first who still works here, or nobody."""
        leaders = [one.order.team_id.user_id for one in suggestions[:1]]
        users = [*leaders, self.user_id, self.company_id.trade_accountant_id]
        return next(
            (user for user in users if user.active and not user.share),
            self.env["res.users"],
        )
