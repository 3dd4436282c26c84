from odoo import models

from ..tools import late_cost


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
