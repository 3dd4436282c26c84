"""Lists cost the same number of queries whatever the number of rows."""

from odoo.tests import tagged

from .common import ScenarioCase


@tagged("post_install", "-at_install")
class TestLists(ScenarioCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = cls.env["sale.order"]
        for number in range(80):
            cls.orders |= cls._create_order(number + 1, user=cls.env.user)
        cls.orders[:40].action_confirm()
        cls.env.flush_all()

    def _specification(self, model, view):
        """Return what the web client reads for `view`: all its columns."""
        arch_fields = self.env[model].get_views([(view, "list")])["models"][model][
            "fields"
        ]
        return {
            name: {"fields": {"display_name": {}}}
            if field["type"] in ("many2one", "many2many")
            else {}
            for name, field in arch_fields.items()
            if name in self.env[model]._fields and field["type"] != "one2many"
        }

    def _count(self, orders, specification):
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        rows = orders.web_read(specification)
        self.assertEqual(len(rows), len(orders))
        return self.env.cr.sql_log_count - before

    def test_a_list_of_80_orders_costs_what_a_list_of_2_costs(self):
        view = self.env.ref("sale.view_order_tree").id
        specification = self._specification("sale.order", view)
        for name in ("amount_received", "receipt_status", "shipment_status"):
            self.assertIn(name, specification)
        mixed = self.orders[39:41]
        self._count(mixed, specification)  # fills what is cached for good
        self.assertEqual(
            self._count(self.orders, specification), self._count(mixed, specification)
        )

    def test_the_lines_of_80_orders_are_planned_at_once(self):
        names = ["availability_text", "domestic_qty", "shortage_qty"]
        specification = {name: {} for name in names}
        # As the client names them: by id. Records read off an x2many field fetch each
        # other through its cache, which the count empties.
        many = self.env["sale.order.line"].browse(self.orders.order_line.ids)
        few = many.browse(many.ids[39:41])
        self._count(few, specification)
        self.assertEqual(
            self._count(many, specification), self._count(few, specification)
        )
