from dateutil.relativedelta import relativedelta

from odoo import Command, fields
from odoo.exceptions import ValidationError
from odoo.tests import Form, freeze_time, tagged

from .reminder_common import TODAY, ReminderCase


@tagged("post_install", "-at_install")
class TestReminder(ReminderCase):
    """Who is reminded of what, and once."""

    def test_the_salesperson_is_reminded_of_customer_a_seven_days_before(self):
        self._rule("receivable_before")
        invoice = self._invoice_due("2026-04-15", 100000)
        self.assertEqual(self._run("2026-04-07"), 0)
        self.assertEqual(self._run("2026-04-08"), 1)
        self.assertRecordValues(
            self._reminders(invoice),
            [
                {
                    "user_id": self.anna.id,
                    "amount": 100000,
                    "currency_id": self._currency("USD").id,
                    "state": "todo",
                    "mail_state": "ready",
                }
            ],
        )
        activity = invoice.activity_ids
        self.assertEqual(activity.summary, "Customer A, USD 100,000")
        self.assertEqual(activity.user_id, self.anna)
        self.assertEqual(str(activity.date_deadline), "2026-04-08")

    def test_the_accountant_is_reminded_of_the_vendors_bill_three_days_before(self):
        self._rule("payable_before")
        bill = self._invoice_due(
            "2026-04-11",
            50000,
            "CNY",
            move_type="in_invoice",
            partner_id=self.vendor.id,
            invoice_user_id=False,
        )
        self.assertEqual(self._run("2026-04-07"), 0)
        self.assertEqual(self._run("2026-04-08"), 1)
        self.assertEqual(bill.activity_ids.summary, "Blue Ocean Freight, CNY 50,000")
        self.assertEqual(bill.activity_ids.user_id, self.chen)
        reminder = self._reminders(bill)
        self.assertEqual((reminder.kind, reminder.mail_state), ("payable", "none"))

    def test_a_second_run_reminds_nobody(self):
        self._rule("receivable_before")
        invoice = self._invoice_due("2026-04-15")
        self.assertEqual([self._run(), self._run()], [1, 0])
        self.assertEqual(self._run("2026-04-09"), 0)
        self.assertEqual(len(invoice.activity_ids), 1)

    def test_installing_reminds_nobody(self):
        rules = self.env["trade.reminder.rule"].with_context(active_test=False)
        shipped = rules.search([("company_id", "=", False)])
        self.assertEqual(len(shipped), 5)
        self.assertFalse(shipped.filtered("active"))
        self.assertFalse(self._create_trade_company("Untouched").trade_reminders)
        self._rule("receivable_before")
        self.company.trade_reminders = False
        self._invoice_due("2026-04-15")
        self.assertEqual(self._run(), 0)

    def test_each_instalment_is_reminded_of_on_its_own(self):
        self._rule("receivable_before")
        term = self.env["account.payment.term"].create(
            {
                "name": "30 % at once, 70 % in 30 days",
                "line_ids": [
                    Command.create({"value_amount": 30, "nb_days": 0}),
                    Command.create({"value_amount": 70, "nb_days": 30}),
                ],
            }
        )
        invoice = self._invoice_due(
            False, 10000, invoice_date="2026-04-08", invoice_payment_term_id=term.id
        )
        self.assertEqual(self._run("2026-04-08"), 1)
        self.assertEqual(self._run("2026-05-01"), 1)
        self.assertEqual(self._reminders(invoice).mapped("amount"), [3000, 7000])

    def test_only_what_is_open_is_named(self):
        self._rule("receivable_before")
        invoice = self._invoice_due("2026-04-15", 1000)
        self._pay(invoice, 400, "2026-04-01")
        self._run()
        self.assertEqual(self._reminders(invoice).amount, 600)
        self.assertEqual(invoice.activity_ids.summary, "Customer A, USD 600")

    def test_paid_drafts_credit_notes_and_disputes_are_silent(self):
        self._rule("receivable_before")
        paid, disputed, excluded, draft, cancelled = (
            self._invoice_due("2026-04-15", 1000 + number) for number in range(5)
        )
        self._pay(paid, day="2026-04-01")
        disputed.trade_disputed = True
        excluded.no_followup = True
        (draft | cancelled).button_draft()
        cancelled.button_cancel()
        self._invoice_due("2026-04-15", move_type="out_refund")
        self.assertEqual(self._run(), 0)
        disputed.trade_disputed = False
        self.assertEqual(self._run(), 1)

    def test_old_invoices_do_not_flood_who_switches_a_rule_on(self):
        self._rule("overdue_first")
        self._invoice_due("2023-04-01")
        self._invoice_due("2026-03-24")  # 15 days overdue: the window ended
        edge = self._invoice_due("2026-03-25")
        today = self._invoice_due("2026-04-01")
        self._invoice_due("2026-04-02")
        self.assertEqual(self._run(), 2)
        self.assertEqual(len(self._reminders(edge | today)), 2)

    def test_days_without_a_run_are_made_up_for(self):
        self._rule("overdue_first", catch_up_days=0)
        self._run("2026-04-01")
        invoice = self._invoice_due("2026-03-27")  # on April 3 the server was down
        self.assertEqual(self._run("2026-04-06"), 1)
        self.assertTrue(self._reminders(invoice))

    def test_a_rule_switched_on_again_has_nothing_to_make_up(self):
        rule = self._rule("overdue_first", catch_up_days=0)
        self._run("2026-03-20")
        rule.active = False
        rule.active = True
        self._invoice_due("2026-03-27")
        self.assertEqual(self._run("2026-04-06"), 0)

    def test_no_reminder_before_the_due_date_comes_after_it(self):
        self._create_rule(-3, catch_up_days=20)
        late = self._invoice_due("2026-04-07")
        soon = self._invoice_due("2026-04-08")
        self.assertEqual(self._run(), 1)
        self.assertFalse(self._reminders(late))
        self.assertTrue(self._reminders(soon))

    def test_a_later_stage_takes_over_from_the_earlier(self):
        self._rule("receivable_before")
        self._rule("overdue_first")
        self._rule("overdue_second", responsible="user", user_id=self.ben.id)
        invoice = self._invoice_due("2026-04-15")
        for day in ("2026-04-08", "2026-04-22", "2026-04-30"):
            self.assertEqual(self._run(day), 1, day)
            self.assertEqual(len(invoice.activity_ids), 1, day)
        self.assertEqual(
            self._reminders(invoice).mapped("state"),
            ["superseded", "superseded", "todo"],
        )
        self.assertEqual(invoice.activity_ids.user_id, self.ben)

    def test_of_two_stages_on_one_day_only_the_later_reminds(self):
        self._create_rule(7, catch_up_days=60)
        later = self._create_rule(15, catch_up_days=60)
        invoice = self._invoice_due("2026-03-10")
        self.assertEqual(self._run(), 1)
        self.assertEqual(self._reminders(invoice).rule_id, later)

    def test_of_rules_of_the_same_day_the_first_that_matches_counts(self):
        dutch = self._create_rule(
            7, sequence=1, domain="[('country_id.code', '=', 'NL')]"
        )
        anyone = self._create_rule(7, sequence=2)
        other = self.env["res.partner"].create({"name": "Lyon Outils"})
        rotterdam = self._invoice_due("2026-04-01")
        lyon = self._invoice_due("2026-04-01", partner_id=other.id)
        self.assertEqual(self._run(), 2)
        self.assertEqual(self._reminders(rotterdam).rule_id, dutch)
        self.assertEqual(self._reminders(lyon).rule_id, anyone)

    def test_a_new_due_date_is_reminded_of_anew(self):
        self._rule("receivable_before")
        invoice = self._invoice_due("2026-04-15")
        self._run()
        line = invoice.line_ids.filtered(lambda line: line.date_maturity)
        line.date_maturity = "2026-05-15"
        self.assertEqual(self._run("2026-05-08"), 1)
        self.assertEqual(
            self._reminders(invoice).mapped("state"), ["superseded", "todo"]
        )
        self.assertEqual(len(invoice.activity_ids), 1)

    def test_what_is_paid_closes_its_reminder(self):
        self._rule("receivable_before")
        invoice = self._invoice_due("2026-04-15")
        self._run()
        self._pay(invoice, day="2026-04-09")
        self._run("2026-04-10")
        self.assertRecordValues(
            self._reminders(invoice), [{"state": "done", "reason": "Paid."}]
        )
        self.assertFalse(invoice.activity_ids)

    def test_a_dispute_closes_its_reminder_at_once(self):
        self._rule("receivable_before")
        invoice = self._invoice_due("2026-04-15")
        self._run()
        invoice.with_user(self.chen).trade_disputed = True
        self.assertEqual(self._reminders(invoice).state, "skipped")
        self.assertFalse(invoice.activity_ids)

    def test_the_activity_done_is_the_reminder_done(self):
        self._rule("receivable_before")
        invoice = self._invoice_due("2026-04-15")
        self._run()
        invoice.activity_ids.with_user(self.anna).action_feedback()
        self.assertEqual(self._reminders(invoice).state, "done")

    def test_a_reminder_is_skipped_with_a_reason(self):
        self._rule("receivable_before")
        self._rule("overdue_first")
        invoice = self._invoice_due("2026-04-15")
        self._run()
        reminder = self._reminders(invoice).with_user(self.anna)
        action = reminder.action_skip()
        wizard = self.env["trade.reminder.skip"].with_user(self.anna)
        wizard = wizard.with_context(**action["context"])
        wizard.create({"reason": "Promised for Monday"}).action_skip()
        self.assertRecordValues(
            reminder, [{"state": "skipped", "reason": "Promised for Monday"}]
        )
        self.assertFalse(invoice.activity_ids)
        self.assertEqual([self._run(), self._run("2026-04-22")], [0, 1])

    def test_the_minimum_is_in_company_currency(self):
        self._create_rule(-7, minimum_amount=7000)
        small = self._invoice_due("2026-04-15", 999)  # 6,993 at the invoice's rate
        large = self._invoice_due("2026-04-15", 1050)
        self._run()
        self.assertFalse(self._reminders(small))
        self.assertTrue(self._reminders(large))

    def test_the_minimum_of_another_currency_is_converted(self):
        usd = self._currency("USD")
        self._create_rule(-7, minimum_amount=1000, currency_id=usd.id)
        small = self._invoice_due("2026-04-15", 6800, "CNY")
        large = self._invoice_due("2026-04-15", 6900, "CNY")
        self._run()
        self.assertFalse(self._reminders(small))
        self.assertTrue(self._reminders(large))

    def test_the_leader_of_the_team_is_reminded_or_who_stands_in(self):
        team = self.env["crm.team"].create({"name": "Europe", "user_id": self.ben.id})
        self._create_rule(7, responsible="manager")
        led = self._invoice_due("2026-04-01", team_id=team.id)
        alone = self._invoice_due("2026-04-01", team_id=False)
        self._run()
        self.assertEqual(led.activity_ids.user_id, self.ben)
        self.assertEqual(alone.activity_ids.user_id, self.chen)

    def test_who_has_left_is_not_reminded(self):
        self._create_rule(7, user_id=self.ben.id)
        invoice = self._invoice_due("2026-04-01")
        self.anna.active = False
        self._run()
        self.assertEqual(invoice.activity_ids.user_id, self.ben)

    def test_nobody_responsible_is_no_reason_to_forget_it(self):
        self.company.trade_accountant_id = False
        self._create_rule(7)
        invoice = self._invoice_due("2026-04-01", invoice_user_id=False)
        self.assertEqual(self._run(), 1)
        self.assertEqual(len(invoice.activity_ids), 1)
        self.assertFalse(self._reminders(invoice).user_id)

    def test_one_activity_per_customer_names_all_currencies(self):
        self._create_rule(7, grouping="partner")
        invoices = self._invoice_due("2026-04-01", 1000)
        invoices |= self._invoice_due("2026-04-01", 500.5)
        invoices |= self._invoice_due("2026-04-01", 3000, "CNY")
        self.assertEqual(self._run(), 3)
        reminders = self._reminders(invoices)
        self.assertEqual(len(reminders.lead_id), 1)
        self.assertEqual(len(reminders.activity_id), 1)
        activity = self.customer.activity_ids
        self.assertEqual(activity.summary, "Customer A, USD 1,500.50, CNY 3,000")
        self._pay(invoices[:2], day="2026-04-08", group_payment=True)
        self._run("2026-04-09")
        self.assertTrue(self.customer.activity_ids)
        self._pay(invoices[2:], day="2026-04-09")
        self._run("2026-04-10")
        self.assertFalse(self.customer.activity_ids)

    def test_another_company_is_not_reminded_by_a_companys_rule(self):
        mine = self.company
        self._create_rule(-7)
        with freeze_time(TODAY):
            due = fields.Date.today() + relativedelta(days=7)
        here = self._invoice_due(due)
        other = self._create_trade_company("Other Trading", "EUR", "de")
        other.trade_reminders = True
        self._work_in(other)
        there = self._invoice_due(due, currency="EUR", invoice_user_id=False)
        self.assertEqual(self._run(), 1)
        self._work_in(mine)
        reminders = self.env["trade.reminder"].sudo()
        self.assertTrue(reminders.search([("move_id", "=", here.id)]))
        self.assertFalse(reminders.search([("move_id", "=", there.id)]))

    def test_a_run_by_the_nightly_job(self):
        self._create_rule(7, catch_up_days=7)
        today = fields.Date.today()
        invoice = self._invoice_due(today - relativedelta(days=8))
        with self.enter_registry_test_mode():
            cron = self.env.ref("trade_finance.ir_cron_trade_reminder")
            self.assertTrue(cron.method_direct_trigger() is True)
        self.env.invalidate_all()
        self.assertEqual(len(self._reminders(invoice)), 1)

    def test_batches_come_to_an_end(self):
        self._create_rule(7)
        for number in range(5):
            self._invoice_due("2026-04-01", 100 + number)
        count = self.env["trade.reminder"]._run(TODAY, batch_size=2)
        self.assertEqual(count, 5)

    def test_a_run_out_of_time_goes_on_where_it_ended(self):
        self._create_rule(7)
        for number in range(5):
            self._invoice_due("2026-04-01", 100 + number)
        calls = []

        def progress(_done=0, **_remaining):
            calls.append(1)
            return len(calls) < 3

        reminders = self.env["trade.reminder"]
        first = reminders._run(TODAY, progress=progress, batch_size=2)
        self.assertLess(first, 5)
        self.assertEqual(first + reminders._run(TODAY), 5)

    def test_a_rule_that_cannot_work_is_refused(self):
        vendor_mail = {
            "kind": "payable",
            "mail_template_id": self.env.ref("trade_finance.mail_template_reminder").id,
        }
        for values, sentence in (
            ({"activity_type_id": False}, "does nothing"),
            ({"send_mode": "automatic"}, "choose its mail template"),
            (vendor_mail, "Remove the mail template"),
            ({"responsible": "user"}, "choose whom"),
            ({"domain": "[('no_such_field', '=', 1)]"}, "Choose the condition again"),
        ):
            with self.assertRaisesRegex(ValidationError, sentence):
                self._create_rule(3, **values)

    def test_the_form_shows_whom_it_would_remind_and_why_not(self):
        rule = self._create_rule(7, minimum_amount=500, active=False)
        self._invoice_due("2026-04-01", 1000)
        self._invoice_due("2026-04-01", 10)
        self._invoice_due("2026-04-01", 2000, trade_disputed=True)
        with freeze_time(TODAY):
            self.assertEqual(rule.due_count, 1)
            with Form(rule) as form:
                form.minimum_amount = 0
                self.assertEqual(form.due_count, 2)
                form.minimum_amount = 500
            action = rule.action_preview()
        lines = self.env["trade.reminder.preview"].search(action["domain"])
        self.assertEqual(sorted(lines.mapped("held")), ["disputed", "due", "minimum"])
        self.assertEqual(lines.user_id, self.anna)
        self.assertFalse(self.env["trade.reminder"].search([("rule_id", "=", rule.id)]))
