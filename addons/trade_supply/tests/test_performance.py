from datetime import timedelta

from odoo import fields
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL

from .common import SupplyCase


@tagged("post_install", "-at_install")
class TestPerformance(SupplyCase):
    def _buy(self, vendor, days, promised=None, quantity=100, start="2026-03-02 03:00"):
        """Order at `start` and receive after `days`; None leaves it open."""
        moment = fields.Datetime.to_datetime(f"{start}:00")
        with freeze_time(moment):
            purchase = self._create_purchase(
                vendor, self.product, quantity, days if promised is None else promised
            )
            purchase.button_confirm()
        if days is not None:
            with freeze_time(moment + timedelta(days)):
                self._receive(purchase)
                self.env.flush_all()
        return purchase

    def _inspect(self, vendor, inspected, passed, date="2026-03-20"):
        inspection = self.env["trade.inspection"].create(
            {
                "partner_id": vendor.id,
                "product_id": self.product.id,
                "inspected_qty": inspected,
                "passed_qty": passed,
                "date": date,
            }
        )
        inspection.action_accept()
        return inspection

    def _say(self, vendor):
        nothing = self.env["product.product"]
        return self.env["trade.supplier.record"]._sentences([(vendor, nothing)])[0]

    def _rows(self, vendor):
        return self.env["trade.supplier.performance"].search(
            [("partner_id", "=", vendor.id)]
        )

    def test_the_two_vendors_of_the_seed(self):
        for days in (6, 7, 7, 8, 9):
            self._buy(self.vendor_a, days)
        for days in (4, 5, 6):
            self._buy(self.vendor_b, days)
        self._inspect(self.vendor_a, 300, 296)
        self._inspect(self.vendor_a, 200, 194)
        self._inspect(self.vendor_b, 100, 95)
        self.assertEqual(self._say(self.vendor_a), "7 days, 98 %, n = 5")
        self.assertEqual(self._say(self.vendor_b), "5 days, 95 %, n = 3")

    def test_the_sentence_stands_where_a_vendor_is_chosen(self):
        self._buy(self.vendor_a, 7)
        self._inspect(self.vendor_a, 100, 98)
        info = self.env["product.supplierinfo"].create(
            [
                {"partner_id": v.id, "product_tmpl_id": self.product.product_tmpl_id.id}
                for v in (self.vendor_a, self.vendor_b)
            ]
        )
        self.assertEqual(
            info.mapped("performance_text"), ["7 days, 98 %, n = 1", "No data"]
        )
        purchase = self._create_purchase(self.vendor_a, self.product, 1)
        self.assertEqual(purchase.performance_text, "7 days, 98 %, n = 1")
        request = self.env["purchase.request"].create(
            {
                "picking_type_id": self.ningbo.in_type_id.id,
                "line_ids": [(0, 0, {"product_id": self.product.id})],
            }
        )
        self.assertEqual(request.line_ids.supplier_id, self.vendor_a)
        self.assertEqual(request.line_ids.performance_text, "7 days, 98 %, n = 1")

    def test_a_contact_of_the_vendor_counts_for_the_vendor(self):
        contact = self.env["res.partner"].create(
            {"name": "Miss Li", "parent_id": self.vendor_a.id}
        )
        self._buy(contact, 7)
        self.assertEqual(self._say(self.vendor_a), "7 days, not inspected, n = 1")
        self.assertEqual(self._say(contact), self._say(self.vendor_a))

    def test_no_data_is_empty_and_not_zero(self):
        self.assertEqual(self._say(self.vendor_a), "No data")
        self._inspect(self.vendor_a, 10, 9)
        self.assertEqual(self._say(self.vendor_a), "nothing received yet, 90 %, n = 0")
        row = self._rows(self.vendor_a)
        self.assertFalse(row.lead_days_text)
        self.assertFalse(row.on_time_text)
        self.assertEqual(row.pass_text, "90 %")
        figures = self._raw(self.vendor_a)
        self.assertIsNone(figures["lead_days"])
        self.assertIsNone(figures["on_time_rate"])
        self._buy(self.vendor_b, 1)
        self.assertIsNone(self._raw(self.vendor_b)["pass_rate"])
        self.assertEqual(self._say(self.vendor_b), "1 day, not inspected, n = 1")

    def _raw(self, vendor):
        """Return the view's only row of `vendor` as the database has it."""
        self.env.flush_all()
        view = self.env["trade.supplier.performance"]._table_query
        query = SQL("SELECT * FROM (%s) v WHERE v.partner_id = %s", view, vendor.id)
        (row,) = self.env.execute_query_dict(query)
        return row

    def test_the_promise_is_frozen_at_confirmation(self):
        purchase = self._buy(self.vendor_a, None, promised=5)
        line = purchase.order_line
        promised = line.date_promised
        self.assertEqual(promised, line.date_planned)
        line.date_planned += timedelta(days=30)
        purchase.date_planned = line.date_planned
        self.assertEqual(line.date_promised, promised)
        with freeze_time("2026-05-01"):
            purchase.button_approve()
        self.assertEqual(line.date_promised, promised)
        self.assertFalse(purchase.copy().order_line.date_promised)

    def test_a_line_added_later_has_its_own_promise(self):
        purchase = self._buy(self.vendor_a, None, promised=5)
        purchase.order_line = [
            (
                0,
                0,
                {
                    "product_id": self._create_product("Lid").id,
                    "product_qty": 3,
                    "date_planned": "2026-04-01 08:00:00",
                },
            )
        ]
        self.assertEqual(
            str(purchase.order_line[1].date_promised), "2026-04-01 08:00:00"
        )

    def test_a_quotation_promises_nothing(self):
        purchase = self._create_purchase(self.vendor_a, self.product, 10, 5)
        self.assertFalse(purchase.order_line.date_promised)

    def test_overdue_and_open_counts_as_late(self):
        self._buy(self.vendor_a, 5)
        late = self._buy(self.vendor_a, 9, promised=5)
        late.order_line.date_planned += timedelta(days=60)
        open_one = self._buy(self.vendor_a, None, promised=5)
        with freeze_time("2026-03-06 03:00:00"):
            self.assertEqual(self._rows(self.vendor_a).due_count, 2)
        with freeze_time("2026-03-20 03:00:00"):
            self.env.invalidate_all()
            row = self._rows(self.vendor_a)
            self.assertRecordValues(
                row,
                [
                    {
                        "order_line_count": 3,
                        "received_count": 2,
                        "due_count": 3,
                        "on_time_count": 1,
                    }
                ],
            )
            self.assertAlmostEqual(row.on_time_rate, 1 / 3, 4)
            self.assertEqual(row.on_time_text, "33.3 %")
            open_one.button_cancel()
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertEqual(self._rows(self.vendor_a).due_count, 2)

    def test_a_part_is_not_the_whole(self):
        purchase = self._buy(self.vendor_a, None, promised=10)
        with freeze_time("2026-03-07 03:00:00"):
            self._receive(purchase, 60)
            self.env.flush_all()
        self.assertEqual(self._rows(self.vendor_a).received_count, 0)
        with freeze_time("2026-03-11 03:00:00"):
            self._receive(purchase)
            self.env.flush_all()
            self.env.invalidate_all()
        row = self._rows(self.vendor_a)
        self.assertEqual((row.received_count, row.lead_days), (1, 9))
        self.assertEqual(row.on_time_count, 1)

    def test_periods_products_and_categories_are_apart(self):
        self._buy(self.vendor_a, 5)
        self._buy(self.vendor_a, 5, start="2026-05-04 03:00")
        rows = self._rows(self.vendor_a)
        self.assertEqual(
            sorted(map(str, rows.mapped("period"))), ["2026-03-01", "2026-05-01"]
        )
        self.assertEqual(rows.categ_id, self.product.categ_id)
        self.assertEqual(len(set(rows.ids)), 2)

    def test_units_of_the_purchase_convert(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        with freeze_time("2026-03-02 03:00:00"):
            purchase = self._create_purchase(self.vendor_a, self.product, 5, 7)
            purchase.order_line.product_uom_id = dozen
            purchase.button_confirm()
        with freeze_time("2026-03-05 03:00:00"):
            self._receive(purchase)
            self.env.flush_all()
        self.assertEqual(self._say(self.vendor_a), "3 days, not inspected, n = 1")

    def test_days_are_days_of_the_user(self):
        self.env = self.env(context={**self.env.context, "tz": "Asia/Shanghai"})
        # 15:30 UTC is before midnight in Shanghai, 16:30 UTC is the next day.
        self._buy(self.vendor_a, 7, start="2026-03-02 15:30")
        self.assertEqual(self._say(self.vendor_a), "7 days, not inspected, n = 1")
        purchase = self._buy(self.vendor_b, None, promised=7, start="2026-03-02 15:30")
        with freeze_time("2026-03-09 16:30:00"):
            self._receive(purchase)
            self.env.flush_all()
        row = self._rows(self.vendor_b)
        self.assertEqual((row.lead_days, row.on_time_count), (8, 0))

    def test_a_filter_reaches_the_sources(self):
        """PostgreSQL must filter by vendor before it measures every purchase."""
        view = self.env["trade.supplier.performance"]._table_query
        query = SQL(
            "EXPLAIN SELECT * FROM (%s) v WHERE v.partner_id = %s",
            view,
            self.vendor_a.id,
        )
        plan = "\n".join(row[0] for row in self.env.execute_query(query))
        self.assertEqual(plan.count("commercial_partner_id ="), 2)

    def test_a_list_of_vendors_costs_one_query(self):
        self._buy(self.vendor_a, 7)
        template = self.product.product_tmpl_id
        info = self.env["product.supplierinfo"].create(
            [
                {"partner_id": self.vendor_a.id, "product_tmpl_id": template.id}
                for _n in range(40)
            ]
        )
        counts = []
        for batch in (info[:2], info):
            for _warm in range(2):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                self.env["product.supplierinfo"].browse(batch.ids).read(
                    ["performance_text"]
                )
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
