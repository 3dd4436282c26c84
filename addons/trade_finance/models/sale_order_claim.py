# Apart from the rest of the model: all of it belongs to claiming.
# pylint: disable=consider-merging-classes-inherited
from odoo import api, fields, models

from .sale_order_receipt import ACCOUNTING

# Others read orders too, to ship them: the money is none of their business.
CLAIMS = f"{ACCOUNTING},sales_team.group_sale_salesman"


class SaleOrder(models.Model):
    """The receipts that were claimed for an order."""

    _inherit = "sale.order"

    trade_claim_line_ids = fields.One2many(
        "trade.receipt.claim.line", "order_id", "Claims of receipts", groups=CLAIMS
    )
    trade_claim_count = fields.Integer(
        "Claimed receipts", compute="_compute_trade_claim_count", groups=CLAIMS
    )

    @api.depends("trade_claim_line_ids")
    def _compute_trade_claim_count(self):
        groups = self.env["trade.receipt.claim.line"]._read_group(
            [("order_id", "in", self.ids)], ["order_id"], ["claim_id:count_distinct"]
        )
        counts = {order.id: count for order, count in groups}
        for order in self:
            order.trade_claim_count = counts.get(order.id, 0)

    def _get_claimable(self):
        """Return what the order waits for in its currency; a quotation, its total."""
        if self.state in ("draft", "sent"):
            return self.amount_total - self.amount_received
        return self.amount_outstanding

    def action_view_claims(self):
        """Open the receipts that were claimed for the orders."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "trade_finance.trade_receipt_claim_sale_action"
        )
        return {
            **action,
            "domain": [("line_ids.order_id", "in", self.ids)],
            "context": {},
        }
