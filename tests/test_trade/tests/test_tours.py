"""The story in a real browser: steps 1 to 3, then the customer's page."""

from odoo.tests import HttpCase, tagged

from .common import ScenarioCase


@tagged("post_install", "-at_install")
class TestTours(ScenarioCase, HttpCase):
    def test_the_first_order_in_the_browser(self):
        self.customer.property_product_pricelist = self.usd_prices
        self.env.ref("base.group_user").sudo()._apply_group(
            self.env.ref("product.group_product_pricelist")
        )
        self.product.lst_price = 20.0
        self.start_tour(
            "/odoo/action-sale.action_quotations_with_onboarding",
            "trade_first_order",
            login=self.seller.login,
        )
        order = self.env["sale.order"].search([("partner_id", "=", self.customer.id)])
        self.assertEqual(order.state, "sale")
        self.assertTrue(order.trade_rate)
        self.assertEqual(
            self.env["purchase.request"]
            .search([("sale_order_id", "=", order.id)])
            .line_ids.mapped("product_qty"),
            [50],
        )
        shipment = self._book(order)
        self.start_tour(
            f"/odoo/sales/{order.id}", "trade_booked_order", login=self.seller.login
        )
        url = shipment.share_link_ids.with_user(self.seller).url
        self.start_tour(url[url.index("/trade/shipment/") :], "trade_customer_page")

    def _book(self, order):
        shipment = order.shipment_ids.with_user(self.clerk)
        carrier = self.env["res.partner"].create({"name": "Ocean Line"})
        shipment.write({"carrier_id": carrier.id, "booking_number": "NGB123456"})
        shipment.action_book()
        shipment.write({"etd": "2027-01-10", "eta": "2027-02-08"})
        return shipment
