from odoo import Command, fields
from odoo.tests import Form, tagged

from .common import SupplyCase


@tagged("post_install", "-at_install")
class TestAvailability(SupplyCase):
    def test_the_seeds_numbers(self):
        order = self._create_order((self.product, 500))
        line = order.order_line
        self.assertEqual(
            line.availability_text, "Domestic 300, overseas 150, 50 to buy"
        )
        self.assertRecordValues(
            line,
            [
                {
                    "domestic_qty": 300,
                    "overseas_qty": 150,
                    "incoming_qty": 0,
                    "shortage_qty": 50,
                }
            ],
        )

    def test_a_line_takes_no_more_than_it_needs(self):
        order = self._create_order((self.product, 320))
        self.assertEqual(self._texts(order), ["Domestic 300, overseas 20"])
        order.order_line.product_uom_qty = 40
        self.assertEqual(self._texts(order), ["Domestic 40"])

    def test_lines_of_one_order_share_the_stock_in_line_order(self):
        order = self._create_order((self.product, 400), (self.product, 100))
        self.assertEqual(
            self._texts(order),
            ["Domestic 300, overseas 100", "Overseas 50, 50 to buy"],
        )
        order.order_line[1].sequence = 1
        order.order_line[0].sequence = 9
        texts = {
            line.product_uom_qty: line.availability_text for line in order.order_line
        }
        self.assertEqual(texts[100], "Domestic 100")
        self.assertEqual(texts[400], "Domestic 200, overseas 150, 50 to buy")

    def test_reservations_of_others_count_and_own_ones_do_not(self):
        order = self._create_order((self.product, 500))
        other = self._create_order((self.product, 120))
        self.assertEqual(self._texts(order), ["Domestic 300, overseas 150, 50 to buy"])
        other.action_confirm()
        self.assertEqual(self._texts(order), ["Domestic 180, overseas 150, 170 to buy"])
        order.action_confirm()
        self.assertEqual(self._texts(order), ["Domestic 180, overseas 150, 170 to buy"])
        self.assertEqual(self._texts(other), ["Domestic 120"])

    def test_who_confirmed_first_is_served_first_without_reservations(self):
        self.ningbo.out_type_id.reservation_method = "manual"
        first = self._create_order((self.product, 300))
        second = self._create_order((self.product, 200))
        (first | second).action_confirm()
        self.assertEqual(self._texts(first), ["Domestic 300"])
        self.assertEqual(self._texts(second), ["Overseas 150, 50 to buy"])

    def test_delivered_goods_are_not_needed_any_more(self):
        order = self._create_order((self.product, 500))
        order.action_confirm()
        picking = order.picking_ids
        picking.move_ids.quantity = 300
        picking.move_ids.picked = True
        picking._action_done()
        self.assertEqual(self._texts(order), ["Overseas 150, 50 to buy"])

    def test_goods_on_the_way_count_when_they_arrive_in_time(self):
        purchase = self._create_purchase(self.vendor_a, self.product, 80, in_days=10)
        purchase.button_confirm()
        late = self._create_order((self.product, 500), in_days=9)
        in_time = self._create_order((self.product, 500), in_days=11)
        undated = self._create_order((self.product, 500))
        self.assertEqual(self._texts(late), ["Domestic 300, overseas 150, 50 to buy"])
        with_incoming = ["Domestic 300, overseas 150, incoming 50"]
        self.assertEqual(self._texts(in_time), with_incoming)
        self.assertEqual(self._texts(undated), with_incoming)

    def test_days_to_the_customer_decide_what_is_usable_by_the_requested_date(self):
        self.ningbo.trade_days_to_customer = 30
        self.rotterdam.trade_days_to_customer = 3
        order = self._create_order((self.product, 200), in_days=10)
        line = order.order_line
        # What is in time goes first; the rest is shown, and marked as late.
        self.assertEqual(line.availability_text, "Domestic 50, overseas 150")
        self.assertTrue(line.availability_late)
        order.order_line.product_uom_qty = 150
        self.assertEqual(line.availability_text, "Overseas 150")
        self.assertFalse(line.availability_late)
        self.assertEqual(
            line.availability_date,
            fields.Date.add(fields.Date.context_today(line), days=3),
        )

    def test_goods_on_the_way_add_the_days_to_the_customer(self):
        self.ningbo.trade_days_to_customer = 5
        self._create_purchase(
            self.vendor_a, self.product, 80, in_days=10
        ).button_confirm()
        soon = self._create_order((self.product, 500), in_days=14)
        later = self._create_order((self.product, 500), in_days=15)
        self.assertEqual(soon.order_line.incoming_qty, 0)
        self.assertEqual(later.order_line.incoming_qty, 50)

    def test_units_of_measure_convert(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._create_order((self.product, 40, dozen))
        self.assertRecordValues(
            order.order_line,
            [{"domestic_qty": 25, "overseas_qty": 12.5, "shortage_qty": 2.5}],
        )
        self.assertEqual(self._texts(order), ["Domestic 25, overseas 12.5, 2.5 to buy"])

    def test_services_and_unstored_goods_show_nothing(self):
        service = self._create_product("Advice", type="service", is_storable=False)
        consumable = self._create_product("Tape", is_storable=False)
        order = self._create_order((service, 5), (consumable, 5))
        order.order_line = [
            Command.create({"display_type": "line_note", "name": "A note"})
        ]
        self.assertEqual(self._texts(order), [False, False, False])
        self.assertEqual(sum(order.order_line.mapped("shortage_qty")), 0)

    def test_cancelled_orders_show_nothing(self):
        order = self._create_order((self.product, 500))
        order.action_cancel()
        self.assertEqual(self._texts(order), [False])

    def test_other_companies_stock_is_not_ours(self):
        other = self._create_trade_company("Hamburg Trading", "EUR", "de")
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", other.id)], limit=1
        )
        self._put_stock(self.product, warehouse, 1000)
        order = self._create_order((self.product, 500))
        self.assertEqual(self._texts(order), ["Domestic 300, overseas 150, 50 to buy"])

    def test_the_form_answers_while_typing(self):
        with Form(self._create_order((self.product, 10))) as form:
            with form.order_line.edit(0) as line:
                line.product_uom_qty = 500
                self.assertEqual(
                    line.availability_text, "Domestic 300, overseas 150, 50 to buy"
                )
            with form.order_line.new() as line:
                line.product_id = self.product
                line.product_uom_qty = 20
        self.assertEqual(
            self._texts(form.record),
            ["Domestic 300, overseas 150, 50 to buy", "20 to buy"],
        )

    def test_the_popover_names_each_warehouse(self):
        order = self._create_order((self.product, 320), in_days=5)
        rows = order.order_line.availability_details["rows"]
        self.assertEqual(
            [(r["warehouse"], r["available"], r["taken"]) for r in rows],
            [(self.ningbo.name, "300", "300"), ("Rotterdam", "150", "20")],
        )

    def test_it_reads_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        order = self._create_order((self.product, 500)).with_context(lang="zh_CN")
        self.assertEqual(self._texts(order), ["国内 300，海外 150，需采购 50"])

    def test_two_steps_of_delivery_count_once(self):
        self.ningbo.delivery_steps = "pick_ship"
        self._create_order((self.product, 100)).action_confirm()
        order = self._create_order((self.product, 500))
        self.assertEqual(self._texts(order), ["Domestic 200, overseas 150, 150 to buy"])

    def test_queries_do_not_grow_with_lines_and_orders(self):
        products = [self._create_product(f"P{n}") for n in range(40)]
        for product in products:
            self._put_stock(product, self.ningbo, 5)
        small = self._create_order(*[(p, 7) for p in products[:2]])
        large = self._create_order(*[(p, 7) for p in products])
        several = self.env["sale.order"].union(
            *[self._create_order((p, 7), (products[0], 1)) for p in products[:20]]
        )
        counts = [self._count_queries(o) for o in (small, large, several)]
        self.assertEqual(counts[1], counts[0])
        self.assertEqual(counts[2], counts[0])

    def _count_queries(self, orders):
        """Count what the columns cost when a client opens these orders."""
        orders = self.env["sale.order"].browse(orders.ids).with_user(self.salesperson)
        columns = ["availability_text", "shortage_qty", "availability_details"]
        counts = []
        for names in ([], columns, [], columns):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wanted = {name: {} for name in ["product_uom_qty", *names]}
            orders.web_read({"order_line": {"fields": wanted}})
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[3] - counts[2], 20)
        return counts[3]
