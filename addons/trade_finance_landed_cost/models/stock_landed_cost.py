from odoo import models
from odoo.exceptions import UserError

from ..tools import late_cost


class StockLandedCost(models.Model):
    _inherit = "stock.landed.cost"

    def button_validate(self):
        """Note what left before, of the very stock core capitalises the cost on."""
        self._check_can_validate()
        self._check_lines_of_no_order()
        for cost in self.filtered(lambda cost: not cost.valuation_adjustment_lines):
            cost.compute_landed_cost()
        self.env["trade.landed.cost.share"]._write_late_shares(self)
        return super().button_validate()

    def _check_lines_of_no_order(self):
        """Refuse a bill line that is a cost of an order already."""
        lines = self.vendor_bill_id.invoice_line_ids.filtered("is_landed_costs_line")
        tied = lines.filtered(
            lambda line: line.trade_order_id or line.sudo().trade_spread_ids
        )
        if tied:
            raise UserError(
                self.env._(
                    "“%(lines)s” on %(bill)s is a cost of a sales order. As a landed "
                    "cost it would count twice: empty “For sales order” or clear the "
                    "spread first.",
                    lines=", ".join(line.name or "" for line in tied),
                    bill=", ".join(tied.move_id.mapped("display_name")),
                )
            )

    def _get_late_lines(self):
        """Return {stock move: adjustment lines} of the landed cost."""
        self.ensure_one()
        lines = self.valuation_adjustment_lines.with_company(self.company_id)
        valued = lines.filtered(
            lambda line: line.move_id.state == "done" and line.additional_landed_cost
        )
        return valued.grouped("move_id")


class StockMove(models.Model):
    _inherit = "stock.move"

    def _get_late_deliveries(self, quantity):
        """Return [(delivery id, quantity)] of what has left of the receipt by now.

        First in, first out, also under average cost: so core itself reckons what of a
        receipt remains. A delivery that gets a landed cost bears all of it.
        """
        self.ensure_one()
        if self.is_out:
            return [(self.id, quantity)]
        stack = self.product_id._get_remaining_moves().get(self.product_id, {})
        gone = quantity - stack.get(self, 0.0)
        if not self.is_in or gone <= 0:
            return []
        moves = self._get_moves_of_stock()
        later = moves.filtered(
            lambda move: move.is_in and (move.date, move.id) > (self.date, self.id)
        )
        skip = sum(move._get_valued_qty() - stack.get(move, 0.0) for move in later)
        deliveries = [
            (move.id, move._get_valued_qty())
            for move in moves.sorted("id").sorted("date")[::-1]
            if move.is_out
        ]
        return late_cost.take_last(deliveries, skip, gone)

    def _get_moves_of_stock(self):
        """Return the receipts and deliveries of the product since the receipt."""
        return self.search(
            [
                ("product_id", "=", self.product_id.id),
                ("company_id", "=", self.company_id.id),
                ("date", ">=", self.date),
                "|",
                ("is_in", "=", True),
                ("is_out", "=", True),
            ]
        )
