from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .test_estimate import EstimateCase


@tagged("post_install", "-at_install")
class TestCostRule(EstimateCase):
    """Containers, groups of countries, and rules that cannot be."""

    def _container(self, **values):
        usd = self._currency("USD").id
        return self._create_rule(
            "freight", "per_container", 2000, currency_id=usd, **values
        )

    # == Containers ==

    def test_volume_or_weight_decides_how_many_containers(self):
        rule = self._container(container_code="20GP", fill_percent=100)
        # 600 x 0.05 = 30 m3 and 7,200 kg: one; 700: 35 m3: two; by weight 2,400: three
        for quantity, volume, weight, expected in (
            (600, 0.05, 12, 1),
            (700, 0.05, 12, 2),
            (2400, 0.001, 30, 3),
            (1, 0.001, 0.1, 1),
        ):
            self.machine.write({"volume": volume, "weight": weight})
            freight = self._estimate(quantity=quantity)["freight"]
            self.assertEqual(freight, -expected * 2000 * 7, quantity)
        self.machine.write({"volume": 0.05, "weight": 12})
        rule.fill_percent = 50
        self.assertEqual(self._estimate(quantity=600)["freight"], -2 * 14000)

    def test_goods_of_one_rule_share_their_containers(self):
        self._container(container_code="40HC")
        order = self._create_order(incoterm=self.incoterms["CIF"].id)
        order.order_line.copy({"order_id": order.id})
        lines = self.env["trade.profit.estimate"]._prepare_lines(order)[order]
        freight = [line for line in lines if line["rule_id"]]
        rate = order._get_estimate_rate()
        self.assertEqual([line["amount"] for line in freight], [-2000 * rate])

    def test_goods_without_measures_are_named_in_the_estimate(self):
        self.machine.write({"volume": 0, "weight": 0})
        for basis in ("per_kg", "per_m3", "per_container"):
            rule = self._create_rule("freight", basis, 5)
            self.assertEqual(self._estimate()["freight"], 0)
            self.assertIn("weight or volume: Machine", self.estimate.warning)
            self.assertEqual(
                self.estimate.order_id.trade_estimate_warning, self.estimate.warning
            )
            rule.active = False
        self._create_rule("freight", "per_unit", 5)
        self._estimate()
        self.assertFalse(self.estimate.warning)

    # == Groups of countries ==

    def test_countries_of_a_group_count_as_destinations(self):
        group = self.env["res.country.group"].create({"name": "Far away"})
        rule = self._create_rule(
            "freight", "percent_revenue", 5, country_group_ids=group.ids
        )
        self.assertNotIn("freight", self._estimate(), "A group of none is nowhere")
        group.country_ids = self.env.ref("base.nl")
        self.assertEqual(self._estimate()["freight"], -3500)
        group.country_ids = self.env.ref("base.us")
        self.assertNotIn("freight", self._estimate())
        rule.country_ids = self.env.ref("base.nl")
        self.assertEqual(self._estimate()["freight"], -3500)

    # == Input ==

    def test_a_rule_without_a_basis_is_refused(self):
        for basis in (False, None, ""):
            with self.assertRaisesRegex(ValidationError, "has no basis: choose"):
                self._create_rule("freight", basis, 5)
        rule = self._create_rule("freight", "percent_revenue", 5)
        with self.assertRaisesRegex(ValidationError, "has no basis: choose"):
            rule.basis = False
        self.assertEqual(rule.basis, "percent_revenue")

    def test_a_rule_without_a_basis_is_refused_in_an_import_too(self):
        done = self.env["trade.cost.rule"].load(
            ["name", "cost_type_id", "basis", "value"], [["Sea", "Freight", "", "5"]]
        )
        self.assertFalse(done["ids"])
        self.assertIn("has no basis", done["messages"][0]["message"])

    def test_a_value_is_needed_and_percents_are_percents(self):
        for basis, value, sentence in (
            ("percent_revenue", 0, "has no value"),
            ("per_kg", 0, "has no value"),
            ("percent_revenue", 101, "between -100 and 100"),
            ("percent_product_cost", -150, "between -100 and 100"),
        ):
            with self.assertRaisesRegex(ValidationError, sentence):
                self._create_rule("freight", basis, value)
        self._create_rule("freight", "fixed", 0, sequence=1)
        self._create_rule("freight", "percent_revenue", 5, sequence=2)
        self.assertEqual(self._estimate()["freight"], 0, "A cost that does not occur")

    def test_a_container_rule_says_which_container(self):
        for values in (
            {"container_code": False},
            {"fill_percent": 0},
            {"fill_percent": 120},
        ):
            with self.assertRaisesRegex(ValidationError, "counts containers"):
                self._container(**values)
