from odoo.tests import tagged

from .reminder_common import ReminderCase


@tagged("post_install", "-at_install")
class TestReminderCover(ReminderCase):
    """Money of the customer nobody allocated yet keeps reminders silent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_rule(-7)

    def test_an_unallocated_receipt_covers_the_oldest_due_first(self):
        old = self._invoice_due("2026-04-12", 1000)
        new = self._invoice_due("2026-04-15", 1000)
        self._receive(1500)
        self.assertEqual(self._run(), 1)
        self.assertFalse(self._reminders(old))
        self.assertEqual(self._reminders(new).amount, 1000)

    def test_what_is_not_covered_in_full_is_reminded_of(self):
        invoice = self._invoice_due("2026-04-15", 1000)
        self._receive(999.99)
        self._run()
        self.assertTrue(self._reminders(invoice))

    def test_money_of_another_customer_covers_nothing(self):
        invoice = self._invoice_due("2026-04-15", 1000)
        self._receive(1000, partner=self.vendor)
        self._run()
        self.assertTrue(self._reminders(invoice))

    def test_the_head_office_pays_for_its_branches(self):
        branch = self.env["res.partner"].create(
            {"name": "Plant", "parent_id": self.customer.id, "type": "invoice"}
        )
        invoice = self._invoice_due("2026-04-15", 1000, partner_id=branch.id)
        self._receive(1000)
        self._run()
        self.assertFalse(self._reminders(invoice))

    def test_money_in_another_currency_counts_at_its_value(self):
        invoice = self._invoice_due("2026-04-15", 1000)  # 7,000
        self._receive(7000, "CNY")
        self._run()
        self.assertFalse(self._reminders(invoice))

    def test_money_in_another_currency_that_is_too_little(self):
        invoice = self._invoice_due("2026-04-15", 1000)
        self._receive(6900, "CNY")
        self._run()
        self.assertTrue(self._reminders(invoice))

    def test_a_fallen_dollar_pays_its_invoice_all_the_same(self):
        invoice = self._invoice_due("2026-04-15", 1000)
        payment = self._receive(1000)
        payment.action_draft()
        payment.date = self.RECEIPT_DAY  # 6.90, the invoice is booked at 7.00
        payment.action_post()
        self._run()
        self.assertFalse(self._reminders(invoice))

    def test_a_credit_note_not_allocated_covers_as_well(self):
        invoice = self._invoice_due("2026-04-15", 1000)
        self._invoice_due("2026-04-15", 1000, move_type="out_refund")
        self._run()
        self.assertFalse(self._reminders(invoice))

    def test_a_deposit_for_an_order_is_for_that_order_alone(self):
        paid, open_ = self._confirm(), self._confirm()
        covered, due = (self._invoice(order, "2026-03-16") for order in (paid, open_))
        for invoice in covered | due:
            invoice.invoice_user_id = self.anna
            lines = invoice.line_ids.filtered(
                lambda line: line.display_type == "payment_term"
            )
            lines.date_maturity = "2026-04-15"
        self._receive(10000, order=paid, partner=self.vendor)  # a third party pays
        self._run()
        self.assertFalse(self._reminders(covered))
        self.assertTrue(self._reminders(due))

    def test_a_draft_payment_covers_nothing(self):
        invoice = self._invoice_due("2026-04-15", 1000)
        self._receive(1000).action_draft()
        self._run()
        self.assertTrue(self._reminders(invoice))

    def test_money_that_came_in_closes_the_reminder(self):
        invoice = self._invoice_due("2026-04-15", 1000)
        self._run()
        self._receive(1000)
        self._run("2026-04-09")
        self.assertEqual(self._reminders(invoice).state, "skipped")
        self.assertFalse(invoice.activity_ids)

    def test_a_prepaid_vendor_is_not_paid_twice(self):
        self._rule("payable_before")
        values = {
            "move_type": "in_invoice",
            "partner_id": self.vendor.id,
            "invoice_user_id": False,
        }
        bill = self._invoice_due("2026-04-11", 500, "CNY", **values)
        payment = self.env["account.payment"].create(
            {
                "payment_type": "outbound",
                "partner_type": "supplier",
                "partner_id": self.vendor.id,
                "amount": 500,
                "currency_id": self.company.currency_id.id,
                "date": "2026-04-01",
                "journal_id": self._bank_journal().id,
            }
        )
        payment.action_post()
        self._run()
        self.assertFalse(self._reminders(bill))
