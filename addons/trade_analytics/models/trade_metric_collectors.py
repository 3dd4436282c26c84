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

    def _collect_received_profit(self, period_start, period_end, company):
        """Add up the profit in the money received in the period, company currency.

        A receipt earns its part of what its order earns: amount / (received + still
        outstanding) x the order's expected profit, which is what is posted so far
        (invoices, exchange differences, deliveries, bills) plus what was estimated and
        is still to come. So the receipts of an order that is paid in full add up to
        its profit. See `_order_profit` for orders without an estimate. Owner is the
        order's salesperson, the day is the day of the receipt, money paid back
        counts against, deposits count. The denominator is the number of receipts;
        missed are those that earned nothing, the worst first.
        """
        receipts_sudo = self.env["trade.order.receipt"].sudo()  # everybody's
        query = receipts_sudo._search(
            [
                ("company_id", "=", company.id),
                ("user_id", "!=", False),
                ("date", ">=", period_start),
                ("date", "<", period_end),
            ]
        )
        columns = [
            SQL(
                "%s AS %s",
                receipts_sudo._field_to_sql(query.table, name, query),
                SQL.identifier(name),
            )
            for name in ("id", "user_id", "order_id", "amount")
        ]
        due, profit = self._order_profit()
        got = SQL("COALESCE(receipt.amount / NULLIF(%s, 0) * (%s), 0)", due, profit)
        facts = self._facts(
            SQL(
                """SELECT receipt.user_id, receipt.id AS record_id, %(got)s AS got,
                          1 AS of, %(got)s <= 0 AS missed, %(got)s AS rank
                     FROM (%(receipts)s) receipt
                     JOIN sale_order so ON so.id = receipt.order_id""",
                got=got,
                receipts=query.select(*columns),
            )
        )
        rounded = company.currency_id.round
        return {
            user_id: (rounded(got), *rest) for user_id, (got, *rest) in facts.items()
        }

    def _order_profit(self):
        """Return as SQL what an order ``so`` brings in all, and what it earns of that.

        The first is in the order's currency, the second in company currency. Where all
        was paid back, both are the promised ones, so that receipt and payout cancel
        out. An order without an estimate earns its posted profit once it is invoiced
        and delivered in full, and until then core's margin at the order's rate.
        """
        self.env["sale.order"].flush_model(
            [
                "actual_profit",
                "amount_outstanding",
                "amount_received",
                "amount_total",
                "currency_rate",
                "delivery_status",
                "estimated_profit",
                "expected_profit",
                "invoice_status",
                "margin",
                "trade_estimate_id",
                "trade_rate",
                "user_id",
            ]
        )
        brought_in = SQL("(so.amount_received + so.amount_outstanding)")
        margin = SQL(
            """so.margin * COALESCE(NULLIF(so.trade_rate, 0),
                                    1 / NULLIF(so.currency_rate, 0), 1)"""
        )
        is_over = SQL(
            """so.invoice_status = 'invoiced'
               AND COALESCE(so.delivery_status, 'full') = 'full'"""
        )
        return (
            SQL(
                "CASE WHEN %(due)s > 0 THEN %(due)s ELSE so.amount_total END",
                due=brought_in,
            ),
            SQL(
                """CASE WHEN so.trade_estimate_id IS NOT NULL AND %(due)s <= 0
                             THEN so.estimated_profit
                        WHEN so.trade_estimate_id IS NOT NULL THEN so.expected_profit
                        WHEN %(due)s > 0 AND %(is_over)s THEN so.actual_profit
                        ELSE %(margin)s END""",
                due=brought_in,
                margin=margin,
                is_over=is_over,
            ),
        )

    def _collect_followup_in_time(self, period_start, period_end, company):
        """Count the follow-ups due in the period and those done by their day.

        Owner is whoever was to do it. Open ones count once their day is over; those
        that are archived do not count. Missed are the late and the open ones, the most
        days late first.
        """
        followups_sudo = self.env["trade.followup"].sudo()  # everybody's
        today = company._scorecard_today()
        query = followups_sudo._search(
            [
                ("company_id", "=", company.id),
                ("user_id", "!=", False),
                ("date_due", ">=", period_start),
                ("date_due", "<", period_end),
                "|",
                ("state", "!=", "planned"),
                ("date_due", "<", today),
            ]
        )
        field = {
            name: followups_sudo._field_to_sql(query.table, name, query)
            for name in ("id", "user_id", "state", "date_due", "date_done")
        }
        in_time = SQL("%s = 'done_in_time'", field["state"])
        return self._facts(
            query.select(
                SQL("%s AS user_id", field["user_id"]),
                SQL("%s AS record_id", field["id"]),
                SQL("CASE WHEN %s THEN 1 ELSE 0 END AS got", in_time),
                SQL("1 AS of"),
                SQL("NOT %s AS missed", in_time),
                SQL(
                    "%s - COALESCE(%s, %s) AS rank",
                    field["date_due"],
                    field["date_done"],
                    today,
                ),
            )
        )

    def _collect_collection_in_time(self, period_start, period_end, company):
        """Count the invoice instalments due in the period and those paid by their day.

        Owner is the invoice's salesperson. Paid is what posted receipts or credit
        notes settle in full; exchange entries, which core dates at the month's end,
        make nothing late. Open instalments count once their day is over. Missed are
        the late and the open ones, the largest in company currency first.
        """
        items_sudo = self.env["account.move.line"].sudo()  # salespeople see few of them
        today = company._scorecard_today()
        query = items_sudo._search(
            [
                ("company_id", "=", company.id),
                ("move_id.invoice_user_id", "!=", False),
                ("move_id.move_type", "=", "out_invoice"),
                ("parent_state", "=", "posted"),
                ("display_type", "=", "payment_term"),
                ("balance", ">", 0),
                ("date_maturity", ">=", period_start),
                ("date_maturity", "<", period_end),
                "|",
                ("reconciled", "=", True),
                ("date_maturity", "<", today),
            ]
        )
        self.env["account.partial.reconcile"].flush_model(
            ["debit_amount_currency", "debit_move_id", "credit_move_id"]
        )
        items_sudo.flush_model(["date", "parent_state"])
        columns = [
            SQL(
                "%s AS %s",
                items_sudo._field_to_sql(query.table, name, query),
                SQL.identifier(name),
            )
            for name in ("id", "move_id", "reconciled", "date_maturity", "balance")
        ]
        in_time = SQL(
            "item.reconciled AND paid.all_posted AND paid.on_day <= item.date_maturity"
        )
        return self._facts(
            SQL(
                """SELECT move.invoice_user_id AS user_id, item.id AS record_id,
                          CASE WHEN %(in_time)s THEN 1 ELSE 0 END AS got,
                          1 AS of, (%(in_time)s) IS NOT TRUE AS missed,
                          -item.balance AS rank
                     FROM (%(items)s) item
                     JOIN account_move move ON move.id = item.move_id
                LEFT JOIN LATERAL (
                          SELECT MAX(other.date) AS on_day,
                                 BOOL_AND(other.parent_state = 'posted') AS all_posted
                            FROM account_partial_reconcile part
                            JOIN account_move_line other
                              ON other.id = part.credit_move_id
                           WHERE part.debit_move_id = item.id
                             AND part.debit_amount_currency != 0) paid ON TRUE""",
                in_time=in_time,
                items=query.select(*columns),
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
