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
    trade_restrict_cost = fields.Boolean(
        "Hide costs of products and order lines",
        config_parameter="trade_finance.restrict_cost",
        help="Cost and margin of products and order lines are shown only to the group "
        "“Unit costs and vendor prices”. Without this, every employee sees them.",
    )
