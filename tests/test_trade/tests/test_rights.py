"""Profit and cost are seen by their groups only, whatever way one looks."""

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common import SELLS, ScenarioCase

PROFIT = "trade_base.group_trade_profit"
COST = "trade_base.group_trade_cost"
PROFIT_VIEWS = ("trade.profit.line", "trade.profit.estimate")


@tagged("post_install", "-at_install")
class TestProfitIsForItsGroup(ScenarioCase):
    @classmethod
    @freeze_time("2026-03-02")
    def setUpClass(cls):
        super().setUpClass()
        cls.plain = cls._create_user(
            "plain-seller", SELLS[0], "base.group_allow_export"
        )
        cls.order = cls._create_order(100, user=cls.plain)
        cls.order.action_confirm()
        cls.guarded = {
            group: {
                model: [
                    name
                    for name, field in cls.env[model]._fields.items()
                    if field.groups and group in field.groups.split(",")
                ]
                for model in ("sale.order", "sale.order.line", "trade.scorecard")
                if model in cls.env
            }
            for group in (PROFIT, COST)
        }

    def test_the_profit_fields_carry_the_group(self):
        self.assertLessEqual(
            {
                "estimated_profit",
                "actual_profit",
                "expected_profit",
                "profit_variance",
                "trade_estimate_ids",
            },
            set(self.guarded[PROFIT]["sale.order"]),
        )

    def test_read_export_search_and_grouping_are_refused(self):
        order = self.order.with_user(self.plain)
        for name in self.guarded[PROFIT]["sale.order"]:
            with self.subTest(field=name):
                with self.assertRaises(AccessError):
                    order.read([name])
                with self.assertRaises(AccessError):
                    order.export_data([name])
                if order._fields[name].store and order._fields[name].type == "monetary":
                    with self.assertRaises(AccessError):
                        order.search([(name, ">", 0)])
                    with self.assertRaises(AccessError):
                        order.formatted_read_group([], [], [f"{name}:sum"])

    def test_no_view_hands_them_out(self):
        """Form, list, pivot, kanban: what the client is told of the order."""
        views = [(False, kind) for kind in ("form", "list", "kanban", "pivot", "graph")]
        answer = self.env["sale.order"].with_user(self.plain).get_views(views)
        told = set(answer["models"]["sale.order"]["fields"])
        self.assertFalse(told & set(self.guarded[PROFIT]["sale.order"]))
        for view in answer["views"].values():
            for name in self.guarded[PROFIT]["sale.order"]:
                self.assertNotIn(f'name="{name}"', view["arch"])

    def test_the_views_of_profit_are_closed(self):
        for model in PROFIT_VIEWS:
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].with_user(self.plain).search([])

    def test_with_the_group_a_salesperson_sees_own_orders_by_type(self):
        own = self._create_order(10)
        own.action_confirm()
        lines = self.env["trade.profit.line"].with_user(self.seller)
        seen = lines.search([("order_id", "in", (own | self.order).ids)])
        self.assertEqual(seen.order_id, own)
        self.assertTrue(seen.mapped("cost_type_id"))

    def test_a_shipment_charge_is_no_salespersons_business(self):
        with self.assertRaises(AccessError):
            self.env["trade.shipment.charge"].with_user(self.seller).search([])

    def test_the_customers_portal_user_reads_nothing_of_the_suite(self):
        portal = self._create_portal_user()
        order = self.order.with_user(portal)
        self.assertTrue(order.read(["name"]), "The order itself is the customer's.")
        for record in (order, order.order_line):
            hidden = (
                self.guarded[PROFIT][record._name] + self.guarded[COST][record._name]
            )
            for name in hidden:
                with self.subTest(field=name), self.assertRaises(AccessError):
                    record.read([name])
        for model in (*PROFIT_VIEWS, "trade.order.receipt", "trade.shipment"):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].with_user(portal).search([])

    def _create_portal_user(self):
        return self.env["res.users"].create(
            {
                "name": "Portal",
                "login": "scenario-portal",
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "company_ids": [(6, 0, self.company.ids)],
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
            }
        )
