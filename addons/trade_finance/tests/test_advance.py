from odoo import Command
from odoo.tests import tagged

from .common import FinanceCase


@tagged("post_install", "-at_install")
class TestAdvance(FinanceCase):
    """Money booked on an account for advances, moved to the receivable by an entry.

    USD 3,000: worth CNY 20,850 on the day it comes in (6.95), 20,700 later (6.90).
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.advances = cls._account("advances from customers", "liability_current")
        cls.advances.reconcile = True

    def _advance(self, order, amount=3000, day=None, **values):
        """Enter a payment of the customer on the account for advances."""
        payment = self._deposit(order, amount, day or self.INVOICE_DAY, post=False)
        payment.write({"destination_account_id": self.advances.id, **values})
        payment.action_post()
        return payment

    def _entry(self, *lines, day=None, order=None):
        """Post an entry of `lines` (account, USD, CNY), each plus debit, minus credit.

        The last one names the order.
        """
        entry = self.env["account.move"].create(
            {
                "date": day or self.RECEIPT_DAY,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "partner_id": self.customer.id,
                            "currency_id": self._currency("USD").id,
                            "amount_currency": amount,
                            "balance": balance,
                            "trade_order_id": number == len(lines)
                            and order
                            and order.id,
                        }
                    )
                    for number, (account, amount, balance) in enumerate(lines, 1)
                ],
            }
        )
        entry.action_post()
        return entry

    def _move_to_receivable(self, source, amount, balance, day=None):
        """Move what `source` booked as an advance to the receivable."""
        receivable = self.customer.property_account_receivable_id
        entry = self._entry(
            (self.advances, amount, balance),
            (receivable, -amount, -balance),
            day=day,
        )
        lines = (source | entry).line_ids
        lines.filtered(lambda line: line.account_id == self.advances).reconcile()
        return entry

    def _assign(self, invoice, entry):
        receivable = invoice.line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        ).account_id
        credit = entry.line_ids.filtered(lambda line: line.account_id == receivable)
        invoice.js_assign_outstanding_line(credit.id)

    def _assert_one_receipt(self, order, **values):
        row = self._receipts(order)
        self.assertRecordValues(row, [values])
        return row

    def test_an_advance_counts_before_there_is_an_invoice(self):
        order = self._confirm()
        self._advance(order)
        self._assert_one_receipt(
            order, kind="deposit", amount=3000, value_receipt=20850, fx_difference=-150
        )
        self._assert_money(order, 3000, 7000, "partial", -150)

    def test_moved_to_the_receivable_it_still_counts_once(self):
        order = self._confirm()
        payment = self._advance(order)
        self._move_to_receivable(payment.move_id, 3000, 20850)
        self._assert_money(order, 3000, 7000, "partial", -150)
        self._assert_one_receipt(
            order,
            kind="deposit",
            date=payment.date,
            receipt_move_id=payment.move_id.id,
            value_receipt=20850,
        )

    def test_on_the_invoice_it_is_worth_what_it_was_when_it_came_in(self):
        order = self._confirm()
        payment = self._advance(order)
        entry = self._move_to_receivable(payment.move_id, 3000, 20850)
        invoice = self._invoice(order, self.RECEIPT_DAY)
        self._assign(invoice, entry)
        self._assert_one_receipt(
            order,
            kind="receipt",
            date=payment.date,
            amount=3000,
            value_receipt=20850,
            value_invoice=20700,
            fx_before_invoice=-300,
            fx_booked=150,
        )
        self._assert_money(order, 3000, 7000, "partial", -150)
        self.assertEqual(order.actual_profit, 69000 + 150)

    def test_moved_at_the_rate_of_another_day_the_exchange_entry_is_the_orders(self):
        order = self._confirm()
        payment = self._advance(order)
        entry = self._move_to_receivable(payment.move_id, 3000, 20700)
        self._assert_money(order, 3000, 7000, "partial", -150)
        self._assign(self._invoice(order, self.RECEIPT_DAY), entry)
        self._assert_one_receipt(
            order, amount=3000, value_receipt=20850, value_invoice=20700, fx_booked=150
        )
        self.assertEqual(
            self._profit_by_code(order),
            {"revenue": 70000, "fx_invoice": -1000, "fx_booked": 150},
        )
        self.assertEqual(order.actual_profit, 69150)

    def test_without_an_order_on_the_payment_the_invoice_finds_the_money(self):
        order = self._confirm()
        payment = self._advance(order, trade_order_id=False)
        self._assert_money(order, 0, 10000, "none", 0)
        entry = self._move_to_receivable(payment.move_id, 3000, 20850)
        self._assert_money(order, 0, 10000, "none", 0)
        self._assign(self._invoice(order, self.RECEIPT_DAY), entry)
        self._assert_money(order, 3000, 7000, "partial", -150)

    def test_moved_in_parts_to_two_invoices(self):
        first, second = self._confirm(), self._confirm()
        payment = self._advance(first)
        entry = self._move_to_receivable(payment.move_id, 1000, 6950)
        self._assert_money(first, 3000, 7000, "partial", -150)
        self._assign(self._invoice(second), entry)
        self._assert_money(first, 2000, 8000, "partial", -100)
        self._assert_money(second, 1000, 9000, "partial", -50)

    def test_undone_step_by_step(self):
        order = self._confirm()
        payment = self._advance(order)
        entry = self._move_to_receivable(payment.move_id, 3000, 20850)
        invoice = self._invoice(order)
        self._assign(invoice, entry)
        entry.button_draft()
        self._assert_money(order, 3000, 7000, "partial", -150)
        self.assertEqual(self._receipts(order).kind, "deposit")
        entry.action_post()
        self.assertEqual(self._receipts(order).kind, "receipt")
        payment.action_draft()
        self._assert_money(order, 0, 7000, "none", 0)
        payment.action_post()
        self._assert_money(order, 3000, 7000, "partial", -150)
        entry.line_ids.remove_move_reconcile()
        self._assert_money(order, 3000, 7000, "partial", -150)
        self.assertEqual(self._receipts(order).kind, "deposit")

    def test_a_fee_taken_from_the_advance_is_a_cost_of_the_order(self):
        order = self._confirm()
        source = self._entry(
            (self._bank_journal().default_account_id, 2970, 20641.5),
            (self._account("bank fees", "expense"), 30, 208.5),
            (self.advances, -3000, -20850),
            day=self.INVOICE_DAY,
        )
        entry = self._move_to_receivable(source, 3000, 20850)
        self._assign(self._invoice(order), entry)
        self._assert_one_receipt(order, amount=2970, value_receipt=20641.5)
        self.assertEqual(self._profit_by_code(order)["bank"], -208.5)

    def test_a_statement_line_names_the_order_on_its_line(self):
        order = self._confirm()
        bank = self._bank_journal().default_account_id
        self._entry(
            (bank, 3000, 20850),
            (self.advances, -3000, -20850),
            day=self.INVOICE_DAY,
            order=order,
        )
        self._assert_one_receipt(order, kind="deposit", amount=3000)
        self._assert_money(order, 3000, 7000, "partial", -150)
