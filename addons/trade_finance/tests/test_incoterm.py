from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .test_estimate import EstimateCase


@tagged("post_install", "-at_install")
class TestIncoterm(EstimateCase):
    """All incoterms side by side: FOB 2,800, freight 205, insurance 0.8 %."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.machine.standard_price = 1500.0
        usd = cls._currency("USD").id
        cls._create_rule("freight", "fixed", 205, currency_id=usd)
        cls._create_rule("insurance", "percent_cif", 0.8)

    def _quote(self, incoterm="FOB", **values):
        return self._create_order(
            quantity=1,
            price=2800,
            incoterm=incoterm and self.incoterms[incoterm].id,
            **values,
        )

    @freeze_time(EstimateCase.ORDER_DAY)
    def _compare(self, order):
        action = order.action_compare_incoterms()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        return wizard, {line.code: line for line in wizard.line_ids}

    def test_the_worked_check(self):
        wizard, lines = self._compare(self._quote())
        self.assertEqual(len(lines), 11)
        self.assertEqual((wizard.price, wizard.profit), (2800, 2800 * 7 - 1500))
        self.assertEqual(lines["CIF"].price, 3031.68)
        self.assertEqual(lines["CFR"].price, 3005)
        self.assertEqual(lines["FOB"].price, 2800)
        self.assertEqual(lines["EXW"].price, 2800)
        self.assertEqual(lines["CFR"].freight, 1435)
        self.assertEqual(lines["CIF"].insurance, 172.48)  # of 2,800 as it stands
        self.assertEqual(lines["CIF"].profit, 19600 - 1500 - 1435 - 172.48)
        self.assertEqual(
            [code for code, line in lines.items() if line.is_current], ["FOB"]
        )
        self.assertAlmostEqual(lines["CIF"].price_change, 8.27, 2)

    def test_back_from_cif_to_fob(self):
        order = self._quote("CIF")
        order.order_line.price_unit = 3031.68
        _wizard, lines = self._compare(order)
        self.assertEqual(lines["FOB"].price, 2800)
        self.assertEqual(lines["CIF"].price, 3031.68)

    def test_the_price_taken_leaves_the_profit(self):
        order = self._quote()
        wizard, lines = self._compare(order)
        lines["DDP"].action_use_price()
        self.assertEqual(order.incoterm, self.incoterms["DDP"])
        again, _lines = self._compare(order)
        self.assertAlmostEqual(again.profit, wizard.profit, delta=0.1)

    def test_the_incoterm_alone_keeps_prices(self):
        order = self._quote()
        _wizard, lines = self._compare(order)
        lines["CIF"].action_use_incoterm()
        self.assertEqual(order.incoterm, self.incoterms["CIF"])
        self.assertEqual(order.amount_untaxed, 2800)

    def test_rules_by_incoterm_are_asked_for_each(self):
        self._create_rule("other", "fixed", 700, incoterm_ids=self.incoterms["EXW"].ids)
        _wizard, lines = self._compare(self._quote())
        self.assertEqual((lines["EXW"].other_cost, lines["FOB"].other_cost), (700, 0))
        self.assertEqual(lines["EXW"].price, 2900)

    def test_a_confirmed_order_is_compared_and_not_changed(self):
        order = self._quote()
        with freeze_time(self.ORDER_DAY):
            order.action_confirm()
        _wizard, lines = self._compare(order)
        self.assertEqual(lines["CIF"].price, 3031.68)
        for attempt in (
            lines["CIF"].action_use_incoterm,
            lines["CIF"].action_use_price,
        ):
            with self.assertRaisesRegex(UserError, "no longer a quotation"):
                attempt()
        self.assertEqual(order.incoterm, self.incoterms["FOB"])

    def test_without_incoterm_without_rate_and_without_price(self):
        _wizard, lines = self._compare(self._quote(None))
        self.assertFalse([line for line in lines.values() if line.is_current])
        with (
            freeze_time("2026-01-15"),
            self.assertRaisesRegex(UserError, "no exchange rate for USD"),
        ):
            self._quote().action_compare_incoterms()
        free = self._quote()
        free.order_line.price_unit = 0
        _wizard, lines = self._compare(free)
        self.assertEqual(lines["CFR"].price, 205)
        with self.assertRaisesRegex(UserError, "enter prices"):
            lines["CFR"].action_use_price()

    def test_costs_that_eat_each_increase_leave_no_price(self):
        self._create_rule(
            "commission",
            "percent_revenue",
            100,
            incoterm_ids=self.incoterms["DAP"].ids,
        )
        _wizard, lines = self._compare(self._quote())
        self.assertEqual(lines["DAP"].price, 0)

    def test_what_is_missing_is_said(self):
        wizard, _lines = self._compare(self._quote())
        self.assertIn("Without an HS code", wizard.warning)

    def test_a_salesperson_with_the_profit_group_compares(self):
        user = self._create_user(
            "quoter", "sales_team.group_sale_salesman", "trade_base.group_trade_profit"
        )
        order = self._quote(user_id=user.id).with_user(user)
        _wizard, lines = self._compare(order)
        lines["CIF"].with_user(user).action_use_price()
        self.assertEqual(order.amount_untaxed, 3031.68)
        plain = self._create_user("plain", "sales_team.group_sale_salesman")
        other = self._quote(user_id=plain.id).with_user(plain)
        with self.assertRaises(AccessError), freeze_time(self.ORDER_DAY):
            other.action_compare_incoterms()

    def test_forty_orders_are_estimated_with_the_queries_of_two(self):
        self._create_rule("duty", "per_kg", 1)
        self.env["trade.duty.rate"].create(
            {"hs_prefix": "85", "country_id": self.env.ref("base.nl").id}
        )
        self.company.trade_export_refund = True
        orders = self.env["sale.order"]
        for _order in range(42):
            orders |= self._quote("DDP")

        def count(some):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["trade.profit.estimate"]._create_versions(some, "Offer")
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        with freeze_time(self.ORDER_DAY):
            count(orders[:2])
            few, many = count(orders[:2]), count(orders[2:])
        self.assertLessEqual(many, few + 2)
