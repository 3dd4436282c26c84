from odoo import Command
from odoo.tests import tagged

from .reminder_common import TODAY, ReminderCase


@tagged("post_install", "-at_install")
class TestReminderHold(ReminderCase):
    """What was silent for a while comes up again, and nobody absent is asked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls._rule("overdue_last")
        cls.invoice = cls._invoice_due("2026-03-09")
        cls._run()

    def _reminder(self):
        return self._reminders(self.invoice)

    def _assert_reminded_again(self, day):
        self.assertEqual(self._reminder().state, "skipped")
        self.assertFalse(self._reminder().activity_id.active)
        self.assertEqual(self._run(day), 1)
        again = self._reminder()
        self.assertRecordValues(
            again, [{"state": "todo", "reason": False, "is_on_hold": False}]
        )
        self.assertEqual(str(again.date), day)
        self.assertTrue(again.activity_id.active)
        self.assertEqual(self._run(day), 0)

    def test_after_a_dispute_the_rule_reminds_again(self):
        self.invoice.trade_disputed = True
        self.assertEqual(self._run("2026-04-09"), 0)
        self.invoice.trade_disputed = False
        self._assert_reminded_again("2026-04-10")

    def test_an_invoice_posted_again_is_reminded_of_again(self):
        self.invoice.button_draft()
        self._run("2026-04-09")
        self.invoice.action_post()
        self._assert_reminded_again("2026-04-10")

    def test_money_allocated_elsewhere_covers_no_more(self):
        payment = self._receive(1000)
        self._run("2026-04-09")
        payment.action_draft()
        self._assert_reminded_again("2026-04-10")

    def test_what_somebody_skipped_stays_skipped(self):
        wizard = self.env["trade.reminder.skip"].create(
            {"reminder_ids": self._reminder().ids, "reason": "Promised"}
        )
        wizard.action_skip()
        self.assertEqual(self._run("2026-04-09"), 0)
        self.assertEqual(self._reminder().state, "skipped")

    def test_a_letter_that_went_out_does_not_go_twice(self):
        invoice = self._invoice_due("2026-03-09")
        self.rule.write({"send_mode": "automatic"})
        self._run()
        reminder = self._reminders(invoice)
        self.assertEqual(reminder.mail_state, "sent")
        invoice.trade_disputed = True
        invoice.trade_disputed = False
        self.assertEqual(self._run("2026-04-09"), 0)

    def test_without_rules_what_is_paid_is_closed_all_the_same(self):
        self.rule.active = False
        self._pay(self.invoice)
        self._run("2026-04-09")
        self.assertRecordValues(self._reminder(), [{"state": "done"}])
        self.company.trade_reminders = False
        self.assertEqual(self._run("2026-04-10"), 0)

    def test_who_works_elsewhere_now_is_not_reminded(self):
        other = self._create_trade_company("Elsewhere")
        gone = {"company_id": other.id, "company_ids": [Command.set(other.ids)]}
        self.anna.write(gone)
        rule = self._create_rule(7, user_id=self.ben.id)
        invoice = self._invoice_due("2026-04-01")
        self._run(TODAY)
        self.assertEqual(self._reminders(invoice).rule_id, rule)
        self.assertEqual(self._reminders(invoice).user_id, self.ben)
