from odoo import api, fields, models

from ..tools import late_cost


class TradeLandedCostShare(models.Model):
    """The slice of a landed cost that came too late for one delivery.

    Written once, when the landed cost is validated: the goods left of a receipt stand
    with core's own remaining quantity, so the slices of the deliveries and what core
    capitalises add up to the landed cost. An order gets round(cost x share_to) -
    round(cost x share_from).
    """

    _name = "trade.landed.cost.share"
    _description = "Late Landed Cost of a Delivery"
    _order = "adjustment_id, share_from"

    adjustment_id = fields.Many2one(
        "stock.valuation.adjustment.lines",
        "Landed cost",
        required=True,
        ondelete="cascade",
        index=True,
    )
    move_id = fields.Many2one(
        "stock.move", "Delivery", required=True, ondelete="cascade", index=True
    )
    order_id = fields.Many2one(
        related="move_id.sale_line_id.order_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        string="Sales order",
    )
    company_id = fields.Many2one(
        related="adjustment_id.cost_id.company_id", store=True, precompute=True
    )
    share_from = fields.Float("From", digits=0)
    share_to = fields.Float("To", digits=0)

    @api.model
    def _write_late_shares(self, costs):
        """Write which deliveries the landed costs come too late for."""
        # The split is a fact of the landed cost: whoever may validate it may write it.
        self.sudo().create(
            [
                values
                for cost in costs
                for move, lines in cost._get_late_lines().items()
                for values in self._prepare_shares(move, lines)
            ]
        )

    @api.model
    def _prepare_shares(self, move, lines):
        """Return the values of the shares of the `lines` that adjust `move`."""
        quantity = move._get_valued_qty()
        taken = move._get_late_deliveries(quantity)
        remaining = quantity - sum(part for _delivery, part in taken)
        spans = late_cost.slices(quantity, remaining, [part for _id, part in taken])
        return [
            {
                "adjustment_id": line.id,
                "move_id": delivery,
                "share_from": start,
                "share_to": end,
            }
            for line in lines
            for (delivery, _part), (start, end) in zip(taken, spans, strict=True)
        ]
