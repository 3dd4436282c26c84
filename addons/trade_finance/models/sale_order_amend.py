# Each concern of the order stands in a file of its own.
# pylint: disable=consider-merging-classes-inherited
from odoo import models
from odoo.tools import SQL

AMENDING = frozenset(["order_line", "incoterm", "partner_id", "partner_shipping_id"])


class SaleOrder(models.Model):
    """Amending a confirmed order makes a further version of its estimate.

    Once for each save, after everything of it is written, and only where the company
    estimates at confirmation. Inside a save, and on the way to the confirmation, the
    context says ``trade_amending``: nothing is estimated yet.
    """

    _inherit = "sale.order"

    def action_confirm(self):
        """Leave to the confirmation's own estimate what it does to lines."""
        confirming = self.with_context(trade_amending=True)
        return super(SaleOrder, confirming).action_confirm()

    def write(self, vals):
        if vals.keys().isdisjoint(AMENDING):
            return super().write(vals)
        watched = self._filter_amendable()
        if not watched:
            return super().write(vals)
        before = watched._get_promised()
        written = super(SaleOrder, self.with_context(trade_amending=True)).write(vals)
        after = watched._get_promised()
        changed = watched.filtered(lambda order: before[order] != after[order])
        changed._filter_amendable()._estimate_amended()
        return written

    def _filter_amendable(self):
        """Return those whose estimate follows amendments; inside a save none."""
        if self.env.context.get("trade_amending"):
            return self.browse()
        return self.filtered(
            lambda order: order.state == "sale" and order.company_id.trade_auto_estimate
        )

    def _get_promised(self):
        """Return {order: what was agreed with the customer}, before or after a save."""
        return {
            order: (
                order.incoterm.id,
                order.partner_shipping_id.id,
                order.order_line._filter_sold()._get_sold_values(),
            )
            for order in self
        }

    def _estimate_amended(self):
        """Write down a further version of each order."""
        if self:
            # Two people amending at once: the second starts over and takes the next
            # number, instead of failing on the one both had read.
            self.env.execute_query(
                SQL(
                    "SELECT id FROM sale_order WHERE id IN %s FOR NO KEY UPDATE",
                    self._ids,
                )
            )
            self.env["trade.profit.estimate"]._create_versions(
                self, self.env._("Order amended")
            )
