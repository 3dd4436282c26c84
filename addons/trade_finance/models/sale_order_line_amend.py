# Each concern of the line stands in a file of its own.
# pylint: disable=consider-merging-classes-inherited
from odoo import api, models

AMENDING = ("product_id", "product_uom_id", "product_uom_qty", "price_unit", "discount")
"""What is agreed with the customer; deliveries and invoices write none of it."""


class SaleOrderLine(models.Model):
    """Lines of a confirmed order that are changed, added or removed amend it."""

    _inherit = "sale.order.line"

    def _filter_sold(self):
        """Return the lines that count: no text, no down payment, no expense."""
        return self.filtered(
            lambda line: (
                not (line.display_type or line.is_downpayment or line.is_expense)
            )
        )

    def _get_sold_values(self):
        """Return {line id: what it sells}, to compare before with after."""
        return {
            line.id: (
                line.product_id.id,
                line.product_uom_id.id,
                line.product_uom_qty,
                line.price_unit,
                line.discount,
            )
            for line in self
        }

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._filter_sold().order_id._filter_amendable()._estimate_amended()
        return lines

    def write(self, vals):
        if vals.keys().isdisjoint(AMENDING):
            return super().write(vals)
        orders = self._filter_sold().order_id._filter_amendable()
        if not orders:
            return super().write(vals)
        before = orders._get_promised()
        amending = self.with_context(trade_amending=True)
        written = super(SaleOrderLine, amending).write(vals)
        after = orders._get_promised()
        changed = orders.filtered(lambda order: before[order] != after[order])
        changed._estimate_amended()
        return written

    def unlink(self):
        orders = self._filter_sold().order_id._filter_amendable()
        unlinked = super().unlink()
        orders._estimate_amended()
        return unlinked
