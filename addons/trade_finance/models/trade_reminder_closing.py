from odoo import api, models
from odoo.tools import SQL

PASSING = ("unposted", "disputed", "no_followup", "covered")
"""Endings after which the instalment may have to be reminded of all the same."""


class TradeReminder(models.Model):
    """What is no longer to be done, because the instalment was settled meanwhile."""

    # One file for each subject of this model, none over 300 lines.
    _inherit = "trade.reminder"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _close_all_settled(self, progress):
        """Close what is settled in each company that no other worker is at.

        Also where no rule reminds any more: what is open there is still to do.
        """
        groups = self._read_group([("state", "=", "todo")], ["company_id"])
        for (company,) in groups:
            if self._try_lock(company):
                self._in_company(company)._close_settled(company)
                progress()

    @api.model
    def _close_settled(self, company):
        """Close reminders of what is paid, disputed, moved or covered by now."""
        self.env.flush_all()
        rows = self.env.execute_query_dict(self._query_todo(company))
        endings = self._get_endings()
        for kind in ("receivable", "payable"):
            partners = {row["partner_id"] for row in rows if row["kind"] == kind}
            covered = self.env["trade.reminder.rule"]._find_covered(
                company, kind, partners
            )
            for row in rows:
                if row["line_id"] in covered and not row["ending"]:
                    row["ending"] = "covered"
        for ending, (state, reason) in endings.items():
            closed = [row["id"] for row in rows if row["ending"] == ending]
            if closed:
                self.browse(closed)._set_state(state, reason)
            if closed and ending in PASSING:
                self.browse(closed)._put_on_hold()

    def _put_on_hold(self):
        """Let the rule remind anew once the reason is gone; no letter goes twice."""
        self.filtered(lambda record: not record.message_id).is_on_hold = True

    @api.model
    def _get_endings(self):
        """Return {ending: (state, reason)}."""
        return {
            "paid": ("done", self.env._("Paid.")),
            "unposted": ("skipped", self.env._("The invoice is not posted any more.")),
            "moved": ("superseded", self.env._("The due date was changed.")),
            "disputed": ("skipped", self.env._("The invoice is disputed.")),
            "no_followup": (
                "skipped",
                self.env._("The invoice is excluded from follow-up."),
            ),
            "covered": ("skipped", self.env._("Covered by money not allocated yet.")),
        }

    @api.model
    def _query_todo(self, company):
        """Select the open reminders and what ended them, if something did."""
        return SQL(
            """SELECT r.id, r.kind, r.line_id, r.commercial_partner_id AS partner_id,
                      CASE WHEN aml.parent_state != 'posted' THEN 'unposted'
                           WHEN aml.reconciled THEN 'paid'
                           WHEN aml.date_maturity IS DISTINCT FROM r.date_due
                           THEN 'moved'
                           WHEN m.trade_disputed THEN 'disputed'
                           WHEN aml.no_followup THEN 'no_followup' END AS ending
                 FROM trade_reminder r
                 JOIN account_move_line aml ON aml.id = r.line_id
                 JOIN account_move m ON m.id = r.move_id
                WHERE r.company_id = %s AND r.state = 'todo'""",
            company.id,
        )
