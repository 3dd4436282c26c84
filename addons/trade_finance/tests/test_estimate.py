from odoo import Command, fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from .common import FinanceCase


class EstimateCase(FinanceCase):
    """USD 10,000 at 7.00 with goods of CNY 35,000, shipped to the Netherlands."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.trade_auto_estimate = True
        cls.machine.write({"weight": 12.0, "volume": 0.05, "standard_price": 3500.0})
        cls.incoterms = {
            incoterm.code: incoterm
            for incoterm in cls.env["account.incoterms"].search([])
        }

    @classmethod
    def _create_rule(cls, code, basis, value, **values):
        return cls.env["trade.cost.rule"].create(
            {
                "name": f"{code} {basis}",
                "cost_type_id": cls._cost_type(code).id,
                "basis": basis,
                "value": value,
                **values,
            }
        )

    def _estimate(self, incoterm="CIF", **values):
        """Return {code: amount} of the estimate a confirmation writes down."""
        order = self._confirm(
            incoterm=incoterm and self.incoterms[incoterm].id,
            day=self.ORDER_DAY,
            **values,
        )
        self.estimate = order.trade_estimate_id
        return {line.cost_type_id.code: line.amount for line in self.estimate.line_ids}


@tagged("post_install", "-at_install")
class TestEstimate(EstimateCase):
    """What rules give, which rule counts, and versions that stay."""

    # == Bases ==

    def test_revenue_and_product_cost_at_the_rate_of_the_order(self):
        self.assertEqual(self._estimate(), {"revenue": 70000, "product": -35000})
        self.assertEqual(self.estimate.profit, 35000)
        self.assertEqual(self.estimate.profit_percent, 50)

    def test_revenue_is_rounded_line_by_line_as_the_invoice_will_be(self):
        """11.11 x 7.123 = 79.13653: three lines are 237.42, their total is 237.41."""
        self._set_rate("USD", "2026-03-20", 7.123)
        line = {
            "product_id": self.machine.id,
            "product_uom_qty": 1,
            "price_unit": 11.11,
            "tax_ids": [Command.clear()],
        }
        order = self._create_order(order_line=[Command.create(line)] * 3)
        with freeze_time("2026-03-20 04:00:00"):
            order.action_confirm()
        estimated = order.trade_estimate_id.line_ids.filtered(
            lambda row: row.cost_type_id == self._cost_type("revenue")
        )
        self.assertEqual(estimated.amount, 237.42)
        order.order_line.qty_delivered = 1
        order._create_invoices().action_post()
        actual = self.env["trade.profit.line"].search(
            [
                ("order_id", "=", order.id),
                ("stage", "=", "actual"),
                ("cost_type_id", "=", self._cost_type("revenue").id),
            ]
        )
        self.assertEqual(round(sum(actual.mapped("amount")), 2), 237.42)

    def test_every_basis(self):
        usd = self._currency("USD").id
        for basis, value, currency, expected in (
            ("percent_revenue", 2, False, -1400),
            ("percent_product_cost", 2, False, -700),
            ("percent_cif", 0.3, False, -231),
            ("per_kg", 2, usd, -1680),
            ("per_m3", 100, usd, -350),
            ("per_unit", 3, self.company.currency_id.id, -30),
            ("fixed", 800, usd, -5600),
        ):
            rule = self._create_rule("other", basis, value, currency_id=currency)
            self.assertEqual(self._estimate()["other"], expected, basis)
            self.assertEqual(
                self.estimate.line_ids.filtered("rule_id").rule_id, rule, basis
            )
            rule.active = False

    def test_pieces_sold_by_the_dozen_weigh_twelve_times(self):
        self._create_rule("freight", "per_kg", 1)
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._create_order(quantity=1, incoterm=self.incoterms["CIF"].id)
        order.order_line.product_uom_id = dozen
        bases = order._get_estimate_bases()[order.order_line]
        self.assertAlmostEqual(bases.weight, 144)
        self.assertAlmostEqual(bases.volume, 0.6)

    def test_a_combo_is_its_items_once(self):
        items = [Command.create({"product_id": self.machine.id})]
        combo = self.env["product.combo"].create(
            {"name": "Which machine", "combo_item_ids": items}
        )
        package = self._create_product(
            "Package", type="combo", combo_ids=[Command.set(combo.ids)]
        )
        self._create_rule("bank", "per_unit", 2)
        self._create_rule("freight", "per_kg", 1)
        self.company.trade_export_refund = True
        order = self._create_order(product=package, quantity=5, price=0)
        order.order_line = [
            Command.create(
                {
                    "product_id": self.machine.id,
                    "product_uom_qty": 5,
                    "price_unit": 1000,
                    "combo_item_id": combo.combo_item_ids.id,
                    "linked_line_id": order.order_line.id,
                }
            )
        ]
        with freeze_time(self.ORDER_DAY):
            order.action_confirm()
        version = order.trade_estimate_id
        amounts = {row.cost_type_id.code: row.amount for row in version.line_ids}
        self.assertEqual((amounts["bank"], amounts["freight"]), (-10, -60))
        self.assertIn("Machine", version.warning)
        self.assertNotIn("Package", version.warning)

    def test_a_rule_in_a_third_currency_takes_the_rate_of_the_day(self):
        self._set_rate("EUR", self.ORDER_DAY, 8.0)
        self._create_rule("other", "fixed", 100, currency_id=self._currency("EUR").id)
        self.assertEqual(self._estimate()["other"], -800)

    def test_a_rule_without_a_rate_says_so(self):
        self._create_rule("other", "fixed", 100, currency_id=self._currency("GBP").id)
        self.assertEqual(self._estimate()["other"], 0)
        line = self.estimate.line_ids.filtered("rule_id")
        self.assertIn("no rate for GBP", line.note)

    def test_money_that_comes_in_is_a_negative_rule(self):
        self._create_rule("tax_refund", "percent_product_cost", -13)
        self.assertEqual(self._estimate()["tax_refund"], 4550)

    # == Matching ==

    def test_the_first_rule_that_matches_counts(self):
        self._create_rule("freight", "percent_revenue", 1, sequence=2)
        first = self._create_rule("freight", "percent_revenue", 5, sequence=1)
        self.assertEqual(self._estimate()["freight"], -3500)
        first.country_ids = self.env.ref("base.us")
        self.assertEqual(self._estimate()["freight"], -700)
        first.country_ids = self.env.ref("base.nl")
        self.assertEqual(self._estimate()["freight"], -3500)
        first.incoterm_ids = self.incoterms["CFR"]
        self.assertEqual(self._estimate()["freight"], -700)
        first.incoterm_ids |= self.incoterms["CIF"]
        first.date_to = fields.Date.to_date("2026-03-01")
        self.assertEqual(self._estimate()["freight"], -700)
        first.date_to = fields.Date.to_date(self.ORDER_DAY)
        self.assertEqual(self._estimate()["freight"], -3500)
        first.company_id = self.env["res.company"].create({"name": "Other"})
        self.assertEqual(self._estimate()["freight"], -700)

    def test_categories_are_matched_line_by_line_and_with_their_parents(self):
        parent = self.env["product.category"].create({"name": "Tools"})
        child = self.env["product.category"].create(
            {"name": "Drills", "parent_id": parent.id}
        )
        drill = self._create_product("Drill", categ_id=child.id)
        self._create_rule(
            "freight", "percent_revenue", 10, sequence=1, category_ids=parent.ids
        )
        self._create_rule("freight", "percent_revenue", 1, sequence=2)
        order = self._create_order(incoterm=self.incoterms["CIF"].id)
        order.order_line = [
            Command.create(
                {"product_id": drill.id, "price_unit": 1000, "tax_ids": False}
            )
        ]
        with freeze_time(self.ORDER_DAY):
            order.action_confirm()
        freight = order.trade_estimate_id.line_ids.filtered(
            lambda line: line.cost_type_id.code == "freight"
        )
        self.assertEqual(sorted(freight.mapped("amount")), [-700, -700])
        self.assertEqual(len(freight.rule_id), 2)

    def test_the_incoterm_decides_who_bears_what(self):
        for code in ("freight", "insurance", "duty", "commission"):
            self._create_rule(code, "percent_revenue", 1)
        bears = {
            code: set(self._estimate(code)) - {"revenue", "product", "commission"}
            for code in self.incoterms
        }
        freight, insured = {"freight"}, {"freight", "insurance"}
        expected = {
            "EXW": set(),
            "FCA": set(),
            "FAS": set(),
            "FOB": set(),
            "CFR": freight,
            "CPT": freight,
            "CIF": insured,
            "CIP": insured,
            "DAP": insured,
            "DPU": insured,
            "DDP": insured | {"duty"},
        }
        self.assertEqual({code: bears[code] for code in expected}, expected)
        self.assertIn("commission", self._estimate("EXW"))

    def test_without_an_incoterm_every_rule_counts(self):
        self._create_rule("freight", "percent_revenue", 1)
        self.assertEqual(self._estimate(incoterm=None)["freight"], -700)

    # == Versions ==

    def test_an_estimate_never_moves(self):
        rule = self._create_rule("freight", "percent_revenue", 5)
        self._estimate()
        first, order = self.estimate, self.estimate.order_id
        rule.value = 50
        self.machine.standard_price = 9999
        order.order_line.purchase_price = 900
        self.assertEqual(first.profit, 31500)
        self.assertEqual(order.estimated_profit, 31500)
        order.order_line.price_unit = 2000
        self.assertEqual(first.profit, 31500)
        self.assertEqual(order.trade_estimate_id.version, 2)
        self.assertTrue(first.is_frozen)
        self.assertEqual((first.version, first.user_id), (1, self.env.user))

    def test_amending_an_order_makes_a_further_version_and_keeps_the_first(self):
        self._estimate()
        self.company.trade_auto_estimate = False
        order, first = self.estimate.order_id, self.estimate
        order.order_line.write({"product_uom_qty": 12, "price_unit": 1000})
        action = order.action_estimate_profit()
        wizard = Form(self.env[action["res_model"]].with_context(**action["context"]))
        wizard.reason = "Customer wants 12"
        wizard.save().action_estimate()
        second = order.trade_estimate_id
        self.assertRecordValues(
            first | second,
            [
                {"version": 1, "is_frozen": True, "profit": 35000},
                {"version": 2, "is_frozen": False, "profit": 42000},
            ],
        )
        self.assertEqual(second.reason, "Customer wants 12")
        self.assertEqual(order.estimated_profit, 42000)
        by_code = self._profit_by_code(order, "estimated")
        self.assertEqual(by_code, {"revenue": 84000, "product": -42000})

    def test_a_quotation_is_estimated_on_demand_at_the_rate_of_today(self):
        order = self._create_order()
        with freeze_time(self.INVOICE_DAY):
            order._get_estimate_rate()
            self.env["trade.profit.estimate"]._create_versions(order, "Offer")
        self.assertEqual(order.trade_estimate_id.revenue, 69500)
        with freeze_time(self.RECEIPT_DAY):
            order.action_confirm()
        self.assertEqual(order.trade_estimate_id.version, 2)
        self.assertEqual(order.trade_estimate_id.revenue, 69000)

    def test_without_a_rate_a_person_is_told_and_a_confirmation_is_not(self):
        order = self._create_order()
        with freeze_time("2026-01-15"):
            with self.assertRaisesRegex(UserError, "no exchange rate for USD"):
                order.action_estimate_profit()
            order.action_confirm()
        self.assertFalse(order.trade_estimate_id)
        self.assertEqual(order.profit_variance, 0)

    def test_nothing_is_estimated_unless_the_company_wants_it(self):
        self.company.trade_auto_estimate = False
        self._estimate()
        self.assertFalse(self.estimate)

    def test_other_addons_add_sources_before_the_rules(self):
        Estimate = self.env.registry["trade.profit.estimate"]
        standard = Estimate._estimate_sources
        freight = self._cost_type("freight")

        def add_quote(estimates, lines):
            for order, values in lines.items():
                values.append(
                    estimates._prepare_line(order, freight.id, -123.456, "Quote")
                )

        def sources(estimates):
            return {
                "quote": lambda lines, _bases: add_quote(estimates, lines),
                **standard(estimates),
            }

        self.patch(Estimate, "_estimate_sources", sources)
        self._create_rule("freight", "percent_revenue", 5)
        self.assertEqual(self._estimate()["freight"], -123.46)

    # == Input ==

    def test_money_needs_a_currency(self):
        with self.assertRaisesRegex(ValidationError, "choose its currency"):
            self._create_rule("freight", "per_kg", 5, currency_id=False)

    def test_a_rule_ends_after_it_begins(self):
        with self.assertRaisesRegex(ValidationError, "ends before it begins"):
            self._create_rule(
                "freight",
                "percent_revenue",
                5,
                date_from="2026-03-02",
                date_to="2026-03-01",
            )

    def test_shipped_cost_types_stay(self):
        freight = self._cost_type("freight")
        for attempt in (freight.unlink, lambda: freight.write({"code": "x"})):
            with self.assertRaisesRegex(UserError, "Archive them"):
                attempt()
        freight.name = "Main carriage"
        own = freight.copy({"code": "samples", "name": "Samples"})
        own.unlink()
