from odoo import models
from odoo.exceptions import UserError


class StockLandedCost(models.Model):
    _inherit = "stock.landed.cost"

    def button_validate(self):
        """Note what left before, of the very stock core capitalises the cost on."""
        self._check_can_validate()
        self._check_lines_of_no_order()
        for cost in self.filtered(lambda cost: not cost.valuation_adjustment_lines):
            cost.compute_landed_cost()
        self.env["trade.landed.cost.share"]._write_late_shares(self)
        return super().button_validate()

    def _check_lines_of_no_order(self):
        """Refuse a bill line that is a cost of an order already."""
        lines = self.vendor_bill_id.invoice_line_ids.filtered("is_landed_costs_line")
        tied = lines.filtered(
            lambda line: line.trade_order_id or line.sudo().trade_spread_ids
        )
        if tied:
            raise UserError(
                self.env._(
                    "“%(lines)s” on %(bill)s is a cost of a sales order. As a landed "
                    "cost it would count twice: empty “For sales order” or clear the "
                    "spread first.",
                    lines=", ".join(line.name or "" for line in tied),
                    bill=", ".join(tied.move_id.mapped("display_name")),
                )
            )

    def _get_late_lines(self):
        """Return {stock move: adjustment lines} of the landed cost."""
        self.ensure_one()
        lines = self.valuation_adjustment_lines.with_company(self.company_id)
        valued = lines.filtered(
            lambda line: line.move_id.state == "done" and line.additional_landed_cost
        )
        return valued.grouped("move_id")
