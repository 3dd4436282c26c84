from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    trade_auto_shipment = fields.Boolean(
        related="company_id.trade_auto_shipment", readonly=False
    )
    trade_shipment_notices = fields.Boolean(
        related="company_id.trade_shipment_notices", readonly=False
    )
    trade_eta_grace_days = fields.Integer(
        related="company_id.trade_eta_grace_days", readonly=False
    )
    trade_share_days = fields.Integer(
        related="company_id.trade_share_days", readonly=False
    )
