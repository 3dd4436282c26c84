from odoo import Command
from odoo.tests import tagged

from .claim_common import ClaimCase


@tagged("post_install", "-at_install")
class TestClaimSuggestion(ClaimCase):
    """Which orders money may be for, and why."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._confirm(user_id=cls.anna.id)

    def _suggest(self, receipt, user=None):
        receipt = receipt.with_user(user or self.anna)
        return receipt._get_suggestions()[receipt]

    def _codes(self, receipt, order=None):
        order = order or self.order
        for suggestion in self._suggest(receipt):
            if suggestion.order == order:
                return [reason.code for reason in suggestion.reasons]
        return []

    def test_name_amount_and_number_are_written_out(self):
        receipt = self._register(
            10000, payer="ROTTERDAM TOOLS B.V.", memo=f"PI {self.order.name} USD"
        )
        self.assertEqual(
            self._codes(receipt), ["reference", "name", "amount", "currency"]
        )
        text = receipt.with_user(self.anna).suggestion
        for part in (self.order.name, "Rotterdam Tools", "outstanding", "reference"):
            self.assertIn(part, text)

    def test_a_stranger_with_another_amount_is_nobody(self):
        receipt = self._register(1234.5, payer="ACME INC")
        self.assertFalse(self._suggest(receipt))
        self.assertFalse(receipt.with_user(self.anna).suggestion)

    def test_the_number_alone_finds_an_order(self):
        receipt = self._register(5, "CNY", payer="X", memo=self.order.name.lower())
        self.assertEqual(self._codes(receipt), ["reference"])
        self.order.client_order_ref = "PO-2026-0815"
        receipt = self._register(5, "CNY", payer="X", memo="your PO 2026 0815")
        self.assertEqual(self._codes(receipt), ["reference"])

    def test_the_number_of_an_invoice_finds_its_order(self):
        invoice = self._invoice(self.order)
        receipt = self._register(
            5, "CNY", payer="X", memo=invoice.name.replace("/", " ")
        )
        self.assertEqual(self._codes(receipt), ["reference"])

    def test_a_fee_may_be_missing_but_no_more(self):
        receipt = self._register(9970, payer="X")
        self.assertEqual(self._codes(receipt), ["short", "currency"])
        self.assertIn("30.00", receipt.with_user(self.anna).suggestion)
        self.assertFalse(self._codes(self._register(9600, payer="X")))
        self.company.trade_claim_tolerance = 5
        self.assertTrue(self._codes(self._register(9600, payer="X")))

    def test_a_deposit_of_the_payment_term_is_expected(self):
        self.order.payment_term_id = self.env["account.payment.term"].create(
            {
                "name": "30/70",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": percent, "nb_days": days}
                    )
                    for percent, days in ((30, 0), (70, 60))
                ],
            }
        )
        receipt = self._register(3000, payer="X")
        self.assertEqual(self._codes(receipt), ["amount", "currency"])
        self.assertIn("deposit of 30 %", receipt.with_user(self.anna).suggestion)

    def test_the_open_amount_of_one_invoice_is_expected(self):
        invoice = self._post(self._down_payment(self.order, 20))
        receipt = self._register(2000, payer="X")
        self.assertEqual(self._codes(receipt), ["amount", "currency"])
        self.assertIn(invoice.name, receipt.with_user(self.anna).suggestion)

    def test_other_names_accounts_and_old_payers_are_known(self):
        self.customer.trade_payer_names = "Blue Agent\nGreen Holding"
        receipt = self._register(5, "CNY", payer="GREEN HOLDING LTD.")
        self.assertEqual(self._codes(receipt), ["name"])
        self.env["res.partner.bank"].create(
            {"acc_number": "NL91 ABNA 0417 1643 00", "partner_id": self.customer.id}
        )
        receipt = self._register(
            5, "CNY", payer="?", payer_account="nl91abna0417164300"
        )
        self.assertEqual(self._codes(receipt), ["account"])
        old = self._register(100, payer="RED SEA TRADING")
        self._claim(old, (self.order, 100))
        self._book(old)
        receipt = self._register(5, "CNY", payer="Red Sea Trading Co., Ltd.")
        self.assertEqual(self._codes(receipt), ["past"])

    def test_the_likeliest_comes_first_and_is_proposed(self):
        twin = self._confirm(user_id=self.anna.id, quantity=3)
        receipt = self._register(3000, memo=f"for {twin.name}")
        found = self._suggest(receipt)
        self.assertEqual([one.order for one in found], [twin, self.order])
        action = receipt.with_user(self.anna).action_open_claim()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(wizard.line_ids.mapped("amount"), [3000, 0])
        self.assertEqual(wizard.amount_rest, 0)
        self.assertTrue(all(wizard.line_ids.mapped("reasons")))

    def test_equally_likely_orders_are_left_to_the_salesperson(self):
        self._confirm(user_id=self.anna.id)
        action = self._register().with_user(self.anna).action_open_claim()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(wizard.line_ids.mapped("amount"), [0, 0])

    def test_paid_and_cancelled_orders_are_not_suggested(self):
        self._make_booked(self.order)
        receipt = self._register()
        self.assertFalse(self._codes(receipt))
        other = self._create_order(user_id=self.anna.id)
        self.assertTrue(self._codes(receipt, other))
        other._action_cancel()
        self.assertFalse(self._codes(receipt, other))

    def test_only_orders_one_may_open_are_suggested(self):
        receipt = self._register(memo=self.order.name)
        self.assertTrue(self._suggest(receipt, self.anna))
        self.assertFalse(self._suggest(receipt, self.ben))
        self.assertFalse(receipt.with_user(self.ben).suggestion)
        self.assertTrue(self._suggest(receipt, self.accountant))

    # == Queries ==

    def test_the_list_of_finance_costs_the_same_for_2_and_40(self):
        receipts = self.env["trade.receipt.claim"]
        for number in range(40):
            receipts |= self._register(100 + number)
        for receipt in receipts[::2]:
            self._claim(receipt, (self.order, 1))
        receipts = receipts.with_user(self.accountant)
        view = receipts.get_views([(False, "list")])["models"]
        names = [*view["trade.receipt.claim"]["fields"], "order_ids", "payment_ids"]
        few = receipts[19:21]
        self._count(few, names)
        self.assertEqual(self._count(few, names), self._count(receipts, names))

    def _count(self, receipts, names):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        receipts.web_read({name: {} for name in names})
        return self.env.cr.sql_log_count - before

    def test_suggestions_for_40_receipts_cost_what_2_cost(self):
        receipts = self.env["trade.receipt.claim"]
        for number in range(40):
            order = self._create_order(quantity=number + 1, user_id=self.anna.id)
            receipts |= self._register(1000 * (number + 1), memo=order.name)
        receipts = receipts.with_user(self.anna)
        names = ["name", "age", "payer", "amount", "state", "suggestion"]
        self._count(receipts[:2], names)
        few, many = self._count(receipts[:2], names), self._count(receipts, names)
        self.assertEqual(few, many)
        self.assertLessEqual(many, 25)
        self.assertTrue(all(receipts.mapped("suggestion")))
