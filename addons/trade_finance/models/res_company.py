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
    trade_rate_max_age = fields.Integer(
        "Warn of exchange rates older than",
        default=7,
        help="Days. A quotation or order whose exchange rate is older shows a warning; "
        "nothing is stopped. 0: no warning.",
    )
    trade_rate_age_note = fields.Boolean(
        "Note old rates in the order's history",
        help="Confirming an order at a rate that is too old leaves a note in its "
        "chatter.",
    )

    _trade_rate_max_age_positive = models.Constraint(
        "CHECK (trade_rate_max_age >= 0)",
        "The age of an exchange rate is a number of days: enter 0 for no warning.",
    )
