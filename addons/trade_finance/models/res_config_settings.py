from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    trade_fx_policy = fields.Selection(
        related="company_id.trade_fx_policy", readonly=False
    )
    trade_rate_required = fields.Boolean(
        related="company_id.trade_rate_required", readonly=False
    )
    trade_auto_estimate = fields.Boolean(
        related="company_id.trade_auto_estimate", readonly=False
    )
    trade_reminders = fields.Boolean(
        related="company_id.trade_reminders", readonly=False
    )
    trade_accountant_id = fields.Many2one(
        related="company_id.trade_accountant_id", readonly=False
    )
    group_trade_see_cost = fields.Boolean(
        "Everyone sees costs and margins",
        implied_group="trade_finance.group_see_cost",
    )
