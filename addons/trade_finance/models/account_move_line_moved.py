# The order of a posted line is a subject of its own.
# pylint: disable=consider-merging-classes-inherited
from odoo import models


class AccountMoveLine(models.Model):
    """A posted line that is put to another order takes its document's shares along."""

    _inherit = "account.move.line"

    def write(self, vals):
        if "trade_order_id" not in vals:
            return super().write(vals)
        order = self.env["sale.order"].browse(vals["trade_order_id"] or ())
        moved = self.filtered(
            lambda line: line.parent_state == "posted" and line.trade_order_id != order
        )
        orders = moved.trade_order_id | order if moved else order.browse()
        orders._check_trade_open(orders)
        written = super().write(vals)
        self.env["trade.order.share"]._write_document_shares(moved.move_id)
        return written
