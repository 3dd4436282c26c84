"""The customer's pages: look up, check, answer. What is shown is the model's affair."""

from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

# The page belongs to who holds the link: no search engine, no referrer, no cache.
PRIVATE = {
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class ShipmentPortal(CustomerPortal):
    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "shipment_count" in counters:
            values["shipment_count"] = self._get_shipments_sudo().search_count(
                self._prepare_shipments_domain(), limit=1
            )
        return values

    def _get_shipments_sudo(self):
        # sudo: customers have no right on shipments; the domain below is the wall
        return request.env["trade.shipment"].sudo()

    def _prepare_shipments_domain(self):
        """Return the domain of the shipments with goods of the user's company."""
        customer = request.env.user.partner_id.commercial_partner_id
        return [
            ("line_ids.order_id.partner_id.commercial_partner_id", "=", customer.id),
            ("state", "!=", "cancel"),
        ]

    @http.route(
        ["/my/shipments", "/my/shipments/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_my_shipments(self, page=1, **kwargs):
        shipments_sudo = self._get_shipments_sudo()
        domain = self._prepare_shipments_domain()
        page_values = pager(
            url="/my/shipments",
            total=shipments_sudo.search_count(domain),
            page=page,
            step=self._items_per_page,
        )
        found = shipments_sudo.search(
            domain,
            order="id desc",
            limit=self._items_per_page,
            offset=page_values["offset"],
        )
        customer = request.env.user.partner_id.commercial_partner_id
        values = self._prepare_portal_layout_values()
        values.update(
            shipments=[
                (shipment.id, shipment._get_summary_values(customer))
                for shipment in found
            ],
            page_name="shipment",
            pager=page_values,
            default_url="/my/shipments",
        )
        return request.render("trade_logistics.portal_my_shipments", values)

    @http.route(
        "/my/shipments/<int:shipment_id>",
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def portal_shipment(self, shipment_id, **kwargs):
        shipment_sudo = self._get_shipments_sudo().search(
            [*self._prepare_shipments_domain(), ("id", "=", shipment_id)]
        )
        if not shipment_sudo:
            return self._shipment_not_found()
        values = self._prepare_portal_layout_values()
        values.update(
            tracking=shipment_sudo._get_tracking_values(
                request.env.user.partner_id.commercial_partner_id
            ),
            page_name="shipment",
        )
        return request.render("trade_logistics.portal_shipment", values)

    # Not readonly: every opening is logged.
    @http.route(
        "/trade/shipment/<string:token>", type="http", auth="public", website=True
    )
    def shared_shipment(self, token, **kwargs):
        link_sudo = request.env["trade.share.link"]._find_good(token)
        if not link_sudo:
            return self._shipment_not_found()
        link_sudo._log_access()
        tracking = link_sudo.shipment_id._get_tracking_values(
            link_sudo.partner_id.commercial_partner_id
        )
        response = request.render(
            "trade_logistics.shared_shipment",
            {
                "tracking": tracking,
                "good_until": link_sudo.date_end,
                "res_company": link_sudo.company_id,
            },
        )
        response.headers.update(PRIVATE)
        return response

    def _shipment_not_found(self):
        """Answer the same page whether a shipment is missing, foreign or withdrawn."""
        response = request.render("trade_logistics.shipment_not_found", {})
        response.status_code = 404
        response.headers.update(PRIVATE)
        return response
