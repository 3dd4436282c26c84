from contextlib import contextmanager
from unittest.mock import patch

from lxml import etree

from odoo.tests import tagged

from .common import LogisticsCase


@tagged("post_install", "-at_install")
class TestPerformance(LogisticsCase):
    """The same screen costs the same for 2 and for 40 records."""

    def _count(self, action):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _create_orders(self, count, lines=1):
        products = [self._create_product(f"P{number}") for number in range(lines)]
        orders = self.env["sale.order"]
        for _number in range(count):
            orders |= self._create_order([(product, 1) for product in products])
        return orders

    def _read_list(self, model, view, ids):
        """Read records as the web client does for a list."""
        arch = etree.fromstring(
            self.env[model].get_view(self.env.ref(view).id, "list")["arch"]
        )
        names = {node.get("name") for node in arch.iter("field")}
        specification = {
            name: {"fields": {"display_name": {}}}
            if self.env[model]._fields[name].relational
            else {}
            for name in names
        }
        self.env[model].browse(ids).web_read(specification)

    def test_a_list_of_forty_shipments_costs_as_much_as_one_of_two(self):
        self.company.trade_auto_shipment = True
        orders = self._create_orders(40)
        orders.action_confirm()
        shipments = orders.shipment_ids
        for shipment in shipments:
            shipment.write({"carrier_id": self.carrier.id, "eta": "2026-04-12"})
        shipments.action_book()
        view = "trade_logistics.trade_shipment_view_list"

        def read(ids):
            return lambda: self._read_list("trade.shipment", view, ids)

        self._count(read(shipments.ids))
        few = self._count(read(shipments.ids[:2]))
        many = self._count(read(shipments.ids))
        self.assertEqual(few, many)
        self.assertLess(many, 25)

    def test_a_list_of_eighty_orders_costs_as_much_as_one_of_two(self):
        self.company.trade_auto_shipment = True
        orders = self._create_orders(80)
        orders.action_confirm()
        names = ["shipment_status", "shipment_count", "transport_mode"]
        names.append("port_discharge_id")

        def read(records):
            return lambda: records.read(names)

        self._count(read(orders))
        self.assertEqual(self._count(read(orders[:2])), self._count(read(orders)))

    def _confirm(self, lines):
        order = self._create_orders(1, lines)
        return self._count(order.action_confirm)

    def test_confirming_asks_nothing_while_the_setting_is_off(self):
        """Count the queries on our own tables only: core may change its own."""
        order = self._create_orders(1, 5)
        self.env.flush_all()
        with self._recorded() as queries:
            order.action_confirm()
            self.env.flush_all()
        ours = [query for query in queries if "trade_shipment" in query]
        self.assertFalse(ours)

    def _recorded(self):
        cursor = type(self.env.cr)

        @contextmanager
        def recorded():
            queries = []
            execute = cursor.execute

            def listening(cr, query, *args, **kwargs):
                queries.append(str(getattr(query, "code", query)))
                return execute(cr, query, *args, **kwargs)

            with patch.object(cursor, "execute", listening):
                yield queries

        return recorded()

    def test_the_request_itself_costs_the_same_for_few_and_many_lines(self):
        self._confirm(2)
        plain = [self._confirm(lines) for lines in (2, 40)]
        self.company.trade_auto_shipment = True
        self._confirm(2)
        handed = [self._confirm(lines) for lines in (2, 40)]
        cost = [mine - core for mine, core in zip(handed, plain, strict=True)]
        self.assertLessEqual(cost[1], cost[0] + 2, (plain, handed))
        self.assertLessEqual(cost[1], 45, (plain, handed))
