from odoo import api, fields, models


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    performance_text = fields.Char(
        "Vendor's record",
        compute="_compute_performance_text",
        compute_sudo=True,
        # Vendors read their own orders in the portal.
        groups="purchase.group_purchase_user",
    )

    @api.depends("partner_id", "company_id")
    def _compute_performance_text(self):
        record = self.env["trade.supplier.record"]
        nothing = self.env["product.product"]
        pairs = [(order.partner_id, nothing) for order in self]
        for order, text in zip(self, record._sentences(pairs), strict=True):
            order.performance_text = text

    def button_approve(self, force=False):
        result = super().button_approve(force=force)
        self.filtered(
            lambda o: o.state == "purchase"
        ).order_line._trade_freeze_promise()
        return result

    def button_draft(self):
        # A cancelled order binds nobody; the next confirmation is a new promise.
        self.order_line.date_promised = False
        return super().button_draft()
