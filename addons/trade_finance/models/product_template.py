from odoo import api, models

KG_OF_POUND = 0.45359237
M3_OF_CUBIC_FOOT = 0.3048**3


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def _get_trade_hs_code(self):
        """Return the HS code duty rates are looked up by, or an empty string.

        ``hs_code`` belongs to the delivery addons of core, which finance does not
        depend on: it is read where it exists. Addons with a code of their own override
        this.
        """
        return ("hs_code" in self._fields and self["hs_code"]) or ""

    def _get_trade_origin_country(self, company=None):
        """Return the country the goods are made in, by default the company's.

        ``country_of_origin`` belongs to the delivery addons, like the HS code. Addons
        with an origin of their own override this.
        """
        origin = "country_of_origin" in self._fields and self["country_of_origin"]
        return origin or (company or self.env.company).country_id

    @api.model
    def _get_trade_measures(self):
        """Return (kg, m3) of one unit products' weights and volumes are entered in."""
        # The settings are read by whoever confirms an order.
        settings_sudo = self.env["ir.config_parameter"].sudo()
        is_pound = settings_sudo.get_param("product.weight_in_lbs") == "1"
        is_foot = settings_sudo.get_param("product.volume_in_cubic_feet") == "1"
        return (KG_OF_POUND if is_pound else 1.0, M3_OF_CUBIC_FOOT if is_foot else 1.0)
