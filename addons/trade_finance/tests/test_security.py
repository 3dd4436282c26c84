from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import FinanceCase

PROFIT_FIELDS = [
    "fx_difference",
    "estimated_profit",
    "estimated_profit_percent",
    "actual_profit",
    "actual_profit_percent",
    "expected_profit",
    "profit_variance",
    "trade_estimate_id",
    "trade_estimate_ids",
    "profit_sheet_ids",
]
VIEWS = {
    "trade.order.receipt": "fx_difference",
    "trade.profit.line": "amount",
    "trade.profit.sheet": "actual",
}
STORED = {"trade.profit.estimate": "profit", "trade.profit.estimate.line": "amount"}


@tagged("post_install", "-at_install")
class TestSecurity(FinanceCase):
    """Who sees what an order earns: the profit group, of the orders it may read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.trade_auto_estimate = True
        sales = "sales_team.group_sale_salesman"
        profit = "trade_base.group_trade_profit"
        cls.anna = cls._create_user("anna", sales, profit)
        cls.plain = cls._create_user("plain", sales, "base.group_allow_export")
        cls.leader = cls._create_user(
            "leader", "sales_team.group_sale_salesman_all_leads", profit
        )
        cls.accountant = cls._create_user(
            "accountant", "account.group_account_invoice", "trade_base.group_trade_cost"
        )
        cls.outsider = cls._create_user("outsider", profit)
        cls.own = cls._make_history(cls.anna)
        cls.other = cls._make_history(cls.leader)
        cls.hidden = cls._make_history(cls.plain)

    @classmethod
    def _make_history(cls, user):
        order = cls._confirm(user_id=user.id)
        cls._pay(cls._invoice(order))
        cls._bill(order, 500)
        cls._bill(order, 300)
        cls.env.flush_all()
        return order

    def _orders_in(self, model, user):
        rows = self.env[model].with_user(user).search_read([], ["order_id"])
        return self.env["sale.order"].browse({row["order_id"][0] for row in rows})

    def test_without_the_group_no_profit_field_is_read(self):
        order = self.hidden.with_user(self.plain)
        self.assertFalse(set(PROFIT_FIELDS) & set(order.fields_get()))
        self.assertFalse(set(PROFIT_FIELDS) & set(order.read()[0]))
        for name in PROFIT_FIELDS:
            for attempt in (
                lambda name=name: order.read([name]),
                lambda name=name: order.search_read([], [name]),
                lambda name=name: order.export_data([name]),
                lambda name=name: order.search([(name, "!=", False)]),
                lambda name=name: order._read_group([], [name]),
                lambda name=name: order.web_read({name: {}}),
            ):
                with self.assertRaises(AccessError, msg=name):
                    attempt()
        for name in ("actual_profit", "fx_difference"):
            with self.assertRaises(AccessError, msg=name):
                order.formatted_read_group([], ["user_id"], [f"{name}:sum"])
            with self.assertRaises(AccessError, msg=name):
                order.search([], order=f"{name} desc")

    def test_without_the_group_no_profit_in_the_screens(self):
        for view_type in ("form", "list", "search"):
            arch = self.own.with_user(self.plain).get_view(view_type=view_type)["arch"]
            for name in [*PROFIT_FIELDS, "trade_below_estimate", "trade_profit"]:
                self.assertNotIn(f'name="{name}"', arch, view_type)
        self.assertIn(
            'name="trade_profit"', self.own.with_user(self.anna).get_view()["arch"]
        )

    def test_without_the_group_the_views_are_closed(self):
        closed = {**VIEWS, **STORED}
        del closed["trade.order.receipt"]  # see test_receipt_rights
        for model, measure in closed.items():
            records = self.env[model].with_user(self.plain)
            for attempt in (
                lambda records=records: records.search([]),
                lambda records=records: records.search_read([], ["order_id"]),
                lambda records=records, measure=measure: records._read_group(
                    [], [], [f"{measure}:sum"]
                ),
                lambda records=records, measure=measure: records.formatted_read_group(
                    [], ["order_id"], [f"{measure}:sum"]
                ),
            ):
                with self.assertRaises(AccessError, msg=model):
                    attempt()

    def test_what_was_received_is_no_secret(self):
        row = self.hidden.with_user(self.plain).read(["amount_received", "trade_rate"])[
            0
        ]
        self.assertEqual((row["amount_received"], row["trade_rate"]), (10000, 7.0))

    def test_a_salesperson_sees_own_orders_and_a_leader_all(self):
        for model in [*VIEWS, *STORED]:
            self.assertEqual(self._orders_in(model, self.anna), self.own, model)
            for user in (self.leader, self.accountant):
                seen = self._orders_in(model, user)
                self.assertEqual(seen, self.own | self.other | self.hidden, model)

    def test_own_numbers_are_the_right_ones(self):
        order = self.own.with_user(self.anna)
        self.assertEqual(order.actual_profit, 69000 - 800)
        sheet = {row.cost_type_id.code: row.actual for row in order.profit_sheet_ids}
        self.assertEqual(sheet["freight"], -800)
        rows = self.env["trade.profit.line"].with_user(self.anna)
        groups = rows.formatted_read_group([], ["cost_type_id"], ["actual:sum"])
        self.assertEqual(sum(row["actual:sum"] for row in groups), 68200)

    def test_without_the_cost_group_no_source_and_no_single_bill(self):
        mine = self.env["trade.profit.line"].with_user(self.anna).search([])
        freight = mine.filtered(lambda line: line.cost_type_id.code == "freight")
        self.assertEqual(freight.filtered("actual").mapped("amount"), [-800])
        self.assertFalse(any(mine.mapped("res_id")))
        self.assertFalse(mine[0].action_open_source())
        all_lines = self.env["trade.profit.line"].with_user(self.accountant).search([])
        freight = all_lines.filtered(
            lambda line: line.cost_type_id.code == "freight" and line.actual
        )
        self.assertEqual(sorted(freight.mapped("actual")), [-500] * 3 + [-300] * 3)
        self.assertEqual(set(freight.mapped("res_model")), {"account.move"})

    def test_without_the_cost_group_no_unit_cost(self):
        line = self.own.order_line.with_user(self.anna)
        for name in ("trade_unit_cost", "trade_cost_price"):
            with self.assertRaises(AccessError):
                line.read([name])
        self.assertTrue(
            self.own.order_line.with_user(self.accountant).read(["trade_unit_cost"])
        )

    def test_an_outsider_with_the_group_reads_no_order(self):
        for model in VIEWS:
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.outsider).search([])

    def test_an_estimate_cannot_be_changed_by_anybody(self):
        manager = self._create_user(
            "boss",
            "sales_team.group_sale_manager",
            "trade_base.group_trade_cost",
            "trade_base.group_trade_manager",
        )
        version = self.own.trade_estimate_id.with_user(manager)
        for attempt in (
            lambda: version.write({"reason": "better"}),
            version.unlink,
            lambda: version.line_ids.write({"amount": 1}),
            lambda: version.copy({"version": 9}),
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_only_managers_of_rules_edit_rules(self):
        manager = self._create_user("rules", "trade_base.group_trade_manager")
        vals = {
            "name": "Freight",
            "cost_type_id": self._cost_type("freight").id,
            "value": 1,
        }
        rule = self.env["trade.cost.rule"].with_user(manager).create(vals)
        rule.value = 2
        for user in (self.anna, self.plain, self.accountant):
            with self.assertRaises(AccessError):
                rule.with_user(user).write({"value": 3})

    def test_a_salesperson_without_the_group_confirms_with_everything_on(self):
        self.company.trade_rate_required = True
        order = self._create_order(user_id=self.plain.id).with_user(self.plain)
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertTrue(order.sudo().trade_estimate_id.profit)
        self.assertEqual(order.sudo().trade_estimate_id.user_id, self.plain)

    def test_a_salesperson_cannot_estimate_an_order_of_somebody_else(self):
        wizard = self.env["trade.estimate.wizard"].with_user(self.anna)
        with self.assertRaises(AccessError):
            wizard.create(
                {"order_ids": self.other.ids, "reason": "curious"}
            ).action_estimate()

    # == Costs core shows to everybody ==

    def _restrict(self, is_open):
        self.env["res.config.settings"].create(
            {"group_trade_see_cost": is_open}
        ).execute()

    def test_core_shows_costs_to_every_employee_unless_restricted(self):
        line = self.own.order_line.with_user(self.anna)
        self.assertIn("purchase_price", line.read(["purchase_price", "margin"])[0])
        self.assertIn("margin", self.own.with_user(self.anna).read(["margin"])[0])

    def test_restricted_costs_are_for_the_cost_group(self):
        self._restrict(False)
        self.env.invalidate_all()
        line = self.own.order_line.with_user(self.anna)
        for name in ("purchase_price", "margin", "margin_percent"):
            with self.assertRaises(AccessError, msg=name):
                line.read([name])
        with self.assertRaises(AccessError):
            self.own.with_user(self.anna).read(["margin"])
        self.assertNotIn(
            "purchase_price", self.own.with_user(self.anna).get_view()["arch"]
        )
        line.with_user(self.accountant).read(["purchase_price", "margin"])
        order = self._create_order(user_id=self.anna.id).with_user(self.anna)
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        self._restrict(True)
        self.env.invalidate_all()
        self.assertTrue(line.read(["purchase_price"]))
