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
    trade_export_refund = fields.Boolean(
        "Export tax refund",
        help="Estimates count the purchase VAT that is refunded, or not refunded, when "
        "goods are exported, by the rates of the own country in Duty Rates.",
    )
    trade_purchase_vat = fields.Float(
        "VAT on purchases",
        default=13.0,
        help="Percent vendors charge, for goods whose duty rate names none.",
    )
    trade_cost_vat = fields.Selection(
        [
            ("excluded", "without VAT: what is not refunded is a cost"),
            ("included", "with VAT: the refund is income"),
        ],
        string="Product costs are",
        default="excluded",
        required=True,
        help="How the books carry goods. Without VAT, the refund was never a cost, and "
        "adding it would count it twice.",
    )

    _trade_purchase_vat_percent = models.Constraint(
        "CHECK (trade_purchase_vat >= 0 AND trade_purchase_vat <= 100)",
        "The VAT on purchases is a percentage from 0 to 100, for instance 13.",
    )
    _trade_rate_max_age_positive = models.Constraint(
        "CHECK (trade_rate_max_age >= 0)",
        "The age of an exchange rate is a number of days: enter 0 for no warning.",
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
