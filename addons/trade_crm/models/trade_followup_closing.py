import logging

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.tools import SQL, split_every

from .trade_followup_run import QUIET

_logger = logging.getLogger(__name__)

# For each choice of trade.followup.rule.done_by: the kinds of timeline entries that
# count, and from how many days after the anchor (the order that is the anchor of a
# follow-up does not settle it).
FACTS = {"contact": (("mail_out", "call"), 0), "order": (("order",), 1)}
BATCH_SIZE = 500


class TradeFollowup(models.Model):
    """How follow-ups end: done by a fact, missed, dropped, or handed on."""

    _inherit = "trade.followup"

    @api.model
    def _close_finished(self, company):
        """Bring the open follow-ups of `company` up to date with the facts."""
        for step in (
            self._drop_of_cancelled_orders,
            self._close_by_facts,
            self._mark_missed,
            self._plan_again,
        ):
            try:
                with self.env.cr.savepoint():
                    step(company)
            except Exception:
                # the other steps, companies and all rules go on
                _logger.warning(
                    "Closing follow-ups of company %s failed", company.id, exc_info=True
                )

    @api.model
    def _drop_of_cancelled_orders(self, company):
        """Drop those of orders cancelled, or confirmed again on another day."""
        self.flush_model()
        self.env["sale.order"].flush_model(["state", "date_order"])
        rules = self.env["trade.followup.rule"]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT f.id FROM trade_followup f
                  JOIN trade_followup_rule r ON r.id = f.rule_id
                  LEFT JOIN sale_order s ON s.id = f.res_id
                 WHERE f.state = 'planned' AND f.active
                   AND f.company_id = %(company)s AND f.res_model = 'sale.order'
                   AND (s.id IS NULL OR s.state <> 'sale'
                        OR r.anchor = 'order_confirmed'
                           AND f.anchor_date <> %(day)s)
                """,
                company=company.id,
                day=rules._local_day(company, SQL("s.date_order")),
            )
        )
        self.browse(row[0] for row in rows)._drop()

    def _drop(self):
        """Take open follow-ups back: there is nothing to be done any more."""
        activities = self.activity_id.filtered("active")
        activities.with_context(trade_keep_followups=True).unlink()
        self.write({"active": False})

    @api.model
    def _close_by_facts(self, company):
        """Close what a mail, a call or an order of the customer has settled."""
        for done_by in FACTS:
            rows = self._find_facts(company, done_by)
            for batch in split_every(BATCH_SIZE, rows):
                self._close_on(dict(batch))

    @api.model
    def _find_facts(self, company, done_by):
        """Return (follow-up id, date of the first fact after the anchor) pairs."""
        kinds, days_after = FACTS[done_by]
        timeline = self.env["trade.timeline"].sudo()  # whoever did it, it is done
        self.flush_model()
        return self.env.execute_query(
            SQL(
                """
                SELECT id, MIN(day)
                  FROM (SELECT f.id, f.anchor_date,
                               (t.date AT TIME ZONE 'UTC'
                                       AT TIME ZONE %(tz)s)::date AS day
                          FROM trade_followup f
                          JOIN trade_followup_rule r ON r.id = f.rule_id
                          JOIN %(timeline)s t ON t.partner_id = f.partner_id
                         WHERE f.state IN ('planned', 'missed') AND f.active
                           AND f.company_id = %(company)s
                           AND r.done_by = %(done_by)s AND t.kind IN %(kinds)s
                           AND (t.company_id IS NULL OR t.company_id = f.company_id)
                       ) facts
                 WHERE day >= anchor_date + %(days_after)s
                 GROUP BY id
                """,
                tz=company._get_trade_timezone(),
                timeline=timeline._table_sql,
                company=company.id,
                done_by=done_by,
                kinds=kinds,
                days_after=days_after,
            )
        )

    @api.model
    def _close_on(self, dates):
        """Mark follow-ups as done: dict of id -> date."""
        followups = self.browse(dates)
        activities = followups.activity_id.filtered("active")
        activities.with_context(**QUIET)._action_done(
            feedback=self.env._("Found done by a mail, a call or an order.")
        )
        for date, group in followups.grouped(lambda f: dates[f.id]).items():
            group.date_done = date

    @api.model
    def _mark_missed(self, company):
        today = company._get_trade_today()
        for rule, followups in self._read_group(
            [
                ("state", "=", "planned"),
                ("company_id", "=", company.id),
                ("date_due", "<", today),
                ("rule_id.missed_after_days", ">", 0),
            ],
            ["rule_id"],
            ["id:recordset"],
        ):
            limit = today - relativedelta(days=rule.missed_after_days)
            followups._filter_open_since(limit).write({"date_missed": today})

    def _filter_open_since(self, limit):
        """Keep what was due before `limit`, and was there to be done by then."""
        return self.filtered(
            lambda f: f.date_due < limit and f.create_date.date() < limit
        )

    @api.model
    def _plan_again(self, company):
        """Give open follow-ups whose responsible has gone to somebody who is there."""
        orphans = self.search(
            [
                ("state", "=", "planned"),
                ("company_id", "=", company.id),
                *("|", ("activity_id.user_id.active", "=", False)),
                *("&", ("activity_id", "=", False)),
                *("|", ("user_id", "=", False), ("user_id.active", "=", False)),
            ]
        )
        # Archiving by the button deletes them, a mere write of `active` does not.
        orphans.activity_id.with_context(trade_keep_followups=True).unlink()
        for rule, followups in orphans.grouped("rule_id").items():
            rows = [followup._get_planning_row() for followup in followups]
            rule._assign_users(rows)
            activities = rule._create_activities(rows)
            for followup, activity in zip(followups, activities, strict=True):
                followup.activity_id = activity

    def _get_planning_row(self):
        """Return this follow-up in the shape of ``trade.followup.rule._find_due``."""
        self.ensure_one()
        return {
            "subject_id": self._get_subject_id(),
            "partner_id": self.partner_id.id,
            "user_id": self.partner_id.user_id.id or None,
            "date_due": self.date_due,
        }
