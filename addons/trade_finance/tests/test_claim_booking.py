from odoo.exceptions import UserError
from odoo.tests import tagged

from .claim_common import ClaimCase


@tagged("post_install", "-at_install")
class TestClaimBooking(ClaimCase):
    """What is in the books after finance has confirmed."""

    def _own(self, **values):
        return self._confirm(user_id=self.anna.id, **values)

    def test_ten_thousand_dollars_lose_a_thousand_before_an_invoice(self):
        order = self._own()
        receipt = self._make_booked(order)
        self.assertEqual(receipt.state, "confirmed")
        self._assert_money(order, 10000, 0, "paid", -1000)
        self.assertEqual(self._receipts(order).kind, "deposit")

    def test_an_open_invoice_is_settled_and_the_loss_is_split(self):
        order = self._own()
        invoice = self._invoice(order)
        self._make_booked(order)
        self.assertEqual(invoice.payment_state, "paid")
        self._assert_money(order, 10000, 0, "paid", -1000)
        self.assertRecordValues(
            self._receipts(order),
            [{"kind": "receipt", "fx_before_invoice": -500, "fx_booked": -500}],
        )

    def test_a_fee_we_bear_is_an_expense_of_the_order(self):
        order = self._own()
        invoice = self._invoice(order)
        receipt = self._make_booked(order, 9975, fee_amount=25)
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(self._liquidity(receipt.sudo().payment_ids), 9975)
        self.assertEqual(order.amount_received, 9975)
        self.assertEqual(order.amount_outstanding, 0)
        fees = self.env["account.move.line"].search(
            [("account_id", "=", self.fee_account.id)]
        )
        self.assertEqual(sum(fees.mapped("balance")), 172.5)
        self.assertAlmostEqual(self._profit_by_code(order)["bank"], -172.5)

    def test_a_fee_counts_for_the_order_before_there_is_an_invoice(self):
        order = self._own()
        receipt = self._make_booked(order, 9975, fee_amount=25)
        self.assertEqual(self._profit_by_code(order), {"bank": -172.5})
        self._assert_money(order, 9975, 0, "paid", -997.5)
        invoice = self._invoice(order)
        self._assert_money(order, 9975, 0, "paid", -997.5)
        credit = receipt.sudo().payment_ids._seek_for_lines()[1]
        invoice.js_assign_outstanding_line(credit.id)
        self._assert_money(order, 9975, 0, "paid", -997.5)
        self.assertAlmostEqual(self._profit_by_code(order)["bank"], -172.5)

    def test_a_deposit_with_a_fee_is_taken_by_two_invoices(self):
        order = self._own()
        receipt = self._make_booked(order, 4975, fee_amount=25)
        self._assert_money(order, 4975, 5000, "partial")
        invoice = self._post(self._down_payment(order, 30))
        credit = receipt.sudo().payment_ids._seek_for_lines()[1]
        invoice.js_assign_outstanding_line(credit.id)
        self._assert_money(order, 4975, 5000, "partial")
        self._invoice(order).js_assign_outstanding_line(credit.id)
        self._assert_money(order, 4975, 5000, "partial")

    def test_a_fee_the_customer_bears_is_still_owed(self):
        order = self._own()
        invoice = self._invoice(order)
        self._make_booked(order, 9975, fee_amount=25, fee_bearer="customer")
        self.assertEqual(invoice.amount_residual, 25)
        self._assert_money(order, 9975, 25, "partial")
        self.assertNotIn("bank", self._profit_by_code(order))

    def test_money_for_two_orders_makes_two_payments_of_its_amount(self):
        first, second = self._own(), self._own(quantity=5)
        receipt = self._register(9975.01, fee_amount=24.99)
        self._claim(receipt, (first, 6666.67), (second, 3333.33))
        payments = self._book(receipt)
        self.assertEqual(payments.mapped("trade_order_id"), first | second)
        self.assertEqual(self._liquidity(payments), 9975.01)
        self.assertEqual(self._liquidity(payments, "balance"), 68827.57)
        self._invoice(first)
        self._invoice(second)
        for payment in payments:
            credit = payment._seek_for_lines()[1]
            payment.trade_order_id.invoice_ids.js_assign_outstanding_line(credit.id)
        self.assertAlmostEqual(first.amount_outstanding, 3333.33)
        self.assertAlmostEqual(second.amount_outstanding, 1666.67)

    def test_cents_are_never_lost_in_the_books(self):
        orders = [self._own(quantity=1) for _order in range(3)]
        receipt = self._register(1000.01)
        parts = zip(orders, (333.33, 333.34, 333.34), strict=True)
        self._claim(receipt, *parts)
        payments = self._book(receipt)
        self.assertEqual(self._liquidity(payments), 1000.01)
        self.assertEqual(self._liquidity(payments, "balance"), 6900.07)

    def test_a_deposit_is_taken_by_the_invoice_and_the_balance_follows(self):
        order = self._own()
        payment = self._make_booked(order, 3000, date=self.INVOICE_DAY)
        payment = payment.sudo().payment_ids
        self._assert_money(order, 3000, 7000, "partial", -150)
        invoice = self._invoice(order)
        invoice.js_assign_outstanding_line(payment._seek_for_lines()[1].id)
        self._assert_money(order, 3000, 7000, "partial", -150)
        self._make_booked(order, 7000)
        self.assertEqual(invoice.payment_state, "paid")
        self._assert_money(order, 10000, 0, "paid", -850)

    def test_yuan_settle_an_order_in_dollars_at_the_agreed_amount(self):
        order = self._own()
        invoice = self._invoice(order)
        receipt = self._register(69500, "CNY")
        self._claim(receipt, (order, 69500, 10000))
        self._book(receipt)
        self.assertEqual(invoice.payment_state, "paid")
        self._assert_money(order, 10000, 0, "paid", -500)

    def test_yuan_count_at_the_rate_of_the_day_unless_agreed_otherwise(self):
        order = self._own()
        receipt = self._register(20700, "CNY")
        self._claim(receipt, (order, 20700, 3000))
        self.assertEqual(receipt.line_ids._origin.order_amount, 3000)
        self._book(receipt)
        self._assert_money(order, 3000, 7000, "partial", -300)

    def test_dollars_for_an_order_in_yuan_are_worth_what_the_books_say(self):
        pricelist = self._create_pricelist("CNY")
        order = self._own(pricelist_id=pricelist.id, price=6900)
        invoice = self._invoice(order)
        receipt = self._register(10000)
        self._claim(receipt, (order, 10000, 69000))
        self._book(receipt)
        self.assertEqual(invoice.payment_state, "paid")
        self._assert_money(order, 69000, 0, "paid", 0)

    def test_a_slip_of_the_pen_is_no_agreed_rate(self):
        order = self._own()
        for settled in (9999, 10):
            receipt = self._register(1000, "CNY")
            self._claim(receipt, (order, 1000, settled))
            with self.assertRaisesRegex(UserError, f"{settled:,}.00.*144.93"):
                self._book(receipt)
            self.assertEqual(receipt.state, "claimed")
            self.assertFalse(receipt.sudo().payment_ids)

    def test_another_value_than_the_books_is_refused(self):
        pricelist = self._create_pricelist("CNY")
        order = self._own(pricelist_id=pricelist.id, price=6900)
        receipt = self._register(10000)
        self._claim(receipt, (order, 10000, 70000))
        with self.assertRaisesRegex(Exception, "worth"):
            self._book(receipt)
        self.assertEqual(receipt.state, "claimed")

    def test_what_is_left_over_is_the_customers_credit(self):
        order = self._own()
        receipt = self._register(12000)
        self._claim(receipt, (order, 10000))
        self.assertEqual(receipt.rest_partner_id, self.customer)
        payments = self._book(receipt)
        rest = payments.filtered(lambda payment: not payment.trade_order_id)
        self.assertRecordValues(
            rest,
            [{"partner_id": self.customer.id, "amount": 2000, "state": "in_process"}],
        )
        self.assertEqual(self._liquidity(payments), 12000)
        self._assert_money(order, 10000, 0, "paid")

    def test_the_oldest_due_invoice_is_settled_first(self):
        order = self._own()
        later = self._down_payment(order, 20)
        later.invoice_date_due = "2026-03-20"
        earlier = self._down_payment(order, 30)
        earlier.invoice_date_due = "2026-03-18"
        self._post(later | earlier)
        self._make_booked(order, 4000)
        self.assertEqual(earlier.amount_residual, 0)
        self.assertEqual(later.amount_residual, 1000)

    def test_the_named_invoice_is_settled(self):
        order = self._own()
        later = self._post(self._down_payment(order, 20))
        earlier = self._post(self._down_payment(order, 30))
        receipt = self._register(2000)
        self._claim(receipt, (order, 2000))
        receipt.line_ids.invoice_id = later
        self._book(receipt)
        self.assertEqual((later.amount_residual, earlier.amount_residual), (0, 3000))

    def test_an_invoice_of_two_orders_does_not_take_the_money_of_one(self):
        first, second = self._own(quantity=6), self._own(quantity=4)
        invoice = self._invoice(first | second)
        self.assertEqual(len(invoice), 1)
        self._make_booked(first, 6000)
        self.assertEqual(invoice.amount_residual, 10000)
        self._assert_money(first, 6000, 0, "paid")
        self._assert_money(second, 0, 4000, "none")

    def test_an_invoice_of_two_orders_is_settled_when_both_are_paid(self):
        first, second = self._own(quantity=6), self._own(quantity=4)
        invoice = self._invoice(first | second)
        receipt = self._register(10000)
        self._claim(receipt, (first, 6000), (second, 4000))
        self._book(receipt)
        self.assertEqual(invoice.payment_state, "paid")
        self._assert_money(first, 6000, 0, "paid")
        self._assert_money(second, 4000, 0, "paid")

    def test_undoing_the_booking_opens_everything_again(self):
        order = self._own()
        invoice = self._invoice(order)
        receipt = self._make_booked(order)
        receipt.with_user(self.accountant)._reset("wrong bank", "claimed")
        self.assertEqual(receipt.state, "claimed")
        self.assertEqual(receipt.return_reason, "wrong bank")
        self.assertEqual(receipt.sudo().payment_ids.mapped("state"), ["canceled"])
        self.assertEqual(invoice.amount_residual, 10000)
        self._assert_money(order, 0, 10000, "none", 0)
        payments = self._book(receipt)
        self.assertEqual(len(payments), 2)
        self._assert_money(order, 10000, 0, "paid", -1000)

    def test_undone_money_of_somebody_else_is_unclaimed(self):
        receipt = self._make_booked(self._own())
        receipt.with_user(self.accountant)._reset("not theirs", "unclaimed")
        self.assertRecordValues(
            receipt,
            [
                {
                    "state": "unclaimed",
                    "claimer_id": False,
                    "return_reason": "not theirs",
                }
            ],
        )
        self.assertFalse(receipt.line_ids)

    def test_a_cancelled_payment_of_a_confirmed_receipt_is_shown(self):
        receipt = self._make_booked(self._own())
        self.assertFalse(receipt.is_payment_missing)
        receipt.sudo().payment_ids.action_cancel()
        self.assertTrue(receipt.is_payment_missing)

    def test_several_receipts_are_confirmed_at_once(self):
        order = self._own()
        receipts = self._register(4000) | self._register(6000)
        for receipt in receipts:
            self._claim(receipt, (order, receipt.amount))
        self._book(receipts)
        self.assertEqual(receipts.mapped("state"), ["confirmed"] * 2)
        self._assert_money(order, 10000, 0, "paid")
