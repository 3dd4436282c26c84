"""The collectors of the shipped metrics: one query each, for everybody at once."""

from odoo import models
from odoo.tools import SQL


class TradeMetric(models.Model):
    _inherit = "trade.metric"

    def _collect_quote_to_order(self, period_start, period_end, company):
        """Count the quotations dated in the period and those that became orders.

        Owner is the order's salesperson. The date is the order's own: the quotation
        date while it is open or lost, the confirmation date once it is won, so that
        each document counts in exactly one month. A cancelled one is a lost one.
        Missed are the open and lost ones, the largest in company currency first.
        """
        orders_sudo = self.env["sale.order"].sudo()  # everybody's, not the reader's
        query = orders_sudo._search(
            [
                ("company_id", "=", company.id),
                ("user_id", "!=", False),
                ("date_order", ">=", company._scorecard_moment(period_start)),
                ("date_order", "<", company._scorecard_moment(period_end)),
            ],
            order="id",
        )
        field = {
            name: orders_sudo._field_to_sql(query.table, name, query)
            for name in ("id", "user_id", "state", "amount_total", "currency_rate")
        }
        won = SQL("%s = 'sale'", field["state"])
        size = SQL(
            "%s / COALESCE(NULLIF(%s, 0), 1)",
            field["amount_total"],
            field["currency_rate"],
        )
        return self._facts(
            query.select(
                SQL("%s AS user_id", field["user_id"]),
                SQL("%s AS record_id", field["id"]),
                SQL("CASE WHEN %s THEN 1 ELSE 0 END AS got", won),
                SQL("1 AS of"),
                SQL("NOT %s AS missed", won),
                SQL("-%s AS rank", size),
            )
        )

    def _facts(self, cases):
        """Sum `cases` up by person, in one query.

        :param cases: an ``SQL`` select with the columns user_id, record_id, got (the
            numerator's part), of (the denominator's part), missed (a boolean) and
            rank (the worst case has the smallest)
        :return: what a collector returns
        """
        rows = self.env.execute_query(
            SQL(
                """SELECT user_id, SUM(got)::float, SUM(of)::float,
                          ARRAY_AGG(record_id ORDER BY record_id),
                          ARRAY_AGG(record_id ORDER BY rank, record_id)
                              FILTER (WHERE missed)
                     FROM (%s) AS facts
                    GROUP BY user_id""",
                cases,
            )
        )
        return {
            user_id: (got, of, tuple(evidence), tuple(missed or ()))
            for user_id, got, of, evidence, missed in rows
        }
