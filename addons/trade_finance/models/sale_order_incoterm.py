# Each concern of the order stands in a file of its own.
# pylint: disable=consider-merging-classes-inherited
from odoo import fields, models

from .sale_order import PROFIT


class SaleOrder(models.Model):
    """What the last estimate says beside its lines, and other incoterms."""

    _inherit = "sale.order"

    trade_estimate_warning = fields.Text(
        related="trade_estimate_id.warning", string="Not estimated", groups=PROFIT
    )
    trade_exchange_cost = fields.Float(
        related="trade_estimate_id.exchange_cost", groups=PROFIT
    )
    trade_export_refund_amount = fields.Monetary(
        related="trade_estimate_id.export_refund",
        currency_field="company_currency_id",
        groups=PROFIT,
    )

    def action_compare_incoterms(self):
        """Price the order under all incoterms, side by side."""
        self.ensure_one()
        self.env["trade.profit.estimate"]._check_rates(self)
        wizard = self.env["trade.incoterm.wizard"]._create_for(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("%(order)s: incoterms", order=self.name),
            "res_model": "trade.incoterm.wizard",
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }
