import random

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common_stock import StockCase

SEQUENCES, STEPS = 8, 7
DAYS = ("2026-03-02", "2026-03-16", "2026-04-08")


@tagged("post_install", "-at_install")
class TestCogs(StockCase):
    """Where valuation is perpetual, the sheets are the books also of the goods."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.trade_auto_estimate = True

    def test_goods_delivered_and_not_invoiced_are_no_cost_in_the_books_yet(self):
        self._receive(self.average, 20, 350)
        order = self._order_goods(self.average)
        self._deliver(order, 4)
        self.assertEqual(
            self._actual(order), {"product": -1400, "cogs_difference": 1400}
        )
        self._assert_ledger(order)
        self.assertEqual(order.expected_profit, order.estimated_profit)
        self._deliver(order)
        self.assertEqual(order.expected_profit, order.estimated_profit)
        self._assert_ledger(order)

    def test_once_delivered_and_invoiced_the_difference_is_gone(self):
        self._receive(self.fifo, 20, 350)
        order = self._order_goods(self.fifo)
        self._invoice(order, self.ORDER_DAY)
        self.assertEqual(order.actual_profit, 7000 - 3500)
        self.assertEqual(order.expected_profit, 3500)
        self._deliver(order)
        self.assertEqual(self._actual(order), {"revenue": 7000, "product": -3500})
        self._assert_ledger(order)
        self.assertEqual(order.expected_profit, 3500)

    def test_average_cost_moved_between_delivery_and_invoice_shows(self):
        self._receive(self.average, 10, 300)
        order = self._order_goods(self.average, 5)
        self._deliver(order)
        self._receive(self.average, 5, 400)
        self._invoice(order, self.ORDER_DAY)
        cost = round(5 * self.average.standard_price, 2)
        self.assertNotEqual(cost, 1500)
        self.assertEqual(
            self._actual(order),
            {
                "revenue": 3500,
                "product": -1500,
                "cogs_difference": round(1500 - cost, 2),
            },
        )
        self.assertEqual(self._sheet(order)["cogs_difference"][2], 0)
        self._assert_ledger(order)

    def test_a_refund_without_return_and_a_return_without_refund(self):
        self._receive(self.fifo, 20, 350)
        refunded, returned = self._order_goods(self.fifo), self._order_goods(self.fifo)
        for order in refunded | returned:
            self._deliver(order)
            self._invoice(order, self.ORDER_DAY)
        self._reverse(refunded.invoice_ids, self.ORDER_DAY)
        self.assertEqual(
            self._actual(refunded), {"product": -3500, "cogs_difference": 3500}
        )
        self.assertEqual(refunded.expected_profit, -3500)
        self._return(returned.picking_ids, 4)
        self.assertEqual(
            self._actual(returned),
            {"revenue": 7000, "product": -2100, "cogs_difference": -1400},
        )
        self._assert_ledger(refunded | returned)

    def test_an_invoice_of_two_orders_and_one_cancelled_by_its_reversal(self):
        self._receive(self.average, 20, 350)
        orders = self._order_goods(self.average, 3) | self._order_goods(self.average, 4)
        for order in orders:
            self._deliver(order)
        invoice = self._invoice(orders, self.ORDER_DAY)
        self.assertEqual(self._actual(orders[1]), {"revenue": 2800, "product": -1400})
        self._assert_ledger(orders)
        invoice._reverse_moves(
            [{"date": invoice.date, "invoice_date": invoice.date}], cancel=True
        )
        self._assert_ledger(orders)
        self.assertEqual(orders.mapped("actual_profit"), [0, 0])

    def test_an_invoice_in_draft_has_no_cost_of_goods(self):
        self._receive(self.average, 20, 350)
        order = self._order_goods(self.average)
        invoice = self._invoice(order, self.ORDER_DAY)
        invoice.button_draft()
        self._assert_ledger(order)
        self.assertEqual(order.actual_profit, 0)
        invoice.action_post()
        self._assert_ledger(order)
        self.assertEqual(order.actual_profit, 3500)

    def test_periodic_valuation_has_no_such_line(self):
        self._receive(self.periodic, 20, 350)
        order = self._order_goods(self.periodic)
        self._deliver(order)
        self._invoice(order, self.ORDER_DAY)
        self.assertEqual(self._actual(order), {"revenue": 7000, "product": -3500})

    def test_a_change_of_the_valuation_shows_at_once(self):
        self._receive(self.periodic, 20, 350)
        order = self._order_goods(self.periodic)
        self._deliver(order)
        self.assertEqual(order.actual_profit, -3500)
        self.periodic.categ_id.property_valuation = "real_time"
        self.assertEqual(order.actual_profit, 0)
        self.periodic.categ_id = self._create_goods("x", "average", "periodic").categ_id
        self.assertEqual(order.actual_profit, -3500)

    def test_both_valuations_on_one_order(self):
        self._receive(self.periodic, 20, 200)
        self._receive(self.fifo, 20, 350)
        order = self._create_order(product=self.fifo, price=100)
        order.order_line = [
            Command.create(
                {
                    "product_id": self.periodic.id,
                    "product_uom_qty": 10,
                    "price_unit": 50,
                    "tax_ids": [Command.clear()],
                }
            )
        ]
        order.action_confirm()
        self._deliver(order)
        self.assertEqual(
            self._actual(order), {"product": -5500, "cogs_difference": 3500}
        )

    def test_a_bill_at_another_price_after_the_delivery(self):
        purchase = self._receive(self.fifo, 10, 350, bill=False)
        order = self._order_goods(self.fifo)
        self._deliver(order)
        self._bill_purchase(purchase, price=380)
        self._invoice(order, self.ORDER_DAY)
        self._assert_ledger(order)

    # == Goods that do not go through the stock ==

    def _dropship(self, order, price):
        """Let the vendor ship to the customer; return the purchase order."""
        purchase = self.env["purchase.order"].create(
            {
                "partner_id": self.vendor.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": order.order_line.product_id.id,
                            "product_qty": 10,
                            "price_unit": price,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        purchase.button_confirm()
        picking = purchase.picking_ids
        customers = self.env.ref("stock.stock_location_customers")
        picking.location_dest_id = customers
        picking.move_ids.write(
            {
                "location_dest_id": customers.id,
                "sale_line_id": order.order_line.id,
                "quantity": 10,
                "picked": True,
            }
        )
        picking.button_validate()
        return purchase

    def test_dropshipped_goods_cost_what_their_bill_says_once(self):
        order = self._order_goods(self.periodic)
        purchase = self._dropship(order, 320)
        self.assertTrue(purchase.picking_ids.move_ids.is_dropship)
        self.assertEqual(purchase.picking_ids.move_ids.value, 0)
        self.assertEqual(self._actual(order), {})
        bill = self._bill_purchase(purchase)
        self.assertEqual(bill.invoice_line_ids.trade_order_id, order)
        self.assertEqual(self._actual(order), {"product": -3200})
        self._reverse(bill, self.ORDER_DAY)
        self.assertEqual(self._actual(order), {})

    def test_goods_in_perpetual_valuation_dropshipped(self):
        order = self._order_goods(self.fifo)
        self._bill_purchase(self._dropship(order, 320))
        self._invoice(order, self.ORDER_DAY)
        self.assertEqual(self._actual(order), {"revenue": 7000, "product": -3200})
        self._assert_ledger(order)

    def test_goods_bought_for_the_order_through_the_stock_count_once(self):
        order = self._order_goods(self.fifo)
        route = self.env.ref("stock.route_warehouse0_mto", raise_if_not_found=False)
        self.assertTrue(route)
        purchase = self._receive(self.fifo, 10, 350)
        out = order.picking_ids.move_ids
        out.move_orig_ids = purchase.picking_ids.move_ids  # as the route chains them
        line = purchase.invoice_ids.invoice_line_ids
        self.assertFalse(line.trade_order_id)
        with self.assertRaisesRegex(ValidationError, "by their delivery"):
            line.trade_order_id = order
        line.invalidate_recordset()
        self._deliver(order)
        self._invoice(order, self.ORDER_DAY)
        self.assertEqual(self._actual(order), {"revenue": 7000, "product": -3500})

    def test_a_bill_on_a_balance_sheet_account_is_no_cost(self):
        order = self._order_goods(self.fifo)
        bill = self._bill(order, 500)
        self.assertEqual(order.actual_profit, -500)
        bill.button_draft()
        bill.invoice_line_ids.account_id = self._account("accrued", "liability_current")
        bill.action_post()
        self.assertEqual(order.actual_profit, 0)
        self._assert_ledger(order)

    # == Random histories ==

    def _draw_orders(self, dice):
        products = (self.average, self.fifo)
        for product in products:
            self._receive(product, 15, dice.randint(200, 400))
            product.invoice_policy = dice.choice(["order", "delivery"])
        return self.env["sale.order"].union(
            *(self._order_goods(dice.choice(products), 6) for _order in range(3))
        )

    def _event_receive(self, dice, orders):
        product = dice.choice((self.average, self.fifo))
        price = round(dice.uniform(150, 450), 2)
        purchase = self._receive(product, dice.randint(1, 9), price, bill=False)
        if dice.random() < 0.7:
            self._bill_purchase(purchase, round(price * dice.uniform(0.9, 1.1), 2))

    def _event_deliver(self, dice, orders):
        todo = orders.picking_ids.filtered(
            lambda p: p.state not in ("done", "cancel")
        ).sale_id
        if todo:
            self._deliver(dice.choice(todo), dice.choice([1, 2, None]))

    def _event_invoice(self, dice, orders):
        todo = orders.filtered(lambda order: order.invoice_status == "to invoice")
        if todo:
            chosen = todo if dice.random() < 0.3 else dice.choice(todo)
            self._invoice(chosen, dice.choice(DAYS))

    def _event_refund(self, dice, orders):
        invoices = orders.invoice_ids.filtered(
            lambda move: move.state == "posted" and move.move_type == "out_invoice"
        )
        if invoices:
            self._reverse(dice.choice(invoices), dice.choice(DAYS))

    def _event_return(self, dice, orders):
        done = orders.picking_ids.filtered(
            lambda p: p.state == "done" and p.picking_type_code == "outgoing"
        )
        if done:
            self._return(dice.choice(done), 1)

    def _event_draft(self, dice, orders):
        invoices = orders.invoice_ids.filtered(lambda move: move.state == "posted")
        if invoices:
            invoice = dice.choice(invoices)
            invoice.button_draft()
            self._assert_ledger(orders, "draft")
            if dice.random() < 0.5:
                invoice.action_post()

    def _event_bill(self, dice, orders):
        self._bill(dice.choice(orders), round(dice.uniform(10, 300), 2))

    def test_random_histories_tie_to_the_books(self):
        events = [
            self._event_receive,
            self._event_deliver,
            self._event_deliver,
            self._event_invoice,
            self._event_invoice,
            self._event_refund,
            self._event_return,
            self._event_draft,
            self._event_bill,
        ]
        for seed in range(SEQUENCES):
            dice = random.Random(seed)
            with self.env.cr.savepoint() as savepoint:
                orders = self._draw_orders(dice)
                for _step in range(STEPS):
                    event = dice.choice(events)
                    event(dice, orders)
                    self._assert_ledger(orders, f"seed {seed}: {event.__name__}")
                savepoint.rollback()
            self.env.invalidate_all()
