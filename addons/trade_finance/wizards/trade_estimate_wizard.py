from odoo import fields, models


class TradeEstimateWizard(models.TransientModel):
    _name = "trade.estimate.wizard"
    _description = "Estimate the Profit"

    order_ids = fields.Many2many("sale.order", string="Sales orders", required=True)
    reason = fields.Char(
        "Why",
        required=True,
        help="What has changed since the last version, for whoever reads it later.",
    )

    def action_estimate(self):
        """Write down a further version for each order."""
        self.order_ids.check_access("write")
        estimates = self.env["trade.profit.estimate"]
        estimates._check_rates(self.order_ids)
        estimates._create_versions(self.order_ids, self.reason)
        return {"type": "ir.actions.act_window_close"}
