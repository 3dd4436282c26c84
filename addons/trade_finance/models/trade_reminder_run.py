from odoo import api, fields, models
from odoo.tools import SQL, split_every

BATCH_SIZE = 500
# A night's reminders reach the systray; one mail for each would be noise.
QUIET = {"mail_activity_quick_update": True, "tracking_disable": True}


class TradeReminder(models.Model):
    """The nightly run: select by rule, write each reminder once, plan what to do.

    A reminder, its activity and its mail in the queue are committed together, so a
    run that is killed leaves no half of them, and the next goes on where it ended.
    """

    # One file for each subject of this model, none over 300 lines.
    _inherit = "trade.reminder"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_run(self, batch_size=BATCH_SIZE):
        """Remind of what is due today, committing each batch."""
        progress = self.env["ir.cron"]._commit_progress
        return self._run(progress=progress, batch_size=batch_size)

    @api.model
    def _run(self, date=None, progress=None, batch_size=BATCH_SIZE):
        """Make the reminders due on `date` in all companies; return how many.

        :param date: default today, where each company is
        :param progress: called as ``ir.cron._commit_progress``; ends the run when it
            returns 0. Without it nothing is committed.
        """
        progress = progress or _go_on
        jobs = self._get_jobs()
        progress(remaining=len(jobs))
        self._close_all_settled(progress)
        made, errors, unfinished = 0, {}, set()
        for company, rule in jobs:
            reminders, is_complete = self._in_company(company)._run_rule(
                company, rule, fields.Date.to_date(date), progress, batch_size
            )
            made += len(reminders)
            errors.setdefault(rule, []).extend(reminders._get_errors())
            if not is_complete:
                unfinished.add(rule)
            if not progress(int(is_complete)):
                return made
        for rule in set(errors) - unfinished:
            rule._note_run(fields.Date.to_date(date), errors[rule])
        progress()
        return made

    @api.model
    def _get_jobs(self):
        """Return (company, rule) of what to run, the latest stage first."""
        companies = self.env["res.company"].search([("trade_reminders", "=", True)])
        rules = self.env["trade.reminder.rule"].search([("active", "=", True)])
        return [
            (company, rule)
            for company in companies
            for rule in rules.sorted(lambda rule: -rule.days)
            if rule.company_id in (company, company.browse())
        ]

    @api.model
    def _in_company(self, company):
        """Return the model as it works in one company."""
        return self.with_company(company).with_context(
            allowed_company_ids=company.ids, **QUIET
        )

    @api.model
    def _try_lock(self, company):
        """Take the company for this transaction; False if another worker has it.

        Not a lock on the rules: whoever edits one does not stop the run.
        """
        self.env.cr.execute(
            SQL(
                "SELECT pg_try_advisory_xact_lock(hashtext(%s), %s)",
                self._name,
                company.id,
            )
        )
        return self.env.cr.fetchone()[0]

    @api.model
    def _run_rule(self, company, rule, date, progress, batch_size):
        """Make the reminders of a rule; return them, and whether all were made."""
        reminders = self.browse()
        if not self._try_lock(company):
            return reminders, False  # another worker is at it
        rule = rule.with_env(self.env)
        date = date or rule._get_today(company)
        rows = rule._select_due(company, date)
        for batch in split_every(batch_size, self._split_into_letters(rule, rows)):
            if not self._try_lock(company):
                return reminders, False  # taken over by another worker
            chosen = [row for letter in batch for row in letter]
            reminders |= self._make(rule, date, chosen)
            if not progress():
                return reminders, False
        return reminders, True

    @api.model
    def _split_into_letters(self, rule, rows):
        """Return `rows` by letter: those are made together or not at all."""
        if rule.grouping == "instalment":
            return [[row] for row in rows]
        letters = {}
        for row in rows:
            key = (row["commercial_id"], row["user_id"])
            letters.setdefault(key, []).append(row)
        return list(letters.values())

    @api.model
    def _make(self, rule, date, rows):
        """Write the reminders of `rows`, plan their activities, queue their mails."""
        reminders = self._insert(rule, date, rows)
        if not reminders:
            return reminders
        self._supersede(reminders)
        reminders._link_letters(rule)
        leads = reminders.lead_id
        leads._write_mails(rule)
        self._one_by_one(
            leads.filtered(lambda lead: lead.state == "todo"), "_plan_activities"
        )
        return reminders

    @api.model
    def _insert(self, rule, date, rows):
        """Write one reminder a row, in one statement; what is known already stays.

        What was on hold begins anew.
        """
        self.env.flush_all()
        inserted = self.env.execute_query(
            SQL(
                """INSERT INTO trade_reminder (
                       rule_id, kind, days, company_id, line_id, move_id, partner_id,
                       commercial_partner_id, currency_id, amount, date_due, date,
                       user_id, state, mail_state, create_uid, write_uid, create_date,
                       write_date)
                   SELECT %(rule)s, %(kind)s, %(days)s, aml.company_id, aml.id,
                          aml.move_id, COALESCE(m.partner_id, m.commercial_partner_id),
                          m.commercial_partner_id, aml.currency_id,
                          ABS(aml.amount_residual_currency), aml.date_maturity,
                          %(date)s, chosen.user_id, 'todo', 'none', %(uid)s, %(uid)s,
                          %(now)s, %(now)s
                     FROM UNNEST(%(lines)s::int4[], %(users)s::int4[])
                          AS chosen(line_id, user_id)
                     JOIN account_move_line aml ON aml.id = chosen.line_id
                      AND aml.reconciled IS NOT TRUE AND aml.parent_state = 'posted'
                     JOIN account_move m ON m.id = aml.move_id
                 ORDER BY aml.id
              ON CONFLICT (rule_id, line_id, date_due) DO UPDATE
                      SET state = 'todo', is_on_hold = FALSE, reason = NULL,
                          date = EXCLUDED.date, amount = EXCLUDED.amount,
                          user_id = EXCLUDED.user_id, lead_id = NULL,
                          activity_id = NULL, mail_state = 'none'
                    WHERE trade_reminder.is_on_hold
                RETURNING id""",
                rule=rule.id,
                kind=rule.kind,
                days=rule.days,
                date=date,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                lines=[row["line_id"] for row in rows],
                users=[row["user_id"] for row in rows],
            )
        )
        self.invalidate_model(flush=False)
        return self.browse(row[0] for row in inserted)

    def _link_letters(self, rule):
        """Name the first reminder of each letter the lead of it."""
        by_letter = SQL("commercial_partner_id, user_id")
        self.env.cr.execute(
            SQL(
                """UPDATE trade_reminder r SET lead_id = letter.lead_id
                     FROM (SELECT id, MIN(id) OVER (PARTITION BY %s) AS lead_id
                             FROM trade_reminder WHERE id IN %s) letter
                    WHERE r.id = letter.id""",
                by_letter if rule.grouping == "partner" else SQL("id"),
                tuple(self.ids),
            )
        )
        self.invalidate_recordset(["lead_id", "mate_ids"], flush=False)

    def _supersede(self, reminders):
        """Close earlier reminders of the instalments: the later stage takes over."""
        earlier = self.search(
            [
                ("line_id", "in", reminders.line_id.ids),
                ("state", "=", "todo"),
                ("id", "not in", reminders.ids),
            ]
        )
        if earlier:
            earlier._set_state("superseded", self.env._("A later stage took over."))

    # === Activities === #

    def _plan_activities(self):
        """Give each of these leads an activity, all in one go."""
        # The activities would read the names of their documents one by one.
        anchors = self.env[self[0]._get_anchor()._name]
        anchors.union(*(lead._get_anchor() for lead in self)).mapped("display_name")
        default_type = self.env.ref("mail.mail_activity_data_todo")
        activities = self.env["mail.activity"].create(
            [lead._prepare_activity_values(default_type) for lead in self]
        )
        self.env.cr.execute(
            SQL(
                """UPDATE trade_reminder r SET activity_id = planned.activity_id
                     FROM UNNEST(%s::int4[], %s::int4[])
                          AS planned(lead_id, activity_id)
                    WHERE r.lead_id = planned.lead_id""",
                self.ids,
                activities.ids,
            )
        )
        self.mate_ids.invalidate_recordset(["activity_id"], flush=False)

    def _prepare_activity_values(self, default_type):
        """Return the values of the activity of a letter. Hook.

        :param default_type: of rules that mean to send a mail and nothing else
        """
        rule = self.rule_id.with_context(lang=self.user_id.lang)
        anchor = self._get_anchor()
        subject = self.mate_ids._get_subject()
        return {
            "res_model_id": self.env["ir.model"]._get_id(anchor._name),
            "res_id": anchor.id,
            "activity_type_id": (rule.activity_type_id or default_type).id,
            "summary": f"{rule.summary}: {subject}" if rule.summary else subject,
            "note": rule.note,
            "date_deadline": self.date,
            "user_id": self.user_id.id,
            "automated": True,
        }

    def _get_anchor(self):
        """Return where the department works on this: the invoice, or the contact."""
        self.ensure_one()
        by_partner = self.rule_id.grouping == "partner"
        return self.commercial_partner_id if by_partner else self.move_id


def _go_on(_processed=0, **_remaining):
    """Report nothing, commit nothing, never stop."""
    return float("inf")
