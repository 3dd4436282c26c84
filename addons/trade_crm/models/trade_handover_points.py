from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools import SQL, format_date, html2plaintext

from ..tools.birthday import next_birthday

DETAIL_CHARS = 240
GIFTS_SHOWN = 3


class TradeHandover(models.Model):
    """The facts of the briefs, each kind in a fixed number of queries."""

    # one file for each subject of this model, none over 200 lines
    _inherit = "trade.handover"  # pylint: disable=consider-merging-classes-inherited

    def _get_brief_points(self, customers):
        """Return dict of customer id -> list of values of brief lines.

        Addons add their points with ``super()`` (a promised date, a sample out).
        """
        self.env.flush_all()
        points = defaultdict(list)
        for sequence, kind in enumerate(self._get_brief_kinds(), start=1):
            for customer_id, vals in getattr(self, f"_find_{kind}_points")(customers):
                vals.update({"kind": kind, "sequence": sequence})
                points[customer_id].append(vals)
        return points

    def _as_successor(self, records):
        """Return `records` in the eyes of the successor, in this company only."""
        return records.with_user(self.user_to_id).with_context(
            allowed_company_ids=self.company_id.ids
        )

    def _keep_readable(self, records):
        """Keep what the successor may read: a brief is no way around the walls."""
        readable = self._as_successor(records)._filtered_access("read")
        return records.browse(readable.ids)

    def _get_brief_kinds(self):
        """Return the kinds of points in the order they are read."""
        return ["question", "birthday", "opportunity", "order", "invoice"]

    def _find_question_points(self, customers):
        """Find the incoming mails of the last weeks that nobody has answered."""
        timeline = self._as_successor(self.env["trade.timeline"])
        since = fields.Datetime.now() - relativedelta(weeks=self.question_weeks)
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT q.partner_id, q.date, q.summary, q.body, q.res_model, q.res_id
                  FROM %(timeline)s q
                 WHERE q.partner_id = ANY(%(customers)s) AND q.kind = 'mail_in'
                   AND q.date >= %(since)s
                   AND (q.company_id IS NULL OR q.company_id = %(company)s)
                   AND NOT EXISTS (
                        SELECT 1 FROM mail_message m
                          JOIN mail_message_subtype st ON st.id = m.subtype_id
                         WHERE m.model = q.res_model AND m.res_id = q.res_id
                           AND (m.date, m.id) > (q.date, q.source_id)
                           AND m.message_type IN ('email', 'comment', 'email_outgoing')
                           AND st.internal IS NOT TRUE
                           AND m.is_internal IS NOT TRUE
                           AND %(by_us)s)
                 ORDER BY q.date DESC, q.id DESC
                """,
                timeline=timeline._table_sql,
                customers=customers.ids,
                since=since,
                company=self.company_id.id,
                by_us=timeline._is_colleague(SQL("m.author_id")),
            )
        )
        return [(row["partner_id"], self._prepare_question(row)) for row in rows]

    def _prepare_question(self, row):
        text = " ".join(html2plaintext(row["body"] or "").split())
        return {
            "date": row["date"].date(),
            "name": row["summary"] or text[:80],
            "detail": text[:DETAIL_CHARS],
            "res_model": row["res_model"],
            "res_id": row["res_id"],
        }

    def _find_birthday_points(self, customers):
        """Find the birthdays of the next days, with what was given before."""
        contacts = self.env["res.partner"].search(
            [
                ("commercial_partner_id", "in", customers.ids),
                ("birthday_month", ">", 0),
                ("birthday_day", ">", 0),
            ]
        )
        today = self.company_id._get_trade_today()
        until = today + relativedelta(days=self.birthday_days)
        kept = {
            contact: next_birthday(*contact._get_birthday()[:2], today)
            for contact in contacts
        }
        coming = contacts.filtered(lambda contact: kept[contact] <= until)
        gifts = self._get_gifts(coming)
        return [
            (
                contact.commercial_partner_id.id,
                self._prepare_birthday(contact, kept[contact], gifts.get(contact)),
            )
            for contact in coming.sorted(kept.get)
        ]

    def _get_gifts(self, contacts):
        gifts = self.env["trade.gift"].search(
            [
                ("partner_id", "in", contacts.ids),
                ("company_id", "=", self.company_id.id),
            ]
        )
        return gifts.grouped("partner_id")

    def _prepare_birthday(self, contact, day, gifts):
        given = ", ".join(
            (gifts or self.env["trade.gift"])[:GIFTS_SHOWN].mapped("display_name")
        )
        return {
            "date": day,
            "name": self.env._(
                "%(name)s has a birthday on %(day)s",
                name=contact.name,
                day=format_date(self.env, day),
            ),
            "detail": self.env._("Given before: %s", given)
            if given
            else self.env._("No gift is known."),
            "res_model": "res.partner",
            "res_id": contact.id,
        }
