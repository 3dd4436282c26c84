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
    trade_closed_blocks = fields.Boolean(
        related="company_id.trade_closed_blocks", readonly=False
    )
    trade_rate_max_age = fields.Integer(
        related="company_id.trade_rate_max_age", readonly=False
    )
    trade_rate_age_note = fields.Boolean(
        related="company_id.trade_rate_age_note", readonly=False
    )
    trade_export_refund = fields.Boolean(
        related="company_id.trade_export_refund", readonly=False
    )
    trade_purchase_vat = fields.Float(
        related="company_id.trade_purchase_vat", readonly=False
    )
    trade_cost_vat = fields.Selection(
        related="company_id.trade_cost_vat", readonly=False, required=False
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
    trade_bank_fee_account_id = fields.Many2one(
        related="company_id.trade_bank_fee_account_id", readonly=False
    )
    trade_claim_tolerance = fields.Float(
        related="company_id.trade_claim_tolerance", readonly=False
    )
    trade_claim_reminders = fields.Boolean(
        related="company_id.trade_claim_reminders", readonly=False
    )
    trade_claim_days = fields.Integer(
        related="company_id.trade_claim_days", readonly=False
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
