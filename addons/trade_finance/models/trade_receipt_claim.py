from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import claim
from .sale_order_receipt import ACCOUNTING

ORDERS = f"{ACCOUNTING},sales_team.group_sale_salesman_all_leads"


class TradeReceiptClaim(models.Model):
    """Money on the bank that nobody recognises yet.

    Finance registers it, sales claims it for orders, finance confirms: then payments
    exist. `amount` is what the bank credited; what can be claimed is more where the
    banks kept a fee that the seller bears.
    """

    _name = "trade.receipt.claim"
    _description = "Receipt to Claim"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True
    # Salespeople answer in the chatter of a receipt they cannot change.
    _mail_post_access = "read"

    name = fields.Char("Number", readonly=True, copy=False, default="/")
    state = fields.Selection(
        [
            ("unclaimed", "Unclaimed"),
            ("claimed", "Claimed"),
            ("confirmed", "Confirmed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default="unclaimed",
        index=True,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    date = fields.Date(
        required=True,
        copy=False,
        default=fields.Date.context_today,
        tracking=True,
        help="Day the bank credited the money. Its exchange rate counts.",
    )
    age = fields.Integer(
        "Days waiting", compute="_compute_age", help="Days since the money came in."
    )
    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    amount = fields.Monetary(
        "Credited",
        required=True,
        tracking=True,
        help="What the bank credited, after its fee, in the money's currency.",
    )
    fee_amount = fields.Monetary(
        "Bank fee",
        copy=False,
        help="What the banks kept on the way, in the money's currency.",
    )
    fee_bearer = fields.Selection(
        [("company", "We do"), ("customer", "The customer does")],
        "Who bears the fee",
        required=True,
        default="company",
        help="We do: the customer is credited with the fee too, and it is booked as "
        "our expense. The customer does: only the money that arrived is credited, the "
        "customer still owes the fee.",
    )
    amount_claimable = fields.Monetary(
        "To be claimed",
        compute="_compute_amount_claimable",
        store=True,
        help="What customers are credited with: the money, and the fee if we bear it.",
    )
    amount_claimed = fields.Monetary(
        "Claimed", compute="_compute_amount_claimed", store=True
    )
    amount_rest = fields.Monetary(
        "Left over",
        compute="_compute_amount_claimed",
        store=True,
        help="Not claimed for an order: stays as the customer's credit.",
    )
    rest_partner_id = fields.Many2one(
        "res.partner",
        "Credit of",
        compute="_compute_rest_partner_id",
        store=True,
        readonly=False,
        check_company=True,
        help="The customer whose credit the part is that no order was named for.",
    )
    payer = fields.Char(
        tracking=True, help="Who paid, in the words of the bank's statement."
    )
    payer_key = fields.Char(compute="_compute_payer_key", store=True, index=True)
    memo = fields.Char(
        "Reference",
        help="What the payer wrote. Numbers of orders and invoices in it are found.",
    )
    payer_account = fields.Char("Payer's account", groups=ACCOUNTING)
    journal_id = fields.Many2one(
        "account.journal",
        "Bank",
        check_company=True,
        domain=[("type", "in", ("bank", "cash"))],
        groups=ACCOUNTING,
    )
    slip = fields.Binary("Bank slip", attachment=True, copy=False, groups=ACCOUNTING)
    slip_name = fields.Char(copy=False, groups=ACCOUNTING)
    user_id = fields.Many2one(
        "res.users",
        "Registered by",
        default=lambda self: self.env.user,
        copy=False,
        help="Is reminded when nobody claims the money.",
    )
    claimer_id = fields.Many2one(
        "res.users",
        "Claimed by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        tracking=True,
    )
    claim_date = fields.Datetime("Claimed on", readonly=True, copy=False)
    return_reason = fields.Char(
        "Why it came back",
        readonly=True,
        copy=False,
        help="What finance or the claimer said when the last claim was undone.",
    )
    reminder_date = fields.Date("Reminded on", readonly=True, copy=False)
    line_ids = fields.One2many("trade.receipt.claim.line", "claim_id", "Claimed for")
    twin_id = fields.Many2one(
        "trade.receipt.claim", "Same money", compute="_compute_twin_id"
    )
    order_ids = fields.Many2many(
        "sale.order", compute="_compute_order_ids", groups=ORDERS
    )
    salesperson_ids = fields.Many2many(
        "res.users",
        "trade_receipt_claim_salesperson_rel",
        string="Salespeople",
        compute="_compute_salesperson_ids",
        store=True,
        help="The salespeople of the orders it is claimed for: they see it too.",
    )
    payment_ids = fields.One2many(
        "account.payment", "trade_claim_id", "Payments", groups=ACCOUNTING
    )
    is_payment_missing = fields.Boolean(
        compute="_compute_is_payment_missing", groups=ACCOUNTING
    )

    _amount_positive = models.Constraint(
        "CHECK(amount > 0)",
        "The credited amount must be more than zero. What went out is no receipt.",
    )
    _fee_not_negative = models.Constraint(
        "CHECK(fee_amount >= 0)", "The bank fee cannot be negative: enter it as it is."
    )
    # Two transactions that add claims both write this sum: one of them loses.
    _claimed_within_amount = models.Constraint(
        "CHECK(amount_claimed <= amount_claimable)",
        "More was claimed than came in. Lower the amounts of the claim.",
    )
    _claimed_by_somebody = models.Constraint(
        "CHECK((state IN ('claimed', 'confirmed')) = (claimer_id IS NOT NULL))",
        "A claimed receipt has a claimer, and no other has.",
    )

    @api.depends("date", "state")
    @api.depends_context("tz")
    def _compute_age(self):
        today = fields.Date.context_today(self)
        for receipt in self:
            is_waiting = receipt.state in ("unclaimed", "claimed") and receipt.date
            receipt.age = (today - receipt.date).days if is_waiting else 0

    @api.depends("journal_id", "company_id")
    def _compute_currency_id(self):
        for receipt in self:
            bank = receipt.journal_id.currency_id
            current = receipt.currency_id
            if not current or (bank and receipt.state == "unclaimed"):
                receipt.currency_id = bank or receipt.company_id.currency_id
            else:
                receipt.currency_id = current

    @api.depends("amount", "fee_amount", "fee_bearer")
    def _compute_amount_claimable(self):
        for receipt in self:
            receipt.amount_claimable = receipt.amount + receipt._get_borne_fee()

    @api.depends("amount_claimable", "line_ids.amount")
    def _compute_amount_claimed(self):
        for receipt in self:
            receipt.amount_claimed = sum(receipt.line_ids.mapped("amount"))
            receipt.amount_rest = receipt.amount_claimable - receipt.amount_claimed

    @api.depends("line_ids.order_id")
    def _compute_rest_partner_id(self):
        for receipt in self:
            partners = receipt.line_ids.order_id.partner_invoice_id
            partners = partners.commercial_partner_id
            if len(partners) == 1:
                receipt.rest_partner_id = partners
            elif partners - receipt.rest_partner_id == partners:
                receipt.rest_partner_id = False

    @api.depends("date", "amount", "currency_id", "company_id")
    def _compute_twin_id(self):
        def same(receipt):
            money = (receipt.amount, receipt.currency_id, receipt.company_id)
            return receipt.date, *money

        alike = self.search(
            [
                ("company_id", "in", self.company_id.ids),
                ("date", "in", self.mapped("date")),
                ("amount", "in", self.mapped("amount")),
                ("state", "!=", "cancelled"),
            ]
        ).grouped(same)
        for receipt in self:
            twins = alike.get(same(receipt), self.browse())
            receipt.twin_id = (twins - receipt._origin)[:1]

    @api.depends("payer")
    def _compute_payer_key(self):
        for receipt in self:
            receipt.payer_key = claim.normalise_name(receipt.payer)

    @api.depends("line_ids.order_id")
    def _compute_order_ids(self):
        for receipt in self:
            receipt.order_ids = receipt.line_ids.order_id

    # Stored for the access rule, which reads as superuser: through the lines it would
    # leave other people's lines in the cache of the reader.
    @api.depends("line_ids.order_id.user_id")
    def _compute_salesperson_ids(self):
        for receipt in self:
            receipt.salesperson_ids = receipt.line_ids.order_id.user_id

    @api.depends("state", "payment_ids.state")
    def _compute_is_payment_missing(self):
        for receipt in self:
            live = receipt.payment_ids.filtered(
                lambda payment: payment.state in ("in_process", "paid")
            )
            parts = len(receipt.line_ids) + bool(receipt.amount_rest)
            receipt.is_payment_missing = (
                receipt.state == "confirmed" and len(live) < parts
            )

    @api.constrains("amount_claimable", "line_ids")
    def _check_claimed(self):
        for receipt in self:
            if receipt.currency_id.compare_amounts(receipt.amount_rest, 0) < 0:
                raise ValidationError(receipt._say_too_much(receipt.amount_claimed))
