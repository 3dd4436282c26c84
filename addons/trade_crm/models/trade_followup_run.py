import logging
from ast import literal_eval

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

BATCH_SIZE = 500
FAILED = "Follow-up rule %s failed"
LONG_AGO = fields.Date.to_date("0001-01-01")
# A night's follow-ups reach the systray; one mail for each would be noise.
QUIET = {"mail_activity_quick_update": True, "action_no_send_mail": True}


class TradeFollowupRule(models.Model):
    """The nightly run: select what falls due, plan it, once."""

    # one file for each subject of this model, none over 200 lines
    _inherit = "trade.followup.rule"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _cron_run(self, batch_size=BATCH_SIZE):
        """Create what falls due, close what is done; a second run changes nothing."""
        companies = self.env["res.company"].search(
            [("trade_followup_enabled", "=", True)]
        )
        jobs = [(rule, company) for company in companies for rule in self.search([])]
        jobs = [job for job in jobs if job[0].company_id in (job[1], job[1].browse())]
        progress = self.env["ir.cron"]._commit_progress
        progress(remaining=len(jobs))
        for company in companies:
            self.env["trade.followup"]._close_finished(company)
        for rule, company in jobs:
            while rule._run_batch(company, batch_size) == batch_size:
                if not progress():
                    return
            if not progress(1):
                return

    def _run_batch(self, company, batch_size=BATCH_SIZE):
        """Create up to `batch_size` follow-ups of this rule; return how many."""
        rule = self.try_lock_for_update()
        if not rule:
            return 0  # another worker is at it
        error = False
        count = 0
        try:
            with self.env.cr.savepoint():
                rows = rule._find_due(company, batch_size)
        except Exception as exception:
            _logger.warning(FAILED, rule.id, exc_info=True)
            rows, error = [], _reason(exception)
        try:
            with self.env.cr.savepoint():
                count = len(rule._create_followups(company, rows))
        except Exception as exception:
            _logger.warning(FAILED, rule.id, exc_info=True)
            error = _reason(exception)
            count = rule._create_one_by_one(company, rows)
        rule.write({"last_error": error, "last_run": fields.Datetime.now()})
        return count

    def _create_one_by_one(self, company, rows):
        """Plan what can be planned when one of `rows` fails; return how many."""
        count = 0
        for row in rows:
            try:
                with self.env.cr.savepoint():
                    count += len(self._create_followups(company, [row]))
            except Exception:
                _logger.warning(FAILED, self.id, exc_info=True)
        return count

    def _find_due(self, company, limit=None):
        """Select what this rule has to plan in `company` now, in one query.

        :return: list of dicts subject_id, partner_id, user_id, anchor_date, date_due
        """
        self.ensure_one()
        today = company._get_trade_today()
        self.env.flush_all()
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT subject_id, partner_id, user_id, anchor_date,
                       GREATEST(date_due, %(earliest)s) AS date_due
                  FROM (SELECT a.*, (a.anchor_date + %(delay)s::interval)::date
                                    AS date_due
                          FROM (%(anchor)s) a) d
                 WHERE date_due <= %(until)s AND date_due >= %(since)s
                   AND partner_id IN %(customers)s
                   AND %(sales)s
                   AND NOT EXISTS (
                        SELECT 1 FROM trade_followup f
                         WHERE f.rule_id = %(rule)s AND f.res_model = %(model)s
                           AND f.res_id = subject_id AND f.anchor_date = d.anchor_date)
                 ORDER BY date_due, subject_id
                 LIMIT %(limit)s
                """,
                delay=f"{self.delay} {self.delay_unit}",
                anchor=self._get_anchor_sql(company),
                until=today + relativedelta(days=self.plan_ahead_days),
                since=self._get_since(today),
                earliest=self._get_earliest_due(today),
                customers=self._get_customer_query().subselect(),
                sales=self._get_sales_condition(company, today),
                rule=self.id,
                model=self._get_subject_model(),
                limit=limit,
            )
        )

    def _get_since(self, today):
        if not self.catch_up_days or self.anchor == "dormant":
            return LONG_AGO
        return today - relativedelta(days=self.catch_up_days)

    def _get_earliest_due(self, today):
        """Silence is a state: who is silent for longer than the delay is due now."""
        return today if self.anchor == "dormant" else LONG_AGO

    def _get_customer_query(self):
        domain = literal_eval(self.domain or "[]")
        return self.env["res.partner"]._search(domain)

    # === Create === #

    def _create_followups(self, company, rows):
        """Plan `rows` of :meth:`_find_due`: activities, coupons and follow-ups."""
        if not rows:
            return self.env["trade.followup"]
        self._assign_users(rows)
        activities = self._create_activities(rows)
        cards = self._create_coupons(rows)
        return self.env["trade.followup"].create(
            [
                self._prepare_followup_values(company, row)
                | {"activity_id": activities[index].id, "card_id": cards[index]}
                for index, row in enumerate(rows)
            ]
        )

    def _prepare_followup_values(self, company, row):
        """Return the values of one follow-up; other addons add theirs."""
        return {
            "rule_id": self.id,
            "company_id": company.id,
            "partner_id": row["partner_id"],
            "res_model": self._get_subject_model(),
            "res_id": row["subject_id"],
            "anchor_date": row["anchor_date"],
            "date_due": row["date_due"],
            "summary": row["summary"],
            "user_id": row["user_id"],
        }

    def _assign_users(self, rows):
        """Put the responsible and the summary in his or her language on each row."""
        users = self.env["res.users"].browse({row["user_id"] for row in rows} - {None})
        able = set(users.filtered(lambda user: user.active and not user.share).ids)
        otherwise = self.user_id.filtered("active").id
        for row in rows:
            if self.responsible == "user" or row["user_id"] not in able:
                row["user_id"] = otherwise
            row["lang"] = self.env["res.users"].browse(row["user_id"] or ()).lang
            rule = self.with_context(lang=row["lang"])
            row["summary"] = rule.summary or rule.name

    def _create_activities(self, rows):
        model = self._get_subject_model()
        model_id = self.env["ir.model"]._get_id(model)
        # the activities would read the names of their documents one by one
        self.env[model].browse([row["subject_id"] for row in rows]).mapped(
            "display_name"
        )
        return (
            self.env["mail.activity"]
            .with_context(**QUIET)
            .create(
                [
                    {
                        "res_model_id": model_id,
                        "res_id": row["subject_id"],
                        "activity_type_id": self.activity_type_id.id,
                        "summary": row["summary"],
                        "note": self.with_context(lang=row["lang"]).note,
                        "date_deadline": row["date_due"],
                        "user_id": row["user_id"],
                        "automated": True,
                    }
                    for row in rows
                ]
            )
        )

    def _create_coupons(self, rows):
        program = self.loyalty_program_id
        if not program:
            return [False] * len(rows)
        cards = self.env["loyalty.card"].with_context(**QUIET)
        return cards.create(
            [
                {
                    "program_id": program.id,
                    "partner_id": row["partner_id"],
                    "points": 1,
                    "expiration_date": program.date_to,
                }
                for row in rows
            ]
        ).ids


def _reason(exception):
    """Return what the rule's form shows of a failure."""
    return str(exception) or exception.__class__.__name__
