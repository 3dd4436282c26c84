from odoo import models

from .purchase_request_line import OPEN_STATES


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _get_quantity_in_progress(self, location_ids=False, warehouse_ids=False):
        """Count what is requested and on no purchase order yet, as core counts RFQs.

        One demand has one buyer: automatic orderpoints must not buy it again. Requests
        that come from an orderpoint itself are counted by purchase_request.
        """
        by_location, by_warehouse = super()._get_quantity_in_progress(
            location_ids, warehouse_ids
        )
        for line in self._trade_open_requests(location_ids, warehouse_ids):
            quantity = line._trade_quantity() - line._trade_quantity_on_orders()
            # Where the goods end up, also when receipts have several steps.
            location = line.request_id.picking_type_id.warehouse_id.lot_stock_id
            if quantity > 0:
                by_location[line.product_id.id, location.id] += quantity
                by_warehouse[line.product_id.id, location.warehouse_id.id] += quantity
        return by_location, by_warehouse

    def _trade_open_requests(self, location_ids, warehouse_ids):
        """Return open request lines of these products that no orderpoint raised."""
        domain = [
            ("product_id", "in", self.ids),
            ("request_id.state", "in", OPEN_STATES),
            ("cancelled", "=", False),
            ("orderpoint_id", "=", False),
        ]
        place = "request_id.picking_type_id.warehouse_id"
        if location_ids:
            domain.append((f"{place}.lot_stock_id", "in", location_ids))
        if warehouse_ids:
            domain.append((place, "in", warehouse_ids))
        # Orderpoints run for whoever confirms an order, without purchase rights.
        return self.env["purchase.request.line"].sudo().search(domain)  # quantities
