from odoo import api, models


class ResCountryGroup(models.Model):
    """Cost rules are kept in memory with the countries of their groups."""

    _inherit = "res.country.group"

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()
