from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.trade_supply.tests.common import SupplyCase


@tagged("post_install", "-at_install")
class TestDepositGate(SupplyCase):
    """30 % with the order; 50 pieces are short and have to be bought."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.trade_instalment_plan = True
        cls.company.trade_gate_deposit = True
        cls.company.trade_auto_request = True
        cls.term = cls.env["account.payment.term"].create(
            {
                "name": "T/T",
                "line_ids": [
                    Command.create(
                        {"value_amount": 30, "nb_days": 0, "trade_event": "production"}
                    ),
                    Command.create(
                        {"value_amount": 70, "nb_days": 0, "trade_event": "shipment"}
                    ),
                ],
            }
        )
        cls.currency = cls._create_order((cls.product, 1)).currency_id.name
        cls.product.taxes_id = False
        cls.manager = cls._create_user(
            "boss", "sales_team.group_sale_manager", "trade_base.group_trade_manager"
        )

    def _sell(self, **values):
        """Confirm an order of 10,000: 500 pieces, of which 50 are short."""
        order = self._create_order(
            (self.product, 500), payment_term_id=self.term.id, **values
        )
        order.action_confirm()
        order.trade_request_ids.button_to_approve()
        order.trade_request_ids.button_approved()
        return order

    def _pay_deposit(self, order, amount):
        payment = self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": order.partner_id.id,
                "amount": amount,
                "currency_id": order.currency_id.id,
                "journal_id": self.env["account.journal"]
                .search(
                    [("type", "=", "bank"), ("company_id", "=", self.company.id)],
                    limit=1,
                )
                .id,
                "trade_order_id": order.id,
            }
        )
        payment.action_post()

    def _ask_vendor(self, order):
        """Turn the order's request into an RFQ, as the buyer does."""
        request = order.trade_request_ids
        wizard = (
            self.env["purchase.request.line.make.purchase.order"]
            .with_user(self.buyer)
            .with_context(active_model="purchase.request", active_ids=request.ids)
            .create({"supplier_id": self.vendor_a.id})
        )
        action = wizard.make_purchase_order()
        purchase = self.env["purchase.order"].search(action["domain"])
        purchase.order_line.price_unit = 10
        return purchase

    def test_no_vendor_is_asked_before_the_deposit(self):
        order = self._sell()
        with self.assertRaisesRegex(
            UserError, f"{order.name} waits.*{self.currency} 3,000.00"
        ):
            self._ask_vendor(order)
        self._pay_deposit(order, 2000)
        with self.assertRaisesRegex(UserError, f"{self.currency} 1,000.00"):
            self._ask_vendor(order)
        self._pay_deposit(order, 1000)
        purchase = self._ask_vendor(order).with_user(self.buyer)
        purchase.button_confirm()
        self.assertEqual(purchase.state, "purchase")
        self.assertTrue(order.instalment_ids[0].event_date)

    def test_an_rfq_from_before_is_not_confirmed(self):
        self.company.trade_gate_deposit = False
        purchase = self._ask_vendor(self._sell()).with_user(self.buyer)
        self.company.trade_gate_deposit = True
        with self.assertRaisesRegex(UserError, "waits for its deposit"):
            purchase.button_confirm()
        self.assertEqual(purchase.state, "draft")

    def test_the_second_approval_asks_again(self):
        self.company.write({"po_double_validation": "two_step"})
        self.company.po_double_validation_amount = 1
        order = self._sell()
        self._pay_deposit(order, 3000)
        purchase = self._ask_vendor(order)
        purchase.with_user(self.buyer).button_confirm()
        self.assertEqual(purchase.state, "to approve")
        payment = self.env["account.payment"].search(
            [("trade_order_id", "=", order.id)]
        )
        payment.action_draft()
        with self.assertRaisesRegex(UserError, "waits for its deposit"):
            purchase.button_approve()
        payment.action_post()
        purchase.button_approve()
        self.assertEqual(purchase.state, "purchase")

    def test_a_manager_lets_it_pass_with_a_reason_in_both_chatters(self):
        order = self._sell()
        waivers = self.env["trade.payment.waiver"]
        values = {"order_id": order.id, "gate": "deposit", "reason": "slip seen"}
        with self.assertRaises(AccessError):
            waivers.with_user(self.salesperson).create(values)
        with self.assertRaisesRegex(UserError, "Say why"):
            waivers.with_user(self.manager).create({**values, "reason": "  "})
        waivers.with_user(self.manager).create(values)
        purchase = self._ask_vendor(order)
        purchase.with_user(self.buyer).button_confirm()
        for record in (order, purchase):
            notes = " ".join(record.message_ids.mapped("body"))
            self.assertIn("boss", notes)
            self.assertIn("slip seen", notes)
        order._action_cancel()
        order.action_draft()
        order.action_confirm()
        self.assertTrue(order._get_payment_gate_message("deposit"))

    def test_an_order_from_before_is_judged_by_its_term(self):
        self.company.trade_instalment_plan = False
        order = self._sell()
        self.assertFalse(order.instalment_ids)
        with self.assertRaisesRegex(UserError, f"{self.currency} 3,000.00"):
            self._ask_vendor(order)
        self._pay_deposit(order, 3000)
        self.assertTrue(self._ask_vendor(order))

    def test_without_setting_deposit_or_sales_order_nothing_is_stopped(self):
        self.company.trade_gate_deposit = False
        self._ask_vendor(self._sell()).button_confirm()
        self.company.trade_gate_deposit = True
        self.term = self.env["account.payment.term"].create({"name": "Net"})
        self._ask_vendor(self._sell()).button_confirm()
        stock = self._create_purchase(self.vendor_b, self.product, 100)
        stock.with_user(self.buyer).button_confirm()
        self.assertEqual(stock.state, "purchase")

    def test_goods_bought_to_order_wait_too(self):
        buy = self.env.ref("purchase_stock.route_warehouse0_buy")
        mto = self.env.ref("stock.route_warehouse0_mto")
        mto.active = True
        product = self._create_product("Special", vendor=self.vendor_a)
        product.write(
            {"route_ids": [Command.set((buy | mto).ids)], "taxes_id": [Command.clear()]}
        )
        order = self._create_order((product, 10), payment_term_id=self.term.id)
        order.action_confirm()
        purchase = order._get_purchase_orders()
        self.assertTrue(purchase)
        with self.assertRaisesRegex(UserError, f"{self.currency} 60.00"):
            purchase.with_user(self.buyer).button_confirm()
