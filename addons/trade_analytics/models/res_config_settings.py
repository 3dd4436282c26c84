from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    trade_scorecard_auto = fields.Boolean(
        related="company_id.trade_scorecard_auto", readonly=False
    )
