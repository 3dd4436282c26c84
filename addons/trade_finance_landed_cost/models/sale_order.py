from odoo import api, fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    trade_landed_share_ids = fields.One2many(
        "trade.landed.cost.share",
        "order_id",
        "Late landed costs",
        groups="account.group_account_invoice,account.group_account_readonly",
    )

    @api.depends(
        "trade_landed_share_ids.share_to",
        "trade_landed_share_ids.adjustment_id.additional_landed_cost",
        "trade_landed_share_ids.adjustment_id.cost_id.state",
    )
    def _compute_profit(self):
        return super()._compute_profit()
