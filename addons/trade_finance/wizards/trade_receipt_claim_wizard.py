from odoo import Command, api, fields, models

PREFILL_SCORE = 60
"""From this sure on, the likeliest order is proposed with an amount."""


class TradeReceiptClaimWizard(models.TransientModel):
    """Claim one receipt for one or several orders."""

    _name = "trade.receipt.claim.wizard"
    _description = "Claim a Receipt"

    claim_id = fields.Many2one("trade.receipt.claim", "Receipt", required=True)
    # As the user: anybody can make a wizard of a receipt or order that is not theirs.
    company_id = fields.Many2one(related="claim_id.company_id", related_sudo=False)
    currency_id = fields.Many2one(related="claim_id.currency_id", related_sudo=False)
    date = fields.Date(related="claim_id.date", related_sudo=False)
    payer = fields.Char(related="claim_id.payer", related_sudo=False)
    memo = fields.Char(related="claim_id.memo", related_sudo=False)
    return_reason = fields.Char(related="claim_id.return_reason", related_sudo=False)
    amount_claimable = fields.Monetary(
        related="claim_id.amount_claimable", related_sudo=False
    )
    amount_rest = fields.Monetary("Left over", compute="_compute_amount_rest")
    line_ids = fields.One2many("trade.receipt.claim.wizard.line", "wizard_id", "Orders")
    has_foreign = fields.Boolean(compute="_compute_has_foreign")

    @api.depends("amount_claimable", "line_ids.amount")
    def _compute_amount_rest(self):
        for wizard in self:
            claimed = sum(wizard.line_ids.mapped("amount"))
            wizard.amount_rest = wizard.amount_claimable - claimed

    @api.depends("line_ids.order_currency_id", "currency_id")
    def _compute_has_foreign(self):
        for wizard in self:
            currencies = wizard.line_ids.order_currency_id
            wizard.has_foreign = bool(currencies - wizard.currency_id)

    @api.model
    def _create_for(self, receipt):
        """Make the wizard for `receipt`, with the orders that may have been paid."""
        suggestions = receipt._get_suggestions()[receipt]
        scores = [suggestion.score for suggestion in suggestions]
        is_clear = (
            bool(scores)
            and scores[0] >= PREFILL_SCORE
            and scores[0] > max(scores[1:], default=0)
        )
        return self.create(
            {
                "claim_id": receipt.id,
                "line_ids": [
                    Command.create(
                        {
                            "order_id": one.order.id,
                            "reasons": receipt._say_reasons(one),
                            "score": one.score,
                            "amount": self._propose(receipt, one.order)
                            if is_clear and not index
                            else 0.0,
                        }
                    )
                    for index, one in enumerate(suggestions)
                ],
            }
        )

    @api.model
    def _propose(self, receipt, order):
        """Return the amount to propose for the likeliest order."""
        due = order._get_claimable()
        if order.currency_id != receipt.currency_id or due <= 0:
            return receipt.amount_claimable
        return min(receipt.amount_claimable, due)

    def action_claim(self):
        """Claim the money for the orders that have an amount."""
        self.ensure_one()
        self.claim_id._claim(
            [line._prepare_part() for line in self.line_ids if line.amount]
        )
        return {"type": "ir.actions.act_window_close"}
