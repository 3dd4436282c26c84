from odoo import fields, models

PROFIT = "trade_base.group_trade_profit"


class SaleOrder(models.Model):
    _inherit = "sale.order"

    trade_rate = fields.Float(
        "Rate at confirmation",
        digits=0,
        readonly=True,
        copy=False,
        help="Company currency for one unit of the order's currency on the day of the "
        "confirmation. It never moves afterwards.",
    )
    trade_rate_date = fields.Date("Rate date", readonly=True, copy=False)
    company_currency_id = fields.Many2one(related="company_id.currency_id")
    amount_received = fields.Monetary("Received", copy=False)
    amount_outstanding = fields.Monetary("Outstanding", copy=False)
    receipt_status = fields.Selection(
        [
            ("none", "Not paid"),
            ("partial", "Partly paid"),
            ("paid", "Paid"),
            ("overpaid", "Overpaid"),
        ],
        copy=False,
    )
    fx_difference = fields.Monetary(
        "FX difference", currency_field="company_currency_id", copy=False
    )
    estimated_profit = fields.Monetary(
        currency_field="company_currency_id", groups=PROFIT, copy=False
    )
    actual_profit = fields.Monetary(
        currency_field="company_currency_id", groups=PROFIT, copy=False
    )
    expected_profit = fields.Monetary(
        currency_field="company_currency_id", groups=PROFIT, copy=False
    )
    profit_variance = fields.Monetary(
        currency_field="company_currency_id", groups=PROFIT, copy=False
    )
