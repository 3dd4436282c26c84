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
    group_trade_see_cost = fields.Boolean(
        "Everyone sees costs and margins",
        implied_group="trade_finance.group_see_cost",
    )
    trade_instalment_plan = fields.Boolean(
        related="company_id.trade_instalment_plan", readonly=False
    )
    trade_instalment_sets_due_date = fields.Boolean(
        related="company_id.trade_instalment_sets_due_date", readonly=False
    )
    trade_gate_deposit = fields.Boolean(
        related="company_id.trade_gate_deposit", readonly=False
    )
    trade_gate_balance = fields.Boolean(
        related="company_id.trade_gate_balance", readonly=False
    )
