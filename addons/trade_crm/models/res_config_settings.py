from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    trade_followup_enabled = fields.Boolean(
        related="company_id.trade_followup_enabled", readonly=False
    )
    trade_archive_guard = fields.Boolean(
        related="company_id.trade_archive_guard", readonly=False
    )
