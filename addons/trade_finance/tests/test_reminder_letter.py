from odoo.tests import freeze_time, tagged

from .reminder_common import TODAY, ReminderCase


@tagged("post_install", "-at_install")
class TestReminderLetter(ReminderCase):
    """One letter to a customer about invoices of two salespeople."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_rule(
            -7,
            grouping="partner",
            responsible="accountant",
            mail_template_id=cls.env.ref("trade_finance.mail_template_reminder").id,
        )
        cls.annas = cls._invoice_due("2026-04-15", 100)
        cls.bens = cls._invoice_due("2026-04-15", 200, invoice_user_id=cls.ben.id)
        cls._run()
        cls.both = cls._reminders(cls.annas | cls.bens)

    def _of_ben(self):
        self.env.invalidate_all()
        return self._reminders(self.bens).with_user(self.ben)

    def test_each_sees_the_part_of_the_letter_they_may(self):
        reminder = self._of_ben()
        self.assertEqual(reminder.letter_ids, reminder)
        self.assertTrue(reminder.web_read({"letter_ids": {"fields": {"amount": {}}}}))
        self.assertEqual(reminder.with_user(self.chen).letter_ids, self.both)

    @freeze_time(TODAY)
    def test_the_mail_of_a_salesperson_names_own_invoices_alone(self):
        context = self._of_ben().action_compose_mail()["context"]
        self.assertIn(self.bens.name, context["default_body"])
        self.assertNotIn(self.annas.name, context["default_body"])
        self.assertEqual(context["trade_reminder_ids"], self._of_ben().ids)
        whole = self.both[0].with_user(self.chen).action_compose_mail()["context"]
        self.assertIn(self.annas.name, whole["default_body"])
        self.assertIn(self.bens.name, whole["default_body"])

    def test_the_activity_stays_while_somebody_else_needs_it(self):
        activity = self.both.activity_id
        self._of_ben().action_done()
        self.assertEqual(self._of_ben().sudo().state, "done")
        self.assertEqual(self._reminders(self.annas).state, "todo")
        self.assertTrue(activity.active)
        self._reminders(self.annas).with_user(self.chen).action_done()
        self.assertEqual(set(self.both.mapped("state")), {"done"})
        self.assertFalse(activity.active)

    def test_the_letter_is_dated_where_the_company_is(self):
        self.company.partner_id.tz = "Asia/Shanghai"
        with freeze_time("2026-04-08 20:00:00"):
            day = self.both[0].with_context(tz="UTC")._get_letter_date()
        self.assertEqual(str(day), "2026-04-09")
