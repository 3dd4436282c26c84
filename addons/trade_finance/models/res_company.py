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
    trade_instalment_plan = fields.Boolean(
        "Payment plan of orders",
        help="Confirming an order with a payment term makes its payment plan: what is "
        "due when, and what it waits for.",
    )
    trade_instalment_sets_due_date = fields.Boolean(
        "Events set the due dates of invoices",
        help="When the event happens that a payment term counts from, the open "
        "receivable of the order's invoices gets that due date.",
    )
    trade_gate_deposit = fields.Boolean(
        "No purchase before the deposit",
        help="A purchase for a sales order waits until the order's deposit is there.",
    )
    trade_gate_balance = fields.Boolean(
        "No B/L release before the balance",
        help="The documents of a shipment are not handed over before what is due "
        "against them is there.",
    )
