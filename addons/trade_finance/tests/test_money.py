from odoo.tests import freeze_time, tagged

from .common import FinanceCase


@tagged("post_install", "-at_install")
class TestMoney(FinanceCase):
    """USD 10,000 in a company in CNY: 7.00 ordered, 6.95 invoiced, 6.90 received."""

    @freeze_time(FinanceCase.ORDER_DAY)
    def _confirm(self, **values):
        order = self._create_order(**values)
        order.action_confirm()
        return order

    def test_seed(self):
        order = self._confirm()
        self.assertEqual(order.trade_rate, 7.0)
        self.assertEqual(order.amount_outstanding, 10000)
        invoice = self._invoice(order)
        self.assertEqual(order.amount_outstanding, 10000)
        self._pay(invoice)
        self.assertRecordValues(
            order,
            [
                {
                    "amount_received": 10000,
                    "amount_outstanding": 0,
                    "receipt_status": "paid",
                    "fx_difference": -1000,
                }
            ],
        )
        self.assertRecordValues(
            self._receipts(order),
            [
                {
                    "amount": 10000,
                    "value_order": 70000,
                    "value_invoice": 69500,
                    "value_receipt": 69000,
                    "fx_before_invoice": -500,
                    "fx_booked": -500,
                    "fx_difference": -1000,
                }
            ],
        )
        self.assertEqual(
            self._profit_by_code(order),
            {"revenue": 70000, "fx_invoice": -500, "fx_booked": -500},
        )
        self.assertEqual(order.actual_profit, 69000)

    def test_order_policy(self):
        self.company.trade_fx_policy = "order"
        order = self._confirm()
        invoice = self._invoice(order)
        self.assertEqual(invoice.amount_total_signed, 70000)
        self._pay(invoice)
        self.assertRecordValues(
            self._receipts(order),
            [{"fx_before_invoice": 0, "fx_booked": -1000, "fx_difference": -1000}],
        )
        self.assertEqual(
            self._profit_by_code(order), {"revenue": 70000, "fx_booked": -1000}
        )

    def test_bank_fee_is_not_money_but_a_cost(self):
        order = self._confirm()
        invoice = self._invoice(order)
        self._pay_with_fee(invoice, 9990.0)
        self.assertEqual(order.amount_received, 9990)
        self.assertEqual(order.receipt_status, "paid")
        self.assertEqual(self._receipts(order).value_receipt, 68931)
        self.assertEqual(
            self._profit_by_code(order),
            {"revenue": 70000, "fx_invoice": -500, "fx_booked": -500, "bank": -69},
        )
