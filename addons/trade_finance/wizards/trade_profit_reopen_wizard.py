from odoo import fields, models


class TradeProfitReopenWizard(models.TransientModel):
    _name = "trade.profit.reopen.wizard"
    _description = "Reopen the Profit Sheet"

    order_ids = fields.Many2many("sale.order", string="Sales orders", required=True)
    reason = fields.Char(
        "Why", required=True, help="Stands in the chatter of the order."
    )

    def action_reopen(self):
        """Open the closed profit sheets again."""
        self.order_ids._reopen_trade_profit(self.reason)
        return {"type": "ir.actions.act_window_close"}
