from odoo import Command
from odoo.tests import tagged

from .common import FinanceCase


@tagged("post_install", "-at_install")
class TestReceipt(FinanceCase):
    """USD 10,000 in a company in CNY: 7.00 ordered, 6.95 invoiced, 6.90 received."""

    def test_the_seed_with_the_rate_of_the_invoice(self):
        order = self._confirm()
        self._assert_money(order, 0, 10000, "none", 0)
        invoice = self._invoice(order)
        self._assert_money(order, 0, 10000, "none", 0)
        self._pay(invoice)
        self._assert_money(order, 10000, 0, "paid", -1000)
        self.assertRecordValues(
            self._receipts(order),
            [
                {
                    "kind": "receipt",
                    "move_id": invoice.id,
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

    def test_the_seed_with_the_rate_of_the_order(self):
        self.company.trade_fx_policy = "order"
        order = self._confirm()
        self._pay(self._invoice(order))
        self.assertRecordValues(
            self._receipts(order),
            [{"fx_before_invoice": 0, "fx_booked": -1000, "fx_difference": -1000}],
        )
        self.assertEqual(
            self._profit_by_code(order), {"revenue": 70000, "fx_booked": -1000}
        )

    def test_thirty_seventy(self):
        order = self._confirm()
        down_payment = self._post(self._down_payment(order, 30), self.ORDER_DAY)
        self._pay(down_payment, day=self.INVOICE_DAY)
        self._assert_money(order, 3000, 7000, "partial", -150)
        invoice = self._invoice(order)
        self.assertEqual(invoice.amount_total, 7000)
        self._pay(invoice, 2000)
        self._assert_money(order, 5000, 5000, "partial", -350)
        self._pay(invoice)
        self._assert_money(order, 10000, 0, "paid", -850)
        self.assertEqual(order.actual_profit, 69150)

    def test_two_payments_of_one_invoice(self):
        order = self._confirm()
        invoice = self._invoice(order)
        self._pay(invoice, 3000, self.INVOICE_DAY)
        self._pay(invoice, 7000)
        rows = self._receipts(order).sorted("date")
        self.assertEqual(rows.mapped("amount"), [3000, 7000])
        self.assertEqual(rows.mapped("fx_booked"), [0, -350])
        self._assert_money(order, 10000, 0, "paid", -850)

    def test_a_credit_note_is_no_receipt(self):
        order = self._confirm()
        invoice = self._invoice(order)
        refund = self._reverse(invoice, amount=1000)
        lines = (invoice | refund).line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        )
        lines.reconcile()
        self._assert_money(order, 0, 9000, "none", 0)
        self.assertFalse(self._receipts(order))
        self._pay(invoice)
        self._assert_money(order, 9000, 0, "paid", -900)
        self.assertAlmostEqual(order.actual_profit, 62100, 2)

    def test_money_paid_back_counts_against_the_receipts(self):
        order = self._confirm()
        invoice = self._invoice(order)
        self._pay(invoice)
        self._pay(self._reverse(invoice, amount=1000))
        self._assert_money(order, 9000, 0, "paid")
        payout = self._receipts(order).filtered(lambda row: row.kind == "payout")
        self.assertEqual((payout.amount, payout.value_receipt), (-1000, -6900))

    def test_an_invoice_that_was_replaced_is_owed_once(self):
        order = self._confirm()
        invoice = self._invoice(order)
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id, "date": self.INVOICE_DAY})
        )
        wizard.modify_moves()
        self._post(wizard.new_move_ids)
        self._assert_money(order, 0, 10000, "none")

    def test_two_orders_on_one_invoice_share_to_the_cent(self):
        first, second = (
            self._confirm(quantity=1, price=33.33),
            self._confirm(price=66.67),
        )
        invoice = self._invoice(first | second)
        self.assertEqual(len(invoice), 1)
        shares = self.env["trade.order.share"].search([("move_id", "=", invoice.id)])
        self.assertEqual(shares.order_id, first | second)
        self._pay(invoice, 100.01)
        rows = self._receipts(first | second)
        self.assertAlmostEqual(sum(rows.mapped("amount")), 100.01, 2)
        self.assertEqual(len(set(rows.ids)), 2)
        self._pay(invoice)
        self._assert_money(first, 33.33, 0, "paid")
        self._assert_money(second, 666.7, 0, "paid")
        rows = self._receipts(first | second)
        money = self.env["account.payment"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertAlmostEqual(
            sum(rows.mapped("value_receipt")),
            sum(money.mapped("amount_company_currency_signed")),
            2,
        )

    def test_what_belongs_to_no_order_is_nobodys(self):
        order = self._confirm()
        invoice = order._create_invoices()
        invoice.invoice_line_ids = [
            Command.create(
                {"product_id": self.service.id, "price_unit": 2500, "tax_ids": False}
            )
        ]
        self._post(invoice)
        self._pay(invoice)
        self._assert_money(order, 10000, 0, "paid", -1000)

    def test_a_payment_in_draft_is_no_receipt(self):
        order = self._confirm()
        payment = self._pay(self._invoice(order))
        payment.action_draft()
        self._assert_money(order, 0, 10000, "none", 0)
        payment.action_post()
        self._assert_money(order, 10000, 0, "paid", -1000)
        payment.action_draft()
        payment.action_cancel()
        self._assert_money(order, 0, 10000, "none", 0)
        self.assertEqual(order.actual_profit, 69500)

    def test_an_invoice_in_draft_has_no_receipts(self):
        order = self._confirm()
        invoice = self._invoice(order)
        self._pay(invoice)
        invoice.button_draft()
        self._assert_money(order, 0, 10000, "none", 0)
        invoice.action_post()
        self._assert_money(order, 10000, 0, "paid", -1000)

    def test_unreconciled_money_is_no_receipt(self):
        order = self._confirm()
        invoice = self._invoice(order)
        self._pay(invoice)
        invoice.line_ids.remove_move_reconcile()
        self._assert_money(order, 0, 10000, "none", 0)
        self.assertEqual(
            self._profit_by_code(order), {"revenue": 70000, "fx_invoice": -500}
        )

    def test_a_payment_in_company_currency(self):
        order = self._confirm()
        self._pay(self._invoice(order), currency_id=self.company.currency_id.id)
        self._assert_money(order, 10000, 0, "paid", -1000)
        self.assertEqual(self._receipts(order).value_receipt, 69000)

    def test_a_bank_fee_is_no_money_but_a_cost(self):
        order = self._confirm()
        self._pay_with_fee(self._invoice(order), 9990.0)
        self._assert_money(order, 9990, 0, "paid", -999)
        self.assertEqual(self._receipts(order).value_receipt, 68931)
        self.assertEqual(
            self._profit_by_code(order),
            {"revenue": 70000, "fx_invoice": -500, "fx_booked": -500, "bank": -69},
        )

    def test_a_written_off_claim_is_no_receipt(self):
        order = self._confirm()
        invoice = self._invoice(order)
        due = invoice.line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        )
        entry = self.env["account.move"].create(
            {
                "date": self.INVOICE_DAY,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "partner_id": self.customer.id,
                            "currency_id": due.currency_id.id,
                            "amount_currency": sign * 10000,
                            "balance": sign * 69500,
                        }
                    )
                    for sign, account in (
                        (-1, due.account_id),
                        (1, self._account("bad debts", "expense")),
                    )
                ],
            }
        )
        entry.action_post()
        (
            due | entry.line_ids.filtered(lambda x: x.account_id == due.account_id)
        ).reconcile()
        self._assert_money(order, 0, 0, "none", 0)
        self.assertEqual(order.actual_profit, 0)

    def test_an_order_without_a_rate_compares_with_the_invoice(self):
        order = self._confirm()
        order.trade_rate = 0.0
        self._pay(self._invoice(order))
        self.assertRecordValues(
            self._receipts(order),
            [{"fx_before_invoice": 0, "fx_booked": -500, "fx_difference": -500}],
        )
