from odoo import models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _action_done(self):
        result = super()._action_done()
        # Whoever validates a delivery may not write the plan of its order.
        orders = self.sudo().move_ids.sale_line_id.order_id.with_env(self.env)
        if orders:
            orders._refresh_trade_event("delivery")
        return result
