from odoo import api, fields, models


class TradeReceiptClaimReason(models.TransientModel):
    """The words that go with sending a receipt back, or with a question about it."""

    _name = "trade.receipt.claim.reason"
    _description = "Reason for Sending a Receipt Back"

    claim_ids = fields.Many2many(
        "trade.receipt.claim", string="Receipts", required=True
    )
    mode = fields.Selection(
        [("ask", "Ask"), ("reject", "Reject"), ("reset", "Undo the booking")],
        required=True,
        default="reject",
    )
    reason = fields.Char(
        help="The claimer and everybody who opens the receipt reads it."
    )
    target = fields.Selection(
        [
            ("claimed", "Claimed: book it again after a correction"),
            ("unclaimed", "Unclaimed: the money is somebody else's"),
        ],
        "Afterwards the receipt is",
        required=True,
        default="claimed",
    )
    user_id = fields.Many2one(
        "res.users",
        "Salesperson",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        domain=[("share", "=", False)],
        help="Gets an activity. Proposed is the salesperson of the likeliest order.",
    )

    @api.depends("claim_ids", "mode")
    def _compute_user_id(self):
        for wizard in self.filtered(lambda wizard: wizard.mode == "ask"):
            found = wizard.claim_ids._get_suggestions(1)
            users = [one.order.user_id for rows in found.values() for one in rows]
            wizard.user_id = next(filter(None, users), False)

    def action_apply(self):
        """Do what the button that opened this stands for."""
        self.ensure_one()
        if self.mode == "ask":
            self.claim_ids._ask(self.user_id, self.reason)
        elif self.mode == "reject":
            self.claim_ids._reject(self.reason)
        else:
            self.claim_ids._reset(self.reason, self.target)
        return {"type": "ir.actions.act_window_close"}
