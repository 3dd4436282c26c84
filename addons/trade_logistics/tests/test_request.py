import contextlib
import random

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .common import LogisticsCase


@tagged("post_install", "-at_install")
class TestRequest(LogisticsCase):
    def test_nothing_happens_while_the_setting_is_off(self):
        order = self._create_order([(self.lamp, 5)])
        order.action_confirm()
        self.assertFalse(order.shipment_ids)
        self.assertFalse(order.shipment_status)

    def test_confirming_hands_the_goods_to_logistics(self):
        self.company.trade_auto_shipment = True
        service = self._create_product("Advice", type="service")
        order = self._create_order(
            [(self.lamp, 100), (self.chair, 20), (service, 1)],
            commitment_date="2026-05-04 20:00:00",
            incoterm=self.env.ref("account.incoterm_CIF").id,
        )
        order.with_user(self.seller).action_confirm()
        shipment = order.shipment_ids
        self.assertRecordValues(
            shipment,
            [
                {
                    "state": "requested",
                    "company_id": self.company.id,
                    "partner_id": self.customer.id,
                    "consignee_id": self.customer.id,
                    "destination": "Rotterdam, Netherlands",
                    "transport_mode": "1",
                    "port_loading_id": self.ningbo.id,
                    "port_discharge_id": self.rotterdam.id,
                    "incoterm_id": self.env.ref("account.incoterm_CIF").id,
                    "weight": 360,
                    "volume": 5,
                }
            ],
        )
        self.assertEqual(shipment.line_ids.mapped("quantity"), [100, 20])
        self.assertEqual(order.shipment_status, "requested")
        self.assertRegex(shipment.name, r"^SHP/\d{4}/\d+$")

    def test_the_requested_day_is_the_day_where_the_seller_is(self):
        self.company.trade_auto_shipment = True
        self.seller.tz = "Asia/Shanghai"
        order = self._create_order(
            [(self.lamp, 1)], commitment_date="2026-05-04 20:00:00"
        )
        order.with_user(self.seller).with_context(tz="Asia/Shanghai").action_confirm()
        self.assertEqual(str(order.shipment_ids.requested_date), "2026-05-05")

    def test_an_order_of_services_makes_no_request(self):
        self.company.trade_auto_shipment = True
        order = self._create_order([(self._create_product("Fee", type="service"), 1)])
        order.action_confirm()
        self.assertFalse(order.shipment_ids)
        with self.assertRaisesRegex(UserError, "There is nothing to ship"):
            order.with_user(self.seller).action_request_shipment()

    def test_goods_that_come_back_are_not_shipped_and_stop_no_order(self):
        self.company.trade_auto_shipment = True
        order = self._create_order([(self.lamp, 10), (self.chair, -2)])
        order.with_user(self.seller).action_confirm()
        self.assertEqual(order.shipment_ids.line_ids.product_id, self.lamp)

    def test_a_request_that_lost_all_its_goods_is_cancelled(self):
        self.company.trade_auto_shipment = True
        order = self._create_order([(self.lamp, 10)])
        order.action_confirm()
        request = order.shipment_ids
        line = order.order_line.with_user(self.seller)
        line.product_uom_qty = 0
        self.assertEqual(request.state, "cancel")
        line.product_uom_qty = 5
        self.assertEqual(order.shipment_ids.line_ids.quantity, 5)
        self.assertEqual(order.shipment_ids.state, "requested")

    def test_the_shipment_of_a_cancelled_order_is_not_reopened(self):
        shipment = self._create_shipment()
        shipment.order_ids._action_cancel()
        with self.assertRaisesRegex(ValidationError, "cannot be shipped"):
            shipment.with_user(self.clerk).action_reopen()

    def test_a_salesperson_requests_by_hand_only_once(self):
        order = self._create_order([(self.lamp, 5)])
        order.action_confirm()
        action = order.with_user(self.seller).action_request_shipment()
        self.assertEqual(action["res_id"], order.shipment_ids.id)
        with self.assertRaisesRegex(UserError, "All goods of this order"):
            order.with_user(self.seller).action_request_shipment()

    def test_changes_of_the_order_follow_and_never_multiply(self):
        self.company.trade_auto_shipment = True
        order = self._create_order([(self.lamp, 5)])
        order.action_confirm()
        shipment = order.shipment_ids
        order.order_line.product_uom_qty = 8
        self.assertEqual(shipment.line_ids.quantity, 8)
        order.order_line.product_uom_qty = 3
        self.assertEqual(shipment.line_ids.quantity, 3)
        order.order_line = [
            Command.create({"product_id": self.chair.id, "product_uom_qty": 2})
        ]
        self.assertEqual(order.shipment_ids, shipment)
        self.assertEqual(shipment.line_ids.mapped("quantity"), [3, 2])

    def test_what_is_booked_is_not_taken_back_by_a_smaller_order(self):
        shipment = self._create_shipment([(self.lamp, 10)])
        shipment.action_book()
        with self.assertRaisesRegex(ValidationError, "are booked on SHP/"):
            shipment.order_ids.order_line.product_uom_qty = 6

    def test_more_of_a_booked_order_becomes_a_second_request(self):
        self.company.trade_auto_shipment = True
        shipment = self._create_shipment([(self.lamp, 10)])
        shipment.action_book()
        order = shipment.order_ids
        order.order_line.product_uom_qty = 16
        second = order.shipment_ids - shipment
        self.assertEqual(second.line_ids.quantity, 6)
        self.assertEqual(order.shipment_status, "requested")

    def test_never_more_than_ordered(self):
        shipment = self._create_shipment([(self.lamp, 10)])
        line = shipment.line_ids
        with self.assertRaisesRegex(ValidationError, "ordered 10 .* hold 1 more"):
            line.quantity = 11
        line.quantity = 4
        with self.assertRaisesRegex(ValidationError, "hold 1 more"):
            shipment.copy({"line_ids": []}).line_ids = [
                Command.create({"sale_line_id": line.sale_line_id.id, "quantity": 7})
            ]

    def test_the_rest_of_an_order_is_proposed_on_another_shipment(self):
        shipment = self._create_shipment([(self.lamp, 10)])
        shipment.line_ids.quantity = 4
        with Form(self.env["trade.shipment"]) as form, form.line_ids.new() as line:
            line.sale_line_id = shipment.line_ids.sale_line_id
            self.assertEqual(line.quantity, 6)
        self.assertEqual(form.record.order_ids, shipment.order_ids)

    def test_only_goods_of_confirmed_orders_are_shipped(self):
        draft = self._create_order([(self.lamp, 10)])
        shipment = self._create_shipment()
        with self.assertRaisesRegex(ValidationError, "cannot be shipped"):
            shipment.line_ids = [
                Command.create({"sale_line_id": draft.order_line.id, "quantity": 1})
            ]

    def test_cancelling_the_order_cancels_its_open_shipment(self):
        for booked in (False, True):
            shipment = self._create_shipment()
            if booked:
                shipment.action_book()
            order = shipment.order_ids
            order.with_user(self.seller)._action_cancel()
            self.assertEqual(shipment.state, "cancel")
            self.assertFalse(order.shipment_status)

    def test_goods_of_another_order_stay_when_one_is_cancelled(self):
        shipment = self._create_shipment([(self.lamp, 10)])
        other = self._create_order([(self.chair, 2)])
        other.action_confirm()
        shipment.line_ids = [
            Command.create({"sale_line_id": other.order_line.id, "quantity": 2})
        ]
        other._action_cancel()
        self.assertEqual(shipment.state, "requested")
        self.assertEqual(shipment.line_ids.product_id, self.lamp)

    def test_cancelling_the_order_leaves_what_is_at_sea(self):
        shipment = self._create_shipment()
        shipment.action_book()
        shipment._record_event("DEPA", "ACT", "2026-03-01 04:00:00")
        shipment.order_ids._action_cancel()
        self.assertEqual(shipment.state, "departed")

    def test_an_order_confirmed_again_gets_one_new_request(self):
        self.company.trade_auto_shipment = True
        order = self._create_order([(self.lamp, 10)])
        for _round in range(3):
            order.action_confirm()
            order._action_cancel()
            order.action_draft()
        order.action_confirm()
        live = order.shipment_ids.filtered(lambda s: s.state != "cancel")
        self.assertEqual(live.line_ids.quantity, 10)
        with self.assertRaisesRegex(ValidationError, "hold 10 more"):
            (order.shipment_ids - live)[0].action_reopen()

    def test_whatever_happens_shipped_and_open_make_what_is_ordered(self):
        """Change, split, book, cancel and reopen in random order; refusals are fine."""
        chance = random.Random(20260401)
        self.company.trade_auto_shipment = True
        order = self._create_order([(self.lamp, 50), (self.chair, 20)])
        order.action_confirm()

        def change():
            chance.choice(order.order_line).product_uom_qty = chance.randint(0, 60)

        def split():
            line = chance.choice(order.trade_shipment_line_ids)
            line.quantity = chance.randint(1, 60)

        def request():
            order.action_request_shipment()

        def book():
            shipment = chance.choice(order.shipment_ids)
            shipment.carrier_id = self.carrier
            shipment.action_book()

        def cancel():
            chance.choice(order.shipment_ids).action_cancel()

        def reopen():
            chance.choice(order.shipment_ids).action_reopen()

        done = 0
        for _step in range(120):
            step = chance.choice((change, split, request, book, cancel, reopen))
            with contextlib.suppress(UserError), self.env.cr.savepoint():
                step()
                self.env.flush_all()
                done += 1
            self._check_balance(order, step.__name__)
        self.assertGreater(done, 40)

    def _check_balance(self, order, step):
        self.env.invalidate_all()
        for line in order.order_line:
            live = line.trade_shipment_line_ids.filtered(
                lambda held: held.shipment_id.state != "cancel"
            )
            shipped = sum(live.mapped("quantity"))
            self.assertLessEqual(shipped, line.product_uom_qty, step)
            self.assertEqual(
                line._get_quantities_to_ship()[line.id],
                line.product_uom_qty - shipped,
            )
