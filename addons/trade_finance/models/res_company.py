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
    trade_closed_blocks = fields.Boolean(
        "Post nothing for closed orders",
        help="Documents that name an order whose profit sheet is closed are refused. "
        "Off: they are posted, and whoever closed the sheet is told.",
    )
