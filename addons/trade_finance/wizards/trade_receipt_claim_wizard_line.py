from odoo import api, fields, models


class TradeReceiptClaimWizardLine(models.TransientModel):
    """An order the receipt may be for, and how much of it."""

    _name = "trade.receipt.claim.wizard.line"
    _description = "Order in the Claim of a Receipt"
    _order = "score desc, id"

    wizard_id = fields.Many2one(
        "trade.receipt.claim.wizard", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="wizard_id.company_id", related_sudo=False)
    currency_id = fields.Many2one(related="wizard_id.currency_id", related_sudo=False)
    order_id = fields.Many2one("sale.order", "Sales order", required=True)
    partner_id = fields.Many2one(related="order_id.partner_id", related_sudo=False)
    order_currency_id = fields.Many2one(
        related="order_id.currency_id", related_sudo=False, string="Order currency"
    )
    outstanding = fields.Monetary(
        compute="_compute_outstanding",
        currency_field="order_currency_id",
        help="What the order still waits for; of a quotation, its total.",
    )
    reasons = fields.Text("Why", readonly=True)
    score = fields.Integer("Sure", readonly=True, help="From 0 to 100.")
    amount = fields.Monetary("Claim", help="In the money's currency.")
    order_amount = fields.Monetary(
        "Settles",
        currency_field="order_currency_id",
        compute="_compute_order_amount",
        store=True,
        readonly=False,
        help="What it settles in the order's currency, at the rate of the receipt's "
        "day. Change it where another rate was agreed.",
    )
    is_foreign = fields.Boolean(compute="_compute_is_foreign")

    @api.depends("amount", "order_id")
    def _compute_order_amount(self):
        for line in self:
            line.order_amount = line.wizard_id.claim_id._convert_for_order(
                line.amount, line.order_id
            )

    @api.depends("order_id")
    def _compute_outstanding(self):
        for line in self:
            line.outstanding = line.order_id._get_claimable()

    @api.depends("order_id", "currency_id")
    def _compute_is_foreign(self):
        for line in self:
            line.is_foreign = (
                line.order_id and line.order_currency_id != line.currency_id
            )

    def _prepare_part(self):
        """Return the values `_claim` takes."""
        part = {"order_id": self.order_id.id, "amount": self.amount}
        if self.is_foreign:
            part["order_amount"] = self.order_amount
        return part
