import random

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import FinanceCase


@tagged("post_install", "-at_install")
class TestSpread(FinanceCase):
    """One bill for several orders: shared to the last cent, whatever happens to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.machine.write({"weight": 20.0, "volume": 0.5})
        cls.toy = cls._create_product("Toy", weight=1.0, volume=0.0)
        cls.first = cls._confirm(quantity=1)
        cls.second = cls._confirm(quantity=3)
        cls.third = cls._confirm(quantity=20, price=50.0, product=cls.toy)
        cls.orders = cls.first | cls.second | cls.third
        cls.accountant = cls._create_user("spread", "account.group_account_invoice")

    def _create_bill(self, *amounts, post=True, **values):
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.vendor.id,
                "invoice_date": self.INVOICE_DAY,
                "date": self.INVOICE_DAY,
                "currency_id": self.company.currency_id.id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": self.service.id,
                            "quantity": 1,
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                        }
                    )
                    for amount in amounts
                ],
                **values,
            }
        )
        if post:
            bill.action_post()
        return bill

    def _open(self, bill, method="equal", orders=None, user=None):
        action = bill.action_trade_spread()
        return (
            self.env[action["res_model"]]
            .with_user(user or self.env.user)
            .with_context(**action["context"])
            .create(
                {
                    "order_ids": [Command.set((orders or self.orders).ids)],
                    "method": method,
                }
            )
        )

    def _spread(self, bill, method="equal", orders=None, **values):
        wizard = self._open(bill, method, orders)
        wizard.write(values)
        wizard.action_spread()
        return wizard

    def _assert_costs(self, *costs):
        self.assertEqual(self.orders.mapped("actual_profit"), [-cost for cost in costs])
        by_order = dict(
            self.env["trade.profit.line"]._read_group(
                [("order_id", "in", self.orders.ids)], ["order_id"], ["actual:sum"]
            )
        )
        for order, cost in zip(self.orders, costs, strict=True):
            self.assertAlmostEqual(by_order.get(order, 0.0), -cost, 2)

    def test_each_method_shares_by_its_own_measure(self):
        bill = self._create_bill(1000)
        for method, costs in (
            ("equal", (333.33, 333.34, 333.33)),
            ("quantity", (41.67, 125.0, 833.33)),
            ("weight", (200, 600, 200)),
            ("volume", (250, 750, 0)),
            ("value", (200, 600, 200)),
        ):
            wizard = self._spread(bill, method)
            self.assertEqual(wizard.preview_ids.mapped("cost"), list(costs), method)
            self._assert_costs(*costs)

    def test_the_accountant_sees_beforehand_what_each_order_gets(self):
        bill = self._create_bill(100, 50.01)
        with Form(
            self.env["trade.spread.wizard"]
            .with_user(self.accountant)
            .with_context(default_move_id=bill.id)
        ) as form:
            for order in self.orders:
                form.order_ids.add(order)
            form.method = "weight"
            shown = [
                row["amount"] for row in form._values["preview_ids"]._data.values()
            ]
        self.assertEqual(shown, [30.0, 90.01, 30.0])
        wizard = form.record
        self.assertEqual(wizard.preview_ids.mapped("amount"), shown)
        wizard.action_spread()
        self._assert_costs(30.0, 90.01, 30.0)
        self.assertEqual(
            bill.invoice_line_ids[0].trade_spread,
            ", ".join(self.orders.mapped("name")),
        )

    def test_spreading_again_replaces_and_clearing_takes_away(self):
        bill = self._create_bill(90)
        self._spread(bill, cost_type_id=self._cost_type("freight").id)
        self._assert_costs(30, 30, 30)
        self.assertEqual(self._profit_by_code(self.first), {"freight": -30})
        self._spread(bill, "equal", self.first | self.second)
        self._assert_costs(45, 45, 0)
        wizard = self._open(bill)
        wizard.action_clear()
        self._assert_costs(0, 0, 0)
        self.assertFalse(bill.trade_share_ids)

    def test_the_spread_survives_the_draft_and_takes_the_new_amount(self):
        bill = self._create_bill(90, post=False)
        self._spread(bill)
        self._assert_costs(0, 0, 0)
        bill.action_post()
        self._assert_costs(30, 30, 30)
        bill.button_draft()
        self._assert_costs(0, 0, 0)
        bill.invoice_line_ids.price_unit = 120
        bill.action_post()
        self._assert_costs(40, 40, 40)

    def test_a_refund_takes_the_spread_over(self):
        bill = self._create_bill(100.01, 50)
        self._spread(bill, "weight")
        refund = self._reverse(bill)
        self.assertEqual(len(refund.invoice_line_ids.trade_spread_ids), 6)
        self._assert_costs(0, 0, 0)

    def test_a_corrected_bill_takes_the_spread_over(self):
        bill = self._create_bill(90)
        self._spread(bill)
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=bill.ids)
            .create({"journal_id": bill.journal_id.id, "date": self.INVOICE_DAY})
        )
        wizard.modify_moves()
        corrected = wizard.new_move_ids
        self._assert_costs(0, 0, 0)
        corrected.invoice_line_ids.price_unit = 60
        self._post(corrected)
        self._assert_costs(20, 20, 20)

    def test_a_bill_in_dollars_and_its_exchange_difference_are_shared(self):
        usd = self._currency("USD").id
        bill = self._create_bill(100, currency_id=usd)
        self._spread(bill, "equal", self.first | self.second)
        self._assert_costs(347.5, 347.5, 0)
        self._pay(bill)
        self._assert_costs(345, 345, 0)

    def test_random_spreads_add_up(self):
        dice = random.Random(11)
        for _case in range(8):
            amounts = [round(dice.uniform(1, 900), 2) for _line in range(3)]
            bill = self._create_bill(*amounts)
            before = sum(self.orders.mapped("actual_profit"))
            wizard = self._open(bill, dice.choice(["equal", "quantity", "value"]))
            preview = {row.order_id: row.cost for row in wizard.preview_ids}
            own = {order: order.actual_profit for order in self.orders}
            wizard.action_spread()
            after = sum(self.orders.mapped("actual_profit"))
            self.assertAlmostEqual(before - after, sum(amounts), 2)
            for order in self.orders:
                cost = own[order] - order.actual_profit
                self.assertAlmostEqual(cost, preview[order], 2)

    # == Refusals ==

    def _assert_refused(self, sentence, bill, method="equal", orders=None):
        wizard = self._open(bill, method, orders)
        with self.assertRaisesRegex(UserError, sentence):
            wizard.action_spread()
        self.assertFalse(bill.invoice_line_ids.trade_spread_ids)

    def test_orders_that_all_count_nothing_are_refused(self):
        bill = self._create_bill(90)
        self._assert_refused("count nothing", bill, "volume", self.third)

    def test_a_line_of_one_order_cannot_be_spread(self):
        bill = self._bill(self.first, 90)
        self._assert_refused("no line to spread", bill)
        wizard = self._open(bill)
        wizard.line_ids = bill.invoice_line_ids
        with self.assertRaisesRegex(UserError, "names one order already"):
            wizard.action_spread()
        other = self._create_bill(50)
        self._spread(other)
        with self.assertRaisesRegex(ValidationError, "Clear the spread"):
            other.invoice_line_ids.trade_order_id = self.first

    def test_goods_of_the_stock_cannot_be_spread(self):
        goods = self._create_product("Drill", is_storable=True)
        purchase = self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "order_line": [Command.create({"product_id": goods.id})],
            }
        )
        purchase.button_confirm()
        purchase.picking_ids.move_ids.write({"quantity": 1, "picked": True})
        purchase.picking_ids.button_validate()
        purchase.action_create_invoice()
        bill = purchase.invoice_ids
        self._assert_refused("no line to spread", bill)
        wizard = self._open(bill)
        wizard.line_ids = bill.invoice_line_ids
        with self.assertRaisesRegex(UserError, "by their delivery"):
            wizard.action_spread()

    def test_orders_of_another_company_are_refused(self):
        other = self._create_trade_company("Hamburg Test", "EUR", "de")
        foreign = (
            self.env["sale.order"]
            .with_context(allowed_company_ids=[self.company.id, other.id])
            .create({"partner_id": self.customer.id, "company_id": other.id})
        )
        bill = self._create_bill(90).with_context(
            allowed_company_ids=[self.company.id, other.id]
        )
        wizard = self._open(bill, orders=self.first)
        wizard = wizard.with_context(allowed_company_ids=[self.company.id, other.id])
        wizard.order_ids |= foreign
        with self.assertRaisesRegex(UserError, "not orders of"):
            wizard.action_spread()

    def test_customer_invoices_cannot_be_spread(self):
        invoice = self._invoice(self.first)
        wizard = self._open(invoice)
        wizard.line_ids = invoice.invoice_line_ids
        with self.assertRaisesRegex(UserError, "one vendor bill"):
            wizard.action_spread()

    def test_closed_orders_are_refused_where_the_company_wants_that(self):
        bill = self._create_bill(90)
        self.second.action_trade_close()
        self._spread(bill)
        self.company.trade_closed_blocks = True
        wizard = self._open(bill)
        with self.assertRaisesRegex(UserError, "is closed"):
            wizard.action_spread()
        with self.assertRaisesRegex(UserError, "is closed"):
            wizard.action_clear()
        self._assert_costs(30, 30, 30)

    def test_salespeople_do_not_spread_bills(self):
        user = self._create_user("spread.sales", "sales_team.group_sale_manager")
        bill = self._create_bill(90)
        with self.assertRaises(AccessError):
            self._open(bill, user=user)
