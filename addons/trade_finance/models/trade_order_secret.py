import functools

from odoo import models


class TradeOrderSecret(models.AbstractModel):
    """Written down of an order: for those only who may read sales orders at all.

    Rules say whose orders a salesperson sees. Somebody without any right on sales
    orders falls under none of them, and would see what all of them earn.
    """

    _name = "trade.order.secret"
    _description = "Secret of an Order"

    def _check_access(self, operation):
        if result := super()._check_access(operation):
            return result
        if self.env.su or self.env["sale.order"].has_access("read"):
            return None
        make_error = self.env["ir.model.access"]._make_access_error
        return self, functools.partial(make_error, "sale.order", "read")
