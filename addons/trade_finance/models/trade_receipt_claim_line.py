from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .sale_order_receipt import ACCOUNTING


class TradeReceiptClaimLine(models.Model):
    """The part of a receipt that is claimed for one order."""

    _name = "trade.receipt.claim.line"
    _description = "Order a Receipt Is Claimed for"
    _order = "claim_id, id"
    _check_company_auto = True
    _rec_name = "order_id"

    claim_id = fields.Many2one(
        "trade.receipt.claim",
        "Receipt",
        required=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(related="claim_id.company_id", store=True)
    state = fields.Selection(related="claim_id.state")
    currency_id = fields.Many2one(related="claim_id.currency_id")
    order_id = fields.Many2one(
        "sale.order",
        "Sales order",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    partner_id = fields.Many2one(related="order_id.partner_id")
    order_currency_id = fields.Many2one(
        related="order_id.currency_id", string="Order currency"
    )
    invoice_id = fields.Many2one(
        "account.move",
        index="btree_not_null",
        check_company=True,
        groups=ACCOUNTING,
        help="Settle this invoice. Empty: the order's open invoices, oldest due first.",
    )
    amount = fields.Monetary(required=True, help="In the money's currency.")
    order_amount = fields.Monetary(
        "Settles",
        currency_field="order_currency_id",
        compute="_compute_order_amount",
        store=True,
        readonly=False,
        precompute=True,
        help="What it settles in the order's currency, at the rate of the receipt's "
        "day. Change it where another rate was agreed.",
    )
    payment_ids = fields.One2many(
        "account.payment", "trade_claim_line_id", "Payments", groups=ACCOUNTING
    )

    _amount_positive = models.Constraint(
        "CHECK(amount > 0)", "The amount claimed for an order must be more than zero."
    )
    _order_amount_positive = models.Constraint(
        "CHECK(order_amount >= 0)",
        "What a claim settles in the order's currency cannot be negative.",
    )
    _order_uniq = models.UniqueIndex(
        "(claim_id, order_id, COALESCE(invoice_id, 0))",
        "An order stands once in a claim: add the amounts up.",
    )

    @api.depends("amount", "order_id.currency_id", "claim_id.date", "currency_id")
    def _compute_order_amount(self):
        for line in self:
            line.order_amount = line.claim_id._convert_for_order(
                line.amount, line.order_id
            )

    @api.constrains("amount", "claim_id")
    def _check_amount(self):
        self.claim_id._check_claimed()

    @api.constrains("order_amount", "amount", "order_id")
    def _check_order_amount(self):
        for line in self:
            currency = line.currency_id
            if currency == line.order_currency_id and currency.compare_amounts(
                line.order_amount, line.amount
            ):
                raise ValidationError(
                    self.env._(
                        "%(order)s is in the currency of the money: what settles it is "
                        "the amount itself, %(amount)s.",
                        order=line.order_id.name,
                        amount=line.claim_id._say(line.amount),
                    )
                )

    @api.constrains("invoice_id", "order_id")
    def _check_invoice(self):
        for line in self.filtered("invoice_id"):
            if line.order_id not in line.invoice_id.trade_share_ids.order_id:
                raise ValidationError(
                    self.env._(
                        "%(invoice)s is no posted invoice of %(order)s. Choose another "
                        "one, or leave it empty.",
                        invoice=line.invoice_id.display_name,
                        order=line.order_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_open()
        return lines

    def write(self, vals):
        self.check_access("write")
        self._check_open()
        result = super().write(vals)
        if "claim_id" in vals:
            self._check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_claimed(self):
        self._check_open()

    def _check_open(self):
        """Allow changes by hand only between the claim and its confirmation."""
        closed = self.claim_id.filtered(lambda receipt: receipt.state != "claimed")
        if closed and not self.env.su:
            raise UserError(
                self.env._(
                    "%(receipts)s: orders are named with the button Claim, and "
                    "corrected only between claim and confirmation.",
                    receipts=", ".join(closed.mapped("name")),
                )
            )
