from odoo import api, fields, models


class ProductSupplierinfo(models.Model):
    _inherit = "product.supplierinfo"

    performance_text = fields.Char(
        "Record",
        compute="_compute_performance_text",
        compute_sudo=True,
        groups="purchase.group_purchase_user",
        help="Median days from order to receipt, share that passed inspection, and "
        "how many receipts that is based on.",
    )

    @api.depends("partner_id", "product_id", "product_tmpl_id")
    def _compute_performance_text(self):
        record = self.env["trade.supplier.record"]
        pairs = [
            (
                info.partner_id,
                info.product_id or info.product_tmpl_id.product_variant_ids,
            )
            for info in self
        ]
        for info, text in zip(self, record._sentences(pairs), strict=True):
            info.performance_text = text
