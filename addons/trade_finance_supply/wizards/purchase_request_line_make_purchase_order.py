from odoo import models


class PurchaseRequestLineMakePurchaseOrder(models.TransientModel):
    _inherit = "purchase.request.line.make.purchase.order"

    def make_purchase_order(self):
        """Ask no vendor for what is for an order whose deposit is missing."""
        # A buyer sees no sales orders, but is to know whether one may be bought for.
        lines_sudo = self.item_ids.line_id.sudo()
        lines_sudo.sale_order_id._check_deposit_received()
        return super().make_purchase_order()
