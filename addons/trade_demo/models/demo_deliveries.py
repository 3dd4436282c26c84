from odoo import api, models

from ..tools.story import DELIVERED


class TradeDemoBuilder(models.AbstractModel):
    _inherit = "trade.demo.builder"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _deliver_orders(self):
        """Deliver the orders that left the warehouse, oldest first."""
        for row in self._orders_table():
            if row["stage"] in DELIVERED:
                pickings = self._sale_order(row).picking_ids
                pickings.action_assign()
                self._receive_on(pickings, row["days"].shipped)
