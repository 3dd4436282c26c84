from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .test_estimate import EstimateCase


@tagged("post_install", "-at_install")
class TestDuty(EstimateCase):
    """Duty by HS code where the seller pays it, and the refund at export."""

    def _set_hs_code(self, code):
        """Give all products `code`, the way an addon with a field of its own would."""
        template = self.env.registry["product.template"]
        self.patch(template, "_get_trade_hs_code", lambda product: code)

    def _create_duty(self, prefix, percent, country="nl", **values):
        return self.env["trade.duty.rate"].create(
            {
                "hs_prefix": prefix,
                "country_id": self.env.ref(f"base.{country}").id,
                "duty_percent": percent,
                **values,
            }
        )

    def test_the_longest_prefix_gives_the_duty(self):
        self._set_hs_code("8501.10.20")
        self._create_duty("85", 2)
        self._create_duty("8501", 5)
        self._create_duty("8502", 50)
        self._create_duty("8501", 60, country="us")
        self._create_duty("850110", 70, date_to="2026-03-01")
        self._create_duty("850110", 80, date_from="2026-03-03")
        self.assertEqual(self._estimate("DDP")["duty"], -3500)
        self.assertNotIn("duty", self._estimate("CIF"))
        self.assertNotIn("duty", self._estimate(incoterm=None))

    def test_duty_from_the_table_goes_before_rules(self):
        self._set_hs_code("8501")
        self._create_rule("duty", "percent_revenue", 1)
        self.assertEqual(self._estimate("DDP")["duty"], -700)
        self._create_duty("85", 5)
        self.assertEqual(self._estimate("DDP")["duty"], -3500)

    def test_products_without_a_code_have_no_duty(self):
        self._set_hs_code("")
        self._create_duty("85", 5)
        self.assertNotIn("duty", self._estimate("DDP"))

    def test_the_own_country_pays_back_at_export(self):
        self._set_hs_code("8501")
        self._create_duty("85", 0, country="cn", vat_percent=17, refund_percent=14)
        self.assertNotIn("tax_refund", self._estimate("FOB"))
        self.company.write({"trade_export_refund": True, "trade_cost_vat": "included"})
        self.machine.standard_price = 1170.0
        found = self._estimate("FOB")
        self.assertEqual((found["tax_refund"], found["product"]), (1400, -11700))
        self.assertEqual(self.estimate.export_refund, 1400)
        self.customer.country_id = self.env.ref("base.cn")
        self.assertNotIn("tax_refund", self._estimate("FOB"))

    def test_a_prefix_has_two_to_ten_digits(self):
        with self.assertRaisesRegex(ValidationError, "two to ten digits"):
            self._create_duty("8", 5)

    # == Customs value, VAT ==

    def test_duty_is_charged_on_freight_the_seller_does_not_pay(self):
        """Where only duty is the seller's, the CIF value is price plus freight."""
        self._set_hs_code("8501")
        self._create_duty("85", 10)
        self._create_rule("freight", "fixed", 5000)
        self._create_rule("insurance", "percent_revenue", 1)
        row = self.env["trade.incoterm.cost"].search(
            [("incoterm_id", "=", self.incoterms["DAP"].id)]
        )
        row.cost_type_ids = self._cost_type("duty")
        found = self._estimate("DAP")
        self.assertEqual(found["duty"], -7570)  # 10 % of 70,000 + 5,000 + 700
        self.assertNotIn("freight", found)

    def test_import_vat_is_told_or_is_a_cost(self):
        self._set_hs_code("8501")
        rate = self._create_duty("85", 5, vat_percent=21)
        self.assertEqual(self._estimate("DDP")["duty"], -3500)
        notes = self.estimate.line_ids.mapped("note")
        self.assertTrue([note for note in notes if note and "15,435.00" in note])
        rate.is_vat_cost = True
        self._estimate("DDP")
        duty = self.estimate.line_ids.filtered(
            lambda line: line.cost_type_id.code == "duty"
        )
        self.assertEqual(sorted(duty.mapped("amount")), [-15435, -3500])

    def test_a_rate_of_zero_is_an_answer(self):
        self._set_hs_code("8501")
        self._create_rule("duty", "percent_revenue", 5)
        self._create_duty("85", 0)
        self.assertEqual(self._estimate("DDP")["duty"], 0)
        self.assertFalse(self.estimate.warning)

    # == Origin ==

    def _set_origin(self, country):
        template = self.env.registry["product.template"]
        origin = self.env.ref(f"base.{country}")
        self.patch(
            template, "_get_trade_origin_country", lambda product, company=None: origin
        )

    def test_the_origin_goes_before_any_origin_at_the_same_prefix(self):
        self._set_hs_code("850110")
        self._create_duty("8501", 5)
        self._create_duty("8501", 25, origin_country_id=self.env.ref("base.cn").id)
        self.assertEqual(self._estimate("DDP")["duty"], -17500, "goods of the company")
        self._set_origin("vn")
        self.assertEqual(self._estimate("DDP")["duty"], -3500)
        self._create_duty("850110", 1)
        self._set_origin("cn")
        self.assertEqual(self._estimate("DDP")["duty"], -700, "longer goes first")

    def test_the_origin_is_read_where_the_product_has_one(self):
        template = self.machine.product_tmpl_id
        expected = self.env.ref("base.cn")
        self.assertEqual(template._get_trade_origin_country(), expected)
        if "country_of_origin" in template._fields:
            template["country_of_origin"] = expected = self.env.ref("base.vn")
        self.assertEqual(template._get_trade_origin_country(), expected)

    # == Overlap ==

    def test_rows_that_overlap_are_refused_and_named(self):
        first = self._create_duty("8501", 5, date_to="2026-06-30")
        for values in (
            {},
            {"date_from": "2026-06-30"},
            {"date_from": "2026-01-01", "date_to": "2026-01-02"},
        ):
            with (
                self.assertRaisesRegex(ValidationError, "8501 to Netherlands"),
                self.cr.savepoint(),
            ):
                self._create_duty("85.01", 6, **values)
        self._create_duty("8501", 6, date_from="2026-07-01")
        self._create_duty("8501", 7, origin_country_id=self.env.ref("base.vn").id)
        self._create_duty("8501", 8, company_id=self.company.id)
        self._create_duty("8501", 9, country="us")
        with self.assertRaisesRegex(ValidationError, "Let one end"):
            first.date_to = "2026-07-01"

    def test_two_rows_of_one_import_may_not_overlap_either(self):
        values = {"hs_prefix": "85", "country_id": self.env.ref("base.nl").id}
        with self.assertRaisesRegex(ValidationError, "Let one end"):
            self.env["trade.duty.rate"].create([values, values])

    def test_archived_rows_make_room_until_they_come_back(self):
        old = self._create_duty("8501", 5)
        old.action_archive()
        self._create_duty("8501", 6)
        with self.assertRaisesRegex(ValidationError, "Let one end"):
            old.action_unarchive()

    def test_a_thousand_rows_are_imported_in_few_queries(self):
        rows = [
            {
                "hs_prefix": f"{number:06d}",
                "country_id": self.env.ref("base.nl").id,
                "duty_percent": 5,
            }
            for number in range(100000, 101000)
        ]
        before = self.env.cr.sql_log_count
        self.env["trade.duty.rate"].create(rows)
        self.env.flush_all()
        self.assertLess(self.env.cr.sql_log_count - before, 60)

    def test_percents_that_cannot_be_are_refused(self):
        for percent, values in (
            (1001, {}),
            (1, {"vat_percent": 101}),
            (1, {"refund_percent": 130}),
        ):
            with (
                self.assertRaisesRegex(ValidationError, "13 for 13 %"),
                self.cr.savepoint(),
            ):
                self._create_duty("85", percent, **values)

    # == What is missing ==

    def test_goods_without_a_code_are_named_in_the_estimate(self):
        self._set_hs_code("")
        self._create_duty("85", 5)
        self._estimate("DDP")
        self.assertIn("Without an HS code", self.estimate.warning)
        self.assertIn("Machine", self.estimate.order_id.trade_estimate_warning)
        self._estimate("FOB")
        self.assertFalse(self.estimate.warning, "Nobody asks for the code there")
        self._estimate("DDP", product=self.service)
        self.assertFalse(self.estimate.warning, "Services pass no customs")

    def test_goods_without_a_rate_are_named_unless_a_rule_covers_them(self):
        self._set_hs_code("9403")
        self._create_duty("85", 5)
        self.assertNotIn("duty", self._estimate("DDP"))
        self.assertIn("No duty rate of Netherlands", self.estimate.warning)
        self._create_rule("duty", "percent_revenue", 5)
        self.assertEqual(self._estimate("DDP")["duty"], -3500)
        self.assertFalse(self.estimate.warning)

    # == Purchase VAT of exported goods ==

    def test_costs_without_vat_lose_what_is_not_refunded(self):
        """Cost 35,000 without VAT, 13 % paid, 9 % refunded: 4 % are lost."""
        self._set_hs_code("8501")
        self._create_duty("85", 0, country="cn", refund_percent=9)
        self.company.trade_export_refund = True
        found = self._estimate("FOB")
        self.assertEqual(found["tax_cost"], -1400)
        self.assertNotIn("tax_refund", found)
        self.assertEqual(self.estimate.export_refund, 3150)
        self.assertEqual(self.estimate.profit, 33600)

    def test_both_ways_of_keeping_the_books_come_to_the_same_profit(self):
        self._set_hs_code("8501")
        self._create_duty("85", 0, country="cn", refund_percent=9)
        self.company.trade_export_refund = True
        self._estimate("FOB")
        without = self.estimate.profit
        self.company.trade_cost_vat = "included"
        self.machine.standard_price = 3500 * 1.13
        self._estimate("FOB")
        self.assertAlmostEqual(self.estimate.profit, without, 2)
        self.assertEqual(self.estimate.export_refund, 3150)

    def test_refund_needs_a_rate(self):
        self._set_hs_code("8501")
        self.company.trade_export_refund = True
        self.assertNotIn("tax_cost", self._estimate("FOB"))
        self.assertIn("No export refund rate of China", self.estimate.warning)

    def test_what_a_dollar_costs(self):
        """(35,000 + 1,400 VAT lost + 600) / (10,000 - 1,000 freight) USD."""
        self._set_hs_code("8501")
        self._create_duty("85", 0, country="cn", refund_percent=9)
        self.company.trade_export_refund = True
        self._create_rule("other", "fixed", 600)
        self._create_rule(
            "freight", "fixed", 1000, currency_id=self._currency("USD").id
        )
        self._estimate("CFR")
        self.assertAlmostEqual(self.estimate.exchange_cost, 37000 / 9000, 6)
        self.assertAlmostEqual(
            self.estimate.profit, (7 - self.estimate.exchange_cost) * 9000, 2
        )
        own = self._create_pricelist("CNY")
        self._estimate("CFR", pricelist_id=own.id)
        self.assertEqual(self.estimate.exchange_cost, 0)
