from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    trade_fx_policy = fields.Selection(
        [
            ("invoice", "Rate of the invoice date"),
            ("order", "Rate of the order"),
            ("month", "Rate of the first day of the month"),
        ],
        string="Rate of customer invoices",
        default="invoice",
        help="Which rate customer invoices in a foreign currency are booked at. With "
        "the rate of the order, the whole exchange difference from order to receipt is "
        "posted by the accounting itself when the money arrives.",
    )
    trade_rate_required = fields.Boolean(
        "Refuse to confirm without a rate",
        help="An order in a foreign currency cannot be confirmed while there is no "
        "exchange rate on or before the day.",
    )
    trade_auto_estimate = fields.Boolean(
        "Estimate the profit at confirmation",
        help="Confirming an order makes a profit estimate that stays as it is.",
    )
    trade_bank_fee_account_id = fields.Many2one(
        "account.account",
        "Account of bank fees",
        check_company=True,
        domain=[("account_type", "in", ("expense", "expense_direct_cost"))],
        help="Where the fee is booked that banks keep of a claimed receipt.",
    )
    trade_claim_tolerance = fields.Float(
        "Receipts may be short by",
        default=3.0,
        help="Percent a receipt may be short of an expected amount, for the banks' "
        "fees, and still be suggested for it.",
    )
    trade_claim_reminders = fields.Boolean(
        "Remind of unclaimed receipts",
        help="Money nobody has claimed gets an activity for the leader of the likely "
        "sales team, or for who registered it.",
    )
    trade_claim_days = fields.Integer(
        "Days until reminded",
        default=3,
        help="Receipts older than this get the activity.",
    )
