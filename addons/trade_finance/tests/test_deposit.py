from odoo.tests import tagged

from .common import FinanceCase


@tagged("post_install", "-at_install")
class TestDeposit(FinanceCase):
    """Money tied to an order before there is an invoice."""

    def test_a_deposit_counts_until_the_invoice_takes_it(self):
        order = self._confirm()
        payment = self._deposit(order, 3000, self.INVOICE_DAY)
        self._assert_money(order, 3000, 7000, "partial", -150)
        self.assertRecordValues(
            self._receipts(order),
            [
                {
                    "kind": "deposit",
                    "move_id": False,
                    "fx_booked": 0,
                    "value_receipt": 20850,
                }
            ],
        )
        invoice = self._invoice(order, self.RECEIPT_DAY)
        self._assert_money(order, 3000, 7000, "partial", -150)
        line = payment.move_id.line_ids.filtered(
            lambda item: item.account_id.account_type == "asset_receivable"
        )
        invoice.js_assign_outstanding_line(line.id)
        self._assert_money(order, 3000, 7000, "partial", -150)
        self.assertRecordValues(
            self._receipts(order),
            [{"kind": "receipt", "fx_before_invoice": -300, "fx_booked": 150}],
        )

    def test_a_deposit_in_draft_or_cancelled_does_not_count(self):
        order = self._confirm()
        payment = self._deposit(order, 3000, post=False)
        self._assert_money(order, 0, 10000, "none", 0)
        payment.action_post()
        self._assert_money(order, 3000, 7000, "partial")
        payment.action_draft()
        self._assert_money(order, 0, 10000, "none", 0)

    def test_a_deposit_in_company_currency_counts_at_the_rate_of_its_day(self):
        order = self._confirm()
        self._deposit(order, 20700, self.RECEIPT_DAY, currency="CNY")
        self._assert_money(order, 3000, 7000, "partial", -300)

    def test_a_deposit_paid_back_is_nothing_received(self):
        order = self._confirm()
        payment = self._deposit(order, 3000)
        back = payment.copy({"payment_type": "outbound", "trade_order_id": order.id})
        back.date = payment.date
        back.action_post()
        self._assert_money(order, 0, 10000, "none", 0)

    def test_too_much_money_is_named(self):
        order = self._confirm()
        self._pay(self._invoice(order))
        self._deposit(order, 500)
        self._assert_money(order, 10500, -500, "overpaid")

    def test_a_deposit_on_a_quotation_is_no_debt(self):
        order = self._create_order()
        self._deposit(order, 3000)
        self._assert_money(order, 3000, -3000, "overpaid", 0)
