from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    trade_auto_request = fields.Boolean(
        related="company_id.trade_auto_request", readonly=False
    )
    trade_split_warehouses = fields.Boolean(
        related="company_id.trade_split_warehouses", readonly=False
    )
    trade_buyer_id = fields.Many2one(
        related="company_id.trade_buyer_id", readonly=False
    )
    trade_inspection_days = fields.Integer(
        related="company_id.trade_inspection_days", readonly=False
    )
    trade_handling_days = fields.Integer(
        related="company_id.trade_handling_days", readonly=False
    )
