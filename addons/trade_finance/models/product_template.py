from odoo import api, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def _get_trade_hs_code(self):
        """Return the HS code duty rates are looked up by, or an empty string.

        ``hs_code`` belongs to the delivery addons of core, which finance does not
        depend on: it is read where it exists. Addons with a code of their own override
        this.
        """
        return ("hs_code" in self._fields and self["hs_code"]) or ""

    @api.model
    def _get_trade_kg_factor(self):
        """Return the kilograms of one unit products' weights are entered in."""
        kilogram = self.env.ref("uom.product_uom_kgm")
        unit = self._get_weight_uom_id_from_ir_config_parameter()
        return unit._compute_quantity(1.0, kilogram, round=False)

    @api.model
    def _get_trade_m3_factor(self):
        """Return the cubic metres of one unit products' volumes are entered in."""
        cubic_metre = self.env.ref("uom.product_uom_cubic_meter")
        unit = self._get_volume_uom_id_from_ir_config_parameter()
        return unit._compute_quantity(1.0, cubic_metre, round=False)
