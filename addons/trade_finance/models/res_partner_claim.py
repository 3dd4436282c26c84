from odoo import fields, models


class ResPartner(models.Model):
    """Under which names a customer pays."""

    _inherit = "res.partner"

    trade_payer_names = fields.Text(
        "Also pays as",
        help="Names on the bank's statement that mean this customer: an agent, a group "
        "company, an old name. One a line.",
    )
