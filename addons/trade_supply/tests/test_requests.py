import random
from datetime import timedelta

from odoo import Command, fields
from odoo.tests import freeze_time, tagged

from .common import SupplyCase


@tagged("post_install", "-at_install")
class TestRequests(SupplyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.trade_auto_request = True
        cls.company.trade_buyer_id = cls.buyer
        cls.kettle = cls.product
        cls.kettle.seller_ids = [
            Command.create({"partner_id": cls.vendor_a.id, "price": 10, "delay": 7})
        ]

    def _asked(self, order):
        """Return {product: quantity} of the open requests of the order."""
        lines = self.env["purchase.request.line"].search(
            [
                ("sale_order_id", "=", order.id),
                ("cancelled", "=", False),
                ("request_state", "not in", ("rejected", "done")),
            ]
        )
        return {
            p: sum(rows.mapped("product_qty"))
            for p, rows in lines.grouped("product_id").items()
        }

    def _to_vendor(self, order, confirm=True):
        """The buyer approves the request and turns it into a purchase order."""
        request = order.sudo().trade_request_ids.filtered(lambda r: r.state == "draft")
        request.button_to_approve()
        request.button_approved()
        wizard = (
            self.env["purchase.request.line.make.purchase.order"]
            .with_context(active_model="purchase.request", active_ids=request.ids)
            .create({"supplier_id": self.vendor_a.id})
        )
        wizard.make_purchase_order()
        purchase = request.line_ids.purchase_lines.order_id
        if confirm:
            purchase.button_confirm()
        return purchase

    def test_nothing_happens_unless_switched_on(self):
        self.company.trade_auto_request = False
        order = self._create_order((self.kettle, 500))
        order.action_confirm()
        self.assertFalse(order.trade_request_ids)

    def test_confirming_requests_exactly_what_is_short(self):
        other = self._create_product("Lamp", self.vendor_a)
        enough = self._create_product("Cup")
        self._put_stock(enough, self.ningbo, 10)
        order = self._create_order(
            (self.kettle, 500), (other, 20), (enough, 10), user=self.salesperson
        )
        order.action_confirm()
        order = order.sudo()
        request = order.trade_request_ids
        self.assertEqual(len(request), 1)
        self.assertEqual(self._asked(order), {self.kettle: 50, other: 20})
        self.assertEqual(request.sale_order_id, order)
        self.assertEqual(request.line_ids.sale_line_id, order.order_line[:2])
        self.assertEqual(order.order_line[0].trade_request_line_ids.product_qty, 50)
        self.assertEqual(request.requested_by, self.salesperson)
        self.assertEqual(request.activity_ids.user_id, self.buyer)
        self.assertIn(request.name, order.message_ids[0].body)

    def test_the_sentence_stays_until_goods_are_ordered(self):
        order = self._create_order((self.kettle, 500))
        order.action_confirm()
        self.assertEqual(self._texts(order), ["Domestic 300, overseas 150, 50 to buy"])
        self._to_vendor(order)
        self.assertEqual(
            self._texts(order), ["Domestic 300, overseas 150, incoming 50"]
        )

    def test_the_second_order_sees_what_the_first_left(self):
        first = self._create_order((self.kettle, 500))
        second = self._create_order((self.kettle, 100))
        first.action_confirm()
        self.assertEqual(self._texts(second), ["100 to buy"])
        second.action_confirm()
        self.assertEqual(self._asked(second), {self.kettle: 100})
        self.assertEqual(self._asked(first), {self.kettle: 50})

    def test_orders_confirmed_at_once_do_not_promise_the_same_goods(self):
        orders = self.env["sale.order"].union(
            *[self._create_order((self.kettle, 300)) for _n in range(2)]
        )
        orders.action_confirm()
        asked = sum(sum(self._asked(order).values()) for order in orders)
        self.assertEqual(asked, 600 - 450)

    def test_latest_ready_date_leaves_time_for_inspection_handling_and_transit(self):
        self.ningbo.trade_days_to_customer = 25
        self.company.write({"trade_inspection_days": 2, "trade_handling_days": 3})
        with freeze_time("2026-03-02 08:00:00"):
            order = self._create_order((self.kettle, 500))
            order.commitment_date = "2026-06-30 10:00:00"
            order.action_confirm()
            line = order.trade_request_ids.line_ids
            self.assertEqual(str(line.latest_ready_date), "2026-05-31")
            self.assertEqual(line.date_required, line.latest_ready_date)
            self.assertEqual(line.request_id.latest_ready_date, line.latest_ready_date)
            self.assertEqual(str(line.order_by_date), "2026-05-24")
            self.assertFalse(line.is_late)
        with freeze_time("2026-05-25 08:00:00"):
            line.invalidate_recordset()
            self.assertTrue(line.is_late)
            self.assertTrue(line.request_id.is_late)

    def test_a_new_requested_date_moves_the_request(self):
        order = self._create_order((self.kettle, 500), in_days=60)
        order.action_confirm()
        line = order.trade_request_ids.line_ids
        before = line.latest_ready_date
        order.with_user(self.salesperson).commitment_date += timedelta(days=5)
        self.assertEqual(line.latest_ready_date, before + timedelta(days=5))
        self.assertEqual(self._asked(order), {self.kettle: 50})

    def test_without_a_requested_date_there_is_no_latest_date(self):
        order = self._create_order((self.kettle, 500))
        order.action_confirm()
        line = order.trade_request_ids.line_ids
        self.assertFalse(line.latest_ready_date)
        self.assertFalse(line.is_late)
        self.assertEqual(line.date_required, fields.Date.context_today(line))

    def test_cancel_redraft_confirm_never_multiplies(self):
        order = self._create_order((self.kettle, 500))
        for _loop in range(3):
            order.action_confirm()
            self.assertEqual(self._asked(order), {self.kettle: 50})
            order.action_cancel()
            self.assertEqual(self._asked(order), {})
            self.assertEqual(order.trade_request_ids.state, "rejected")
            order.action_draft()
        self.assertEqual(len(order.trade_request_ids), 1)

    def test_the_open_request_follows_the_quantity_up_and_down(self):
        order = self._create_order((self.kettle, 500), user=self.salesperson)
        order.action_confirm()
        for quantity, asked in ((620, 170), (510, 60), (450, 0), (480, 30), (300, 0)):
            order.order_line.product_uom_qty = quantity
            wanted = {self.kettle: asked} if asked else {}
            self.assertEqual(self._asked(order.sudo()), wanted, quantity)
        self.assertEqual(len(order.sudo().trade_request_ids), 1)

    def test_a_line_added_to_a_confirmed_order_is_requested(self):
        order = self._create_order((self.kettle, 500))
        order.action_confirm()
        lamp = self._create_product("Lamp")
        order.order_line = [
            Command.create({"product_id": lamp.id, "product_uom_qty": 5})
        ]
        self.assertEqual(self._asked(order), {self.kettle: 50, lamp: 5})
        self.assertEqual(len(order.trade_request_ids), 1)

    def test_what_is_with_a_vendor_is_not_touched_but_told(self):
        order = self._create_order((self.kettle, 500))
        order.action_confirm()
        purchase = self._to_vendor(order, confirm=False)
        request = order.trade_request_ids
        order.order_line.product_uom_qty = 470
        self.assertEqual(self._asked(order), {self.kettle: 50})
        self.assertIn(purchase.name, request.message_ids[0].body)
        self.assertIn("20", request.message_ids[0].body)
        told = len(request.message_ids)
        order.commitment_date = fields.Datetime.now() + timedelta(days=90)
        self.assertEqual(len(request.message_ids), told)
        order.action_cancel()
        self.assertGreater(len(request.message_ids), told)
        self.assertEqual(purchase.order_line.product_qty, 50)
        self.assertFalse(request.line_ids.cancelled)

    def test_more_after_the_rfq_asks_for_the_difference_only(self):
        order = self._create_order((self.kettle, 500))
        order.action_confirm()
        self._to_vendor(order, confirm=False)
        order.order_line.product_uom_qty = 530
        self.assertEqual(self._asked(order), {self.kettle: 80})
        order.order_line.product_uom_qty = 500
        self.assertEqual(self._asked(order), {self.kettle: 50})

    def test_late_goods_bought_for_the_order_are_not_bought_again(self):
        order = self._create_order((self.kettle, 500), in_days=5)
        order.action_confirm()
        purchase = self._to_vendor(order)
        purchase.order_line.date_planned += timedelta(days=60)
        order.order_line.product_uom_qty = 510
        self.assertEqual(self._asked(order), {self.kettle: 60})

    def test_more_than_was_approved_has_to_be_approved_again(self):
        order = self._create_order((self.kettle, 500))
        order.action_confirm()
        request = order.trade_request_ids
        request.button_to_approve()
        request.button_approved()
        order.order_line.product_uom_qty = 490
        self.assertEqual(request.state, "approved")
        order.order_line.product_uom_qty = 520
        self.assertEqual(request.state, "to_approve")
        self.assertEqual(self._asked(order), {self.kettle: 70})

    def test_the_buyer_may_ask_for_more_until_the_shortage_changes(self):
        order = self._create_order((self.kettle, 500), in_days=90)
        order.action_confirm()
        line = order.trade_request_ids.line_ids
        line.with_user(self.buyer).product_qty = 60
        order.commitment_date += timedelta(days=3)
        self.assertEqual((line.product_qty, line.shortage_qty), (60, 50))
        order.order_line.product_uom_qty = 505
        self.assertEqual((line.product_qty, line.shortage_qty), (55, 55))

    def test_a_refusal_of_the_buyer_is_not_undone_by_confirming_again(self):
        order = self._create_order((self.kettle, 500))
        order.action_confirm()
        refused = order.trade_request_ids
        refused.button_to_approve()
        refused.button_rejected()
        order.action_cancel()
        order.action_draft()
        order.action_confirm()
        self.assertEqual(refused.state, "rejected")
        self.assertEqual(self._asked(order), {self.kettle: 50})

    def test_goods_made_or_bought_on_order_are_not_requested(self):
        mto = self.env.ref("stock.route_warehouse0_mto")
        mto.active = True
        buy = self.env.ref("purchase_stock.route_warehouse0_buy")
        made = self._create_product(
            "Engraved", self.vendor_a, route_ids=[Command.set((mto | buy).ids)]
        )
        shipped = self._create_product(
            "Direct", self.vendor_a, route_ids=[Command.set(self._dropship().ids)]
        )
        order = self._create_order((made, 5), (shipped, 5))
        self.assertEqual(self._texts(order), [False, False])
        order.action_confirm()
        self.assertFalse(order.trade_request_ids)
        bought = self.env["purchase.order.line"].search([("product_id", "=", made.id)])
        self.assertEqual(sum(bought.mapped("product_qty")), 5)

    def _dropship(self):
        """Return a route that buys straight to the customer, as dropshipping does."""
        route = self.env["stock.route"].create({"name": "Straight to the customer"})
        self.env["stock.rule"].create(
            {
                "name": "Buy to customer",
                "route_id": route.id,
                "action": "buy",
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "picking_type_id": self.ningbo.in_type_id.id,
                "company_id": self.company.id,
            }
        )
        return route

    def test_an_automatic_orderpoint_does_not_buy_the_same_again(self):
        self.company.trade_split_warehouses = True
        self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.kettle.id,
                "warehouse_id": self.ningbo.id,
                "location_id": self.ningbo.lot_stock_id.id,
                "trigger": "auto",
                "product_min_qty": 0,
                "product_max_qty": 0,
            }
        )
        order = self._create_order((self.kettle, 500))
        order.action_confirm()
        self.env["stock.warehouse.orderpoint"].search(
            [("product_id", "=", self.kettle.id)]
        ).action_replenish()
        self.assertEqual(self._asked(order), {self.kettle: 50})
        order.order_line.product_uom_qty = 540
        self.assertEqual(self._asked(order), {self.kettle: 90})
        domain = [("product_id", "=", self.kettle.id)]
        self.assertFalse(self.env["purchase.order.line"].search(domain))

    def test_requested_quantity_is_in_progress_once(self):
        order = self._create_order((self.kettle, 500))
        order.action_confirm()
        stock = self.ningbo.lot_stock_id
        progress = self.kettle._get_quantity_in_progress(stock.ids)[0]
        self.assertEqual(progress[self.kettle.id, stock.id], 50)
        self._to_vendor(order, confirm=False)
        progress = self.kettle._get_quantity_in_progress(stock.ids)[0]
        self.assertEqual(progress[self.kettle.id, stock.id], 50)
        order.trade_request_ids.line_ids.purchase_lines.order_id.button_confirm()
        progress = self.kettle._get_quantity_in_progress(stock.ids)[0]
        self.assertEqual(progress[self.kettle.id, stock.id], 0)

    def test_received_goods_end_the_shortage(self):
        order = self._create_order((self.kettle, 500))
        order.action_confirm()
        self._receive(self._to_vendor(order))
        self.assertEqual(self._texts(order), ["Domestic 350, overseas 150"])
        order.order_line.product_uom_qty = 510
        self.assertEqual(self._asked(order), {self.kettle: 60})

    def test_units_of_the_line_are_requested_in_the_products_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._create_order((self.kettle, 40, dozen))
        order.action_confirm()
        line = order.trade_request_ids.line_ids
        self.assertEqual(
            (line.product_qty, line.product_uom_id),
            (30, dozen.browse(self.kettle.uom_id.id)),
        )

    def test_buttons_lead_both_ways(self):
        order = self._create_order((self.kettle, 500))
        order.action_confirm()
        order = order.with_user(self.buyer).sudo(False)
        request = self.env["purchase.request"].search([("origin", "=", order.name)])
        action = order.sudo().action_view_purchase_requests()
        self.assertEqual(action["res_id"], request.id)
        self.assertEqual(request.action_view_sale_order()["res_id"], order.id)

    def test_confirming_costs_no_more_queries_with_more_lines(self):
        products = [self._create_product(f"P{n}") for n in range(20)]
        for product in products:
            self._put_stock(product, self.ningbo, 100)
        self._count_confirm([(p, 1) for p in products[:2]])
        extra = {}
        for size in (5, 20):
            lines = [(p, 1) for p in products[:size]]
            self.company.trade_auto_request = False
            plain = self._count_confirm(lines)
            self.company.trade_auto_request = True
            extra[size] = self._count_confirm(lines) - plain
        self.assertLessEqual(extra[20], extra[5])
        self.assertLessEqual(extra[5], 12)

    def test_requesting_costs_no_more_queries_with_more_shortages(self):
        products = [self._create_product(f"S{n}", self.vendor_a) for n in range(20)]
        self._count_confirm([(p, 1) for p in products[:2]])
        extra = {}
        for size in (5, 20):
            lines = [(p, 1) for p in products[:size]]
            self.company.trade_auto_request = False
            plain = self._count_confirm(lines)
            self.company.trade_auto_request = True
            extra[size] = self._count_confirm(lines) - plain
        self.assertLessEqual(extra[20], extra[5] + 2, extra)

    def _count_confirm(self, lines):
        order = self._create_order(*lines)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        order.action_confirm()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_whatever_happens_demand_is_covered_exactly_once(self):
        """Requested + stock = demand, after any sequence of events on three orders."""
        dice = random.Random(5)
        orders = [self._create_order((self.kettle, 200)) for _n in range(3)]
        for _step in range(25):
            self._do_something(dice, dice.choice(orders))
        for order in orders:
            self.env.invalidate_all()
            if order.state == "sale":
                order.order_line.product_uom_qty += 1
        live = [order for order in orders if order.state == "sale"]
        demand = sum(order.order_line.product_uom_qty for order in live)
        asked = sum(sum(self._asked(order).values()) for order in orders)
        self.assertGreaterEqual(asked + 450, demand)
        for order in live:
            short = order.order_line.shortage_qty
            self.assertEqual(self._asked(order).get(self.kettle, 0), short)

    def _do_something(self, dice, order):
        if order.state == "draft":
            order.action_confirm()
        elif order.state == "cancel":
            order.action_draft()
        elif dice.random() < 0.4:
            order.action_cancel()
        else:
            order.order_line.product_uom_qty = dice.randint(1, 400)
