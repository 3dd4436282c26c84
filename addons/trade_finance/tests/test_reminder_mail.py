import re

from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .reminder_common import TODAY, ReminderCase

MAIL = "odoo.addons.trade_finance.models.trade_reminder_mail"


@tagged("post_install", "-at_install")
class TestReminderMail(ReminderCase):
    """The mail to the customer: ready in the composer, or sent by the run."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env.ref("trade_finance.mail_template_reminder")
        cls.rule = cls._rule("receivable_before", attach_statement=False)

    def _compose(self, reminder, user=None):
        """Return the composer as the button opens it."""
        action = reminder.with_user(user or self.anna).action_compose_mail()
        composer = self.env["mail.compose.message"].with_user(user or self.anna)
        return Form(composer.with_context(**action["context"])).save()

    def _text(self, html):
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", str(html)))

    def _mails(self, moves):
        return self.env["mail.mail"].search(
            [("model", "=", "account.move"), ("res_id", "in", moves.ids)], order="id"
        )

    def test_the_mail_is_ready_to_send(self):
        invoice = self._invoice_due("2026-04-15", 100000, ref="PO-77")
        self._run()
        with freeze_time(TODAY):
            composer = self._compose(self._reminders(invoice))
        self.assertEqual(composer.partner_ids, self.customer)
        self.assertIn(invoice.name, composer.subject)
        text = self._text(composer.body)
        for part in (invoice.name, "PO-77", "04/15/2026", "USD 100,000.00"):
            self.assertIn(part, text)
        self.assertIn("Payments received after 04/08/2026 are not considered.", text)
        self.assertIn("falls due shortly", text)

    def test_sending_it_closes_reminder_and_activity(self):
        invoice = self._invoice_due("2026-04-15")
        self._run()
        reminder = self._reminders(invoice)
        self._compose(reminder)._action_send_mail()
        self.env.invalidate_all()
        self.assertRecordValues(reminder, [{"state": "sent", "mail_state": "sent"}])
        self.assertEqual(reminder.message_id.res_id, invoice.id)
        self.assertFalse(invoice.activity_ids)
        with self.assertRaisesRegex(UserError, "nothing open"):
            reminder.action_compose_mail()

    def test_no_mail_about_what_was_paid_in_the_meantime(self):
        invoice = self._invoice_due("2026-04-15")
        self._run()
        self._pay(invoice, day=TODAY)
        with self.assertRaisesRegex(UserError, "Mark it as done"):
            self._reminders(invoice).with_user(self.anna).action_compose_mail()

    def test_the_mail_names_what_is_open_when_it_is_written(self):
        invoice = self._invoice_due("2026-04-15", 1000)
        self._run()
        self._pay(invoice, 300, TODAY)
        self.env.invalidate_all()
        composer = self._compose(self._reminders(invoice))
        self.assertIn("USD 700.00", self._text(composer.body))

    def test_the_orders_of_the_invoice_and_the_bank_are_named(self):
        self.env["res.partner.bank"].create(
            {"acc_number": "CN-12345", "partner_id": self.company.partner_id.id}
        )
        order = self._confirm(user_id=self.anna.id)
        invoice = self._invoice(order)
        lines = invoice.line_ids
        lines = lines.filtered(lambda line: line.display_type == "payment_term")
        lines.date_maturity = "2026-04-15"
        self._run()
        text = self._text(self._compose(self._reminders(invoice)).body)
        self.assertIn(order.name, text)
        self.assertIn("CN-12345", text)

    def test_the_mail_is_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.template.with_context(lang="zh_CN").subject = "付款提醒"
        chinese = self.env["res.partner"].create(
            {"name": "客户", "email": "c@example.com", "lang": "zh_CN"}
        )
        invoice = self._invoice_due("2026-04-15", partner_id=chinese.id)
        english = self._invoice_due("2026-04-15")
        self.rule.send_mode = "automatic"
        self._run()
        self.assertEqual(self._mails(invoice).subject, "付款提醒")
        self.assertIn("Payment falls due", self._mails(english).subject)
        self.assertIn("2026/04/15", self._mails(invoice).body_html)

    def test_automatic_mails_are_queued_once_and_stay_in_the_chatter(self):
        self.rule.write({"send_mode": "automatic", "activity_type_id": False})
        invoice = self._invoice_due("2026-04-15")
        self.assertEqual([self._run(), self._run()], [1, 0])
        mail = self._mails(invoice)
        self.assertEqual(len(mail), 1)
        self.assertEqual((mail.state, mail.auto_delete), ("outgoing", False))
        self.assertEqual(mail.recipient_ids, self.customer)
        self.assertIn(self.anna.email, mail.email_from)
        self.assertIn(mail.mail_message_id, invoice.message_ids)
        self.assertFalse(invoice.activity_ids)
        self.assertRecordValues(
            self._reminders(invoice), [{"state": "sent", "mail_state": "sent"}]
        )

    def test_one_mail_per_customer_with_a_total_per_currency(self):
        self.rule.write({"send_mode": "automatic", "grouping": "partner"})
        self._invoice_due("2026-04-15", 1000)
        self._invoice_due("2026-04-15", 234.5)
        self._invoice_due("2026-04-15", 3000, "CNY")
        self.assertEqual(self._run(), 3)
        mail = self.env["mail.mail"].search(
            [("model", "=", "res.partner"), ("res_id", "=", self.customer.id)]
        )
        self.assertEqual(len(mail), 1)
        text = self._text(mail.body_html)
        self.assertIn("Total USD 1,234.50", text)
        self.assertIn("Total CNY 3,000.00", text)

    def test_without_an_address_there_is_still_somebody_who_acts(self):
        self.customer.email = False
        self.rule.write({"send_mode": "automatic", "activity_type_id": False})
        invoice = self._invoice_due("2026-04-15")
        self._run()
        reminder = self._reminders(invoice)
        self.assertRecordValues(reminder, [{"state": "todo", "mail_state": "no_email"}])
        self.assertEqual(invoice.activity_ids.user_id, self.anna)
        self.customer.email = "new@example.com"
        self.assertEqual(self._compose(reminder).partner_ids, self.customer)

    def test_the_invoice_address_gets_the_mail(self):
        office = self.env["res.partner"].create(
            {
                "name": "Payables",
                "parent_id": self.customer.id,
                "type": "invoice",
                "email": "payables@example.com",
            }
        )
        self.rule.write({"send_mode": "automatic", "grouping": "partner"})
        self._invoice_due("2026-04-15")
        self._run()
        mail = self.env["mail.mail"].search([("recipient_ids", "in", office.ids)])
        self.assertEqual(len(mail), 1)

    def test_one_mail_that_cannot_be_made_keeps_no_other_waiting(self):
        self.template.subject = "{{ 1 / (object.amount - 13) }}"
        self.rule.write({"send_mode": "automatic", "activity_type_id": False})
        invoices = self._invoice_due("2026-04-15", 13)
        invoices |= self._invoice_due("2026-04-15", 14)
        invoices |= self._invoice_due("2026-04-15", 15)
        with mute_logger(MAIL, "odoo.addons.mail.models.mail_render_mixin"):
            self.assertEqual(self._run(), 3)
        self.assertEqual(
            self._reminders(invoices).mapped("mail_state"), ["failed", "sent", "sent"]
        )
        bad = self._reminders(invoices[0])
        self.assertTrue(bad.mail_error)
        self.assertTrue(invoices[0].activity_ids)
        self.assertFalse(invoices[1:].activity_ids)
        self.assertIn(invoices[0].name, self.rule.last_error)
        with (
            self.assertRaisesRegex(UserError, "Correct the template"),
            mute_logger("odoo.addons.mail.models.mail_render_mixin"),
        ):
            bad.with_user(self.anna).action_compose_mail()
        self.template.subject = "Reminder"
        self._compose(bad)._action_send_mail()
        self.assertFalse(bad.mail_error)
        self._run("2026-04-09")
        self.assertFalse(self.rule.last_error)

    def test_the_statement_is_attached(self):
        self.rule.write({"send_mode": "automatic", "attach_statement": True})
        invoice = self._invoice_due("2026-04-15", 1000)
        self._run()
        attachment = self._mails(invoice).attachment_ids
        self.assertEqual(len(attachment), 1)
        self.assertIn("Statement of account Customer A", attachment.name)

    def test_the_composer_has_the_statement_too(self):
        self.rule.attach_statement = True
        invoice = self._invoice_due("2026-04-15", 1000)
        self._run()
        self.assertEqual(len(self._compose(self._reminders(invoice)).attachment_ids), 1)

    def test_the_texts_get_firmer(self):
        invoice = self._invoice_due("2026-04-15")
        self._run()
        reminder = self._reminders(invoice)
        texts = set()
        for level, _label in self.rule._fields["level"].selection:
            self.rule.level = level
            texts.add(self._text(self._compose(reminder).body))
        self.assertEqual(len(texts), 4)
