from psycopg2.errors import CheckViolation

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SupplyCase


@tagged("post_install", "-at_install")
class TestWarehouses(SupplyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"trade_split_warehouses": True, "trade_auto_request": True})

    def _delivered_from(self, order):
        """Return {warehouse: open quantity} of the order's deliveries."""
        quantities = {}
        for move in order.order_line.move_ids.filtered(
            lambda m: m.state not in ("done", "cancel")
        ):
            warehouse = move.location_id.warehouse_id
            quantities[warehouse] = quantities.get(warehouse, 0) + move.product_uom_qty
        return {w: quantity for w, quantity in quantities.items() if quantity}

    def test_the_zone_follows_the_address_and_can_be_changed(self):
        self.assertEqual(self.ningbo.trade_zone, "domestic")
        self.assertEqual(self.rotterdam.trade_zone, "overseas")
        self.rotterdam.trade_zone = "domestic"
        self.assertEqual(self.rotterdam.trade_zone, "domestic")
        order = self._create_order((self.product, 500))
        self.assertEqual(self._texts(order), ["Domestic 450, 50 to buy"])
        nowhere = self.env["res.partner"].create({"name": "No country"})
        self.rotterdam.partner_id = nowhere
        self.assertEqual(self.rotterdam.trade_zone, "domestic")

    @mute_logger("odoo.sql_db")
    def test_negative_days_are_refused(self):
        with self.assertRaises(CheckViolation), self.cr.savepoint():
            self.ningbo.trade_days_to_customer = -1
            self.env.flush_all()

    def test_switched_off_one_warehouse_delivers_everything(self):
        self.company.trade_split_warehouses = False
        order = self._create_order((self.product, 500))
        order.action_confirm()
        self.assertEqual(self._delivered_from(order), {self.ningbo: 500})

    def test_overseas_stock_is_really_reserved(self):
        order = self._create_order((self.product, 500), user=self.salesperson)
        price = order.amount_total
        order.action_confirm()
        order = order.sudo()
        self.assertEqual(
            self._delivered_from(order), {self.ningbo: 350, self.rotterdam: 150}
        )
        moves = order.order_line.move_ids.sorted("product_uom_qty")
        self.assertEqual(moves.mapped("quantity"), [150, 300])
        self.assertEqual(len(order.order_line), 1)
        self.assertEqual(order.amount_total, price)
        self.assertEqual(order.trade_request_ids.line_ids.product_qty, 50)
        self.assertEqual(self._texts(order), ["Domestic 300, overseas 150, 50 to buy"])
        other = self._create_order((self.product, 10))
        self.assertEqual(self._texts(other), ["10 to buy"])

    def test_delivering_from_both_delivers_the_line(self):
        order = self._create_order((self.product, 450))
        order.action_confirm()
        for picking in order.picking_ids:
            picking.move_ids.picked = True
            picking._action_done()
        self.assertEqual(order.order_line.qty_delivered, 450)
        self.assertEqual(order.delivery_status, "full")

    def test_more_and_less_keep_the_deliveries_whole(self):
        order = self._create_order((self.product, 400))
        order.action_confirm()
        line = order.order_line
        for quantity, ningbo, rotterdam in (
            (440, 300, 140),
            (480, 330, 150),
            (310, 160, 150),
            (100, 0, 100),
            (20, 0, 20),
            (60, 40, 20),
        ):
            line.product_uom_qty = quantity
            expected = {self.ningbo: ningbo, self.rotterdam: rotterdam}
            self.assertEqual(
                self._delivered_from(order),
                {w: part for w, part in expected.items() if part},
                quantity,
            )
            self.assertFalse(
                order.picking_ids.filtered(lambda p: p.picking_type_code == "incoming")
            )

    def test_cancel_redraft_confirm_splits_again(self):
        order = self._create_order((self.product, 500))
        for _loop in range(2):
            order.action_confirm()
            self.assertEqual(
                self._delivered_from(order), {self.ningbo: 350, self.rotterdam: 150}
            )
            order.action_cancel()
            order.action_draft()
        self.assertEqual(self._texts(order), ["Domestic 300, overseas 150, 50 to buy"])

    def test_units_of_the_line_split_too(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._create_order((self.product, 35, dozen))
        order.action_confirm()
        parts = {
            move.location_id.warehouse_id: move.product_qty
            for move in order.order_line.move_ids
        }
        self.assertEqual(sum(parts.values()), 420)
        self.assertEqual(parts[self.rotterdam], 120)

    def test_orders_confirmed_together_share_both_warehouses(self):
        orders = self.env["sale.order"].union(
            *[self._create_order((self.product, 250)) for _n in range(2)]
        )
        orders.action_confirm()
        self.assertEqual(self._delivered_from(orders[0]), {self.ningbo: 250})
        self.assertEqual(
            self._delivered_from(orders[1]), {self.ningbo: 100, self.rotterdam: 150}
        )
        self.assertEqual(orders.trade_request_ids.line_ids.product_qty, 50)
