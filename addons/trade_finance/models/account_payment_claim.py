# Apart from the rest of the model: all of it belongs to claiming.
# pylint: disable=consider-merging-classes-inherited
from odoo import fields, models


class AccountPayment(models.Model):
    """The receipt a payment was made from."""

    _inherit = "account.payment"

    trade_claim_id = fields.Many2one(
        "trade.receipt.claim",
        "Claimed receipt",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    trade_claim_line_id = fields.Many2one(
        "trade.receipt.claim.line",
        "Part of the receipt",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    # Whoever confirms a receipt twice at once fails here, if nowhere else.
    _trade_claim_line_uniq = models.UniqueIndex(
        "(trade_claim_line_id) WHERE state NOT IN ('canceled', 'rejected')",
        "This part of the receipt is booked already.",
    )
