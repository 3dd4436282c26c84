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
        self._create_duty("85", 0, country="cn", refund_percent=13)
        self.assertEqual(self._estimate("FOB")["tax_refund"], 4550)
        self.customer.country_id = self.env.ref("base.cn")
        self.assertNotIn("tax_refund", self._estimate("FOB"))

    def test_a_prefix_has_two_to_ten_digits(self):
        with self.assertRaisesRegex(ValidationError, "two to ten digits"):
            self._create_duty("8", 5)
