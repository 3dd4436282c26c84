from odoo import api, models
from odoo.exceptions import ValidationError

RATES = ("rate", "company_rate", "inverse_company_rate")


class ResCurrencyRate(models.Model):
    """Core refuses negative rates, and makes 1.0 of a zero without a word."""

    _inherit = "res.currency.rate"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_trade_rate_positive(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_trade_rate_positive(vals)
        return super().write(vals)

    @api.model
    def _check_trade_rate_positive(self, vals):
        """Refuse an exchange rate that was typed as zero or less."""
        if any(name in vals and (vals[name] or 0) <= 0 for name in RATES):
            raise ValidationError(
                self.env._("An exchange rate is more than zero: correct it.")
            )
