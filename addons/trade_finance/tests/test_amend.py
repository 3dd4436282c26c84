from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged

from .test_estimate import EstimateCase


@tagged("post_install", "-at_install")
class TestAmend(EstimateCase):
    """What is agreed with the customer changes: a version for each save, no more."""

    def _versions(self, order):
        return order.trade_estimate_ids.sorted("version")

    def _confirmed(self, **values):
        self._estimate(**values)
        return self.estimate.order_id

    def test_a_save_of_many_changes_makes_one_version(self):
        order = self._confirmed()
        with Form(order) as form:
            with form.order_line.edit(0) as line:
                line.product_uom_qty = 12
                line.price_unit = 900
            with form.order_line.new() as line:
                line.product_id = self.service
                line.price_unit = 100
        first, second = self._versions(order)
        self.assertEqual((first.profit, first.is_frozen), (35000, True))
        self.assertEqual(second.reason, "Order amended")
        self.assertEqual(second.revenue, (12 * 900 + 100) * 7)
        self.assertEqual(order.trade_estimate_id, second)
        self.assertEqual(order.estimated_profit, second.profit)

    def test_lines_written_together_make_one_version_for_each_order(self):
        orders = self._confirmed() | self._confirmed()
        orders.order_line.write({"price_unit": 1100})
        for order in orders:
            self.assertEqual(self._versions(order).mapped("version"), [1, 2])

    def test_lines_added_and_removed_amend(self):
        order = self._confirmed()
        line = self.env["sale.order.line"].create(
            {"order_id": order.id, "product_id": self.service.id, "price_unit": 50}
        )
        self.assertEqual(order.trade_estimate_id.version, 2)
        line.product_uom_qty = 0
        self.assertEqual(order.trade_estimate_id.version, 3)
        self.assertEqual(order.trade_estimate_id.revenue, 70000)

    def test_incoterm_and_destination_amend(self):
        order = self._confirmed()
        order.incoterm = self.incoterms["FOB"]
        self.assertEqual(order.trade_estimate_id.version, 2)
        other = self.customer.copy({"name": "Elsewhere"})
        order.partner_shipping_id = other
        self.assertEqual(order.trade_estimate_id.version, 3)

    def test_the_same_values_again_and_texts_amend_nothing(self):
        order = self._confirmed()
        order.order_line.write({"product_uom_qty": 10, "price_unit": 1000.0})
        order.write({"incoterm": order.incoterm.id, "note": "Thanks"})
        note = {"name": "x", "display_type": "line_note"}
        order.write({"order_line": [Command.create(note)]})
        order.order_line[0].name = "Another text"
        self.assertEqual(len(self._versions(order)), 1)

    def test_deliveries_invoices_and_down_payments_amend_nothing(self):
        order = self._confirmed()
        self._post(self._down_payment(order, 30))
        order.order_line.filtered(
            lambda line: not line.is_downpayment
        ).qty_delivered = 4
        self._pay(self._invoice(order))
        self.assertEqual(len(self._versions(order)), 1)

    def test_quotations_cancelled_orders_and_other_companies_are_left_alone(self):
        order = self._create_order()
        order.order_line.price_unit = 5
        self.assertFalse(order.trade_estimate_ids)
        order = self._confirmed()
        order._action_cancel()
        order.order_line.price_unit = 5
        self.assertEqual(len(self._versions(order)), 1)
        order = self._confirmed()
        self.company.trade_auto_estimate = False
        order.order_line.price_unit = 5
        self.assertEqual(len(self._versions(order)), 1)

    def test_a_salesperson_amends_without_seeing_costs(self):
        seller = self._create_user("amender", "sales_team.group_sale_salesman")
        order = self._confirmed(user_id=seller.id)
        order.order_line.with_user(seller).write({"price_unit": 1200})
        version = order.trade_estimate_id
        self.assertEqual((version.version, version.user_id), (2, seller))

    def test_confirming_and_confirming_again_make_one_version_each(self):
        order = self._confirmed()
        order._action_cancel()
        order.action_draft()
        with freeze_time(self.RECEIPT_DAY):
            order.action_confirm()
        self.assertEqual(self._versions(order).mapped("is_frozen"), [True, True])

    # == What changed ==

    def test_two_versions_side_by_side(self):
        self._create_rule("freight", "percent_revenue", 5)
        order = self._confirmed()
        order.order_line.write({"product_uom_qty": 12, "price_unit": 1000})
        action = order.trade_estimate_id.action_compare()
        diff = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(
            [
                (line.cost_type_id.code, line.before, line.after, line.change)
                for line in diff.line_ids
            ],
            [
                ("revenue", 70000, 84000, 14000),
                ("product", -35000, -42000, -7000),
                ("freight", -3500, -4200, -700),
            ],
        )
        self.assertEqual(diff.after_reason, "Order amended")
        order.incoterm = self.incoterms["FOB"]
        first, _second, third = self._versions(order)
        action = (third | first).action_compare()
        diff = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual((diff.before_id, diff.after_id), (first, third))
        freight = diff.line_ids.filtered(lambda line: line.before == -3500)
        self.assertEqual((freight.after, freight.change), (0, 3500))

    def test_what_cannot_be_compared_is_said(self):
        order = self._confirmed()
        with self.assertRaisesRegex(UserError, "is the first"):
            order.trade_estimate_id.action_compare()
        other = self._confirmed()
        with self.assertRaisesRegex(UserError, "two versions of the same order"):
            (order | other).trade_estimate_id.action_compare()

    def test_a_salesperson_compares_own_versions_only(self):
        user = self._create_user(
            "differ", "sales_team.group_sale_salesman", "trade_base.group_trade_profit"
        )
        order = self._confirmed(user_id=user.id)
        order.order_line.product_uom_qty = 12
        action = order.trade_estimate_id.with_user(user).action_compare()
        diff = self.env[action["res_model"]].with_user(user).browse(action["res_id"])
        self.assertTrue(diff.line_ids.mapped("change"))
        strange = self._confirmed(user_id=self.env.user.id)
        strange.order_line.product_uom_qty = 12
        with self.assertRaises(AccessError):
            strange.trade_estimate_id.with_user(user).action_compare()
