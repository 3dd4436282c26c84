import random

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged

from odoo.addons.trade_finance.tests.common_stock import StockCase


@tagged("post_install", "-at_install")
class TestLandedCost(StockCase):
    """Freight of a receipt that is billed when part of the goods has left already."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sold = cls.env["sale.order"]
        cls.freight = cls._create_product(
            "Inbound freight", type="service", landed_cost_ok=True
        )

    def _land(self, receipts, amount, method="by_quantity", day="2026-03-20"):
        """Put `amount` on the goods of `receipts` (purchase orders or pickings)."""
        if receipts._name == "purchase.order":
            receipts = receipts.picking_ids
        with freeze_time(day):
            cost = self.env["stock.landed.cost"].create(
                {
                    "picking_ids": [Command.set(receipts.ids)],
                    "account_journal_id": self.company.account_stock_journal_id.id,
                    "cost_lines": [
                        Command.create(
                            {
                                "product_id": self.freight.id,
                                "price_unit": amount,
                                "split_method": method,
                                "account_id": self._account("freight", "expense").id,
                            }
                        )
                    ],
                }
            )
            cost.button_validate()
        return cost

    def _late(self, orders):
        return [self._actual(order).get("landed_cost", 0.0) for order in orders]

    def _capitalised(self, cost):
        """Return what the books took onto the stock."""
        entry = cost.account_move_id
        return sum(
            entry.line_ids.filtered(
                lambda line: line.account_id.internal_group == "asset"
            ).mapped("balance")
        )

    def _delivered(self, product, *quantities):
        orders = self.env["sale.order"]
        for number, quantity in enumerate(quantities):
            order = self._order_goods(product, quantity)
            self._deliver(order, day=f"2026-03-{10 + number}")
            orders |= order
        return orders

    def test_what_left_before_bears_its_part(self):
        for product in (self.average, self.fifo):
            purchase = self._receive(product, 10, 10)
            orders = self._delivered(product, 3, 1)
            cost = self._land(purchase, 50)
            self.assertEqual(self._late(orders), [-15, -5])
            self.assertEqual(self._capitalised(cost), 30)
            for order in orders:
                self.assertEqual(
                    order.actual_profit,
                    sum(row[1] for row in self._sheet(order).values()),
                )
            later = self._delivered(product, 6)
            self.assertEqual(self._late(later), [0])
            self.assertEqual(self._actual(later)["product"], -90)

    def test_goods_of_earlier_receipts_do_not_bear_it(self):
        self._receive(self.fifo, 10, 10)
        second = self._receive(self.fifo, 10, 12, day="2026-03-05")
        orders = self._delivered(self.fifo, 8, 5)
        cost = self._land(second, 100)
        self.assertEqual(self._late(orders), [0, -30])
        self.assertEqual(self._capitalised(cost), 70)

    def test_goods_of_later_receipts_do_not_take_the_deliveries(self):
        first = self._receive(self.fifo, 10, 10)
        self._receive(self.fifo, 10, 12, day="2026-03-05")
        orders = self._delivered(self.fifo, 8, 5)
        cost = self._land(first, 100)
        self.assertEqual(self._late(orders), [-80, -20])
        self.assertEqual(self._capitalised(cost), 0)

    def test_in_time_nothing_is_late(self):
        purchase = self._receive(self.average, 10, 10)
        self._land(purchase, 50)
        order = self._delivered(self.average, 4)
        self.assertEqual(self._late(order), [0])
        self.assertEqual(self._actual(order)["product"], -60)

    def test_goods_that_came_back_left_all_the_same(self):
        purchase = self._receive(self.fifo, 10, 10)
        order = self._delivered(self.fifo, 4)
        self._return(order.picking_ids, 1, day="2026-03-15")
        cost = self._land(purchase, 50)
        self.assertEqual(self._capitalised(cost), 30)
        self.assertEqual(self._late(order), [-20])

    def test_a_landed_cost_on_a_delivery_is_its_orders(self):
        self._receive(self.fifo, 10, 10)
        order = self._delivered(self.fifo, 4)
        self._land(order.picking_ids, 33)
        self.assertEqual(self._late(order), [-33])

    def test_goods_in_periodic_valuation_too(self):
        purchase = self._receive(self.periodic, 10, 10)
        order = self._delivered(self.periodic, 4)
        cost = self._land(purchase, 50)
        self.assertFalse(cost.account_move_id)
        self.assertEqual(self._late(order), [-20])

    def test_stock_without_a_receipt_leaves_first(self):
        self.env["stock.quant"]._update_available_quantity(
            self.fifo, self.warehouse.lot_stock_id, 5
        )
        purchase = self._receive(self.fifo, 10, 10)
        order = self._delivered(self.fifo, 7)
        self._land(purchase, 50)
        self.assertEqual(self._late(order), [-10])

    def test_random_landed_costs_add_up(self):
        dice = random.Random(6)
        for product in (self.average, self.fifo):
            purchases = self._receive(product, 9, 10)
            purchases |= self._receive(product, 7, 11, day="2026-03-04")
            purchases |= self._receive(product, 8, 12, day="2026-03-06")
            orders = self._delivered(product, *(dice.randint(1, 6) for _n in range(4)))
            for day in ("2026-03-20", "2026-03-21", "2026-03-22"):
                chosen = dice.choice(purchases)
                amount = round(dice.uniform(10, 300), 2)
                before = sum(self._late(orders))
                cost = self._land(chosen, amount, day=day)
                late = before - sum(self._late(orders))
                self.assertAlmostEqual(late + self._capitalised(cost), amount, 2)
                self._deliver_one_more(product, day)

    def _deliver_one_more(self, product, day):
        order = self._order_goods(product, 1)
        self._deliver(order, day=day)
        self.assertEqual(self._late(order), [0])

    def test_a_bill_line_of_an_order_is_no_landed_cost(self):
        purchase = self._receive(self.fifo, 10, 10)
        order = self._delivered(self.fifo, 4)
        bill = self._bill(order, 50)
        bill.invoice_line_ids.is_landed_costs_line = True
        cost = self.env["stock.landed.cost"].create(
            {
                "picking_ids": [Command.set(purchase.picking_ids.ids)],
                "vendor_bill_id": bill.id,
                "account_journal_id": self.company.account_stock_journal_id.id,
                "cost_lines": [
                    Command.create(
                        {
                            "product_id": self.freight.id,
                            "price_unit": 50,
                            "split_method": "equal",
                        }
                    )
                ],
            }
        )
        with self.assertRaisesRegex(UserError, "count twice"):
            cost.button_validate()
        self.assertEqual(cost.state, "draft")
        bill.invoice_line_ids.trade_order_id = False
        cost.button_validate()
        with self.assertRaises(ValidationError):
            bill.invoice_line_ids.trade_order_id = order

    def test_the_sheets_stay_the_books(self):
        for product in (self.average, self.fifo):
            purchase = self._receive(product, 10, 10)
            orders = self._delivered(product, 4)
            freight = self._bill(orders, 50)
            freight.button_draft()
            freight.invoice_line_ids.write(
                {
                    "trade_order_id": False,
                    "account_id": self._account("freight", "expense").id,
                }
            )
            freight.action_post()
            self._land(purchase, 50)
            orders |= self._delivered(product, 6)
            for order in orders:
                self._invoice(order, self.ORDER_DAY)
            self.sold |= orders
            self._assert_ledger(self.sold)
            self.assertEqual(self._late(orders), [-20, 0])

    def test_the_line_opens_the_landed_cost(self):
        purchase = self._receive(self.fifo, 10, 10)
        order = self._delivered(self.fifo, 4)
        cost = self._land(purchase, 50)
        line = self.env["trade.profit.line"].search(
            [("order_id", "=", order.id), ("cost_type_id.code", "=", "landed_cost")]
        )
        action = line.action_open_source()
        self.assertEqual((action["res_model"], action["res_id"]), (cost._name, cost.id))

    def test_an_accountant_validates_without_the_right_to_see_profit(self):
        purchase = self._receive(self.fifo, 10, 10)
        order = self._delivered(self.fifo, 4)
        user = self._create_user(
            "landed", "stock.group_stock_manager", "account.group_account_invoice"
        )
        cost = self.env["stock.landed.cost"].create(
            {
                "picking_ids": [Command.set(purchase.picking_ids.ids)],
                "account_journal_id": self.company.account_stock_journal_id.id,
                "cost_lines": [
                    Command.create(
                        {
                            "product_id": self.freight.id,
                            "price_unit": 50,
                            "split_method": "equal",
                        }
                    )
                ],
            }
        )
        cost.with_user(user).button_validate()
        self.assertEqual(self._late(order), [-20])
