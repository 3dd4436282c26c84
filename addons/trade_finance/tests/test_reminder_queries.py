from odoo.tests import freeze_time, tagged

from .reminder_common import TODAY, ReminderCase

SPARE = 12
"""Queries that come with further partners or users, not with further reminders."""


@tagged("post_install", "-at_install")
class TestReminderQueries(ReminderCase):
    """A batch of reminders costs the same number of queries, however many they are."""

    def _count_run(self, number, **values):
        self.env["trade.reminder.rule"].search([]).active = False
        self._create_rule(-7, **values)
        for index in range(number):
            self._invoice_due("2026-04-15", 100 + index)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._run()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _assert_constant(self, **values):
        counts = {}
        for number in (2, 3, 40):  # the first warms up
            counts[number] = self._count_run(number, **values)
        self.assertLessEqual(counts[40], counts[3] + SPARE, counts)

    def test_activities_cost_the_same_for_3_and_40(self):
        self._assert_constant()

    def test_prepared_mails_cost_the_same_for_3_and_40(self):
        template = self.env.ref("trade_finance.mail_template_reminder")
        self._assert_constant(mail_template_id=template.id)

    def test_the_list_costs_the_same_for_2_and_40(self):
        self._create_rule(-7)
        for index in range(40):
            self._invoice_due("2026-04-15", 100 + index)
        self._run()
        reminders = self.env["trade.reminder"].search([])
        specification = {
            name: {}
            for name in (
                "commercial_partner_id",
                "order_names",
                "amount_open",
                "recipient_id",
                "state",
                "customer_reference",
            )
        }

        def count(records):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            records.web_read(specification)
            return self.env.cr.sql_log_count - before

        count(reminders[:2])
        self.assertEqual(count(reminders[:2]), count(reminders[:40]))

    def test_the_selection_uses_the_index_of_open_instalments(self):
        rule = self._create_rule(-7)
        with freeze_time(TODAY):
            query = rule._query_due(self.company, rule._get_today(self.company), False)
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute("EXPLAIN " + query.code, query.params)
        plan = "\n".join(row[0] for row in self.env.cr.fetchall())
        self.assertIn("account_move_line_trade_open_due_idx", plan)
        self.assertNotIn("Seq Scan on account_move", plan)
