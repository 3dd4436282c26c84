# One class would make a file of 500 lines.
# pylint: disable=consider-merging-classes-inherited
from odoo import fields, models
from odoo.exceptions import UserError

from ..tools import id_list

MOST_ORDERS = 5000


class SaleOrder(models.Model):
    """Orders as an Excel workbook, and the ways from their figures to the records."""

    _inherit = "sale.order"

    def action_export_profit(self):
        """Download the profit of these orders as one workbook."""
        self.check_access("read")
        self._check_workbook_size()
        return {
            "type": "ir.actions.act_url",
            "url": f"/trade_finance/profit.xlsx?orders={id_list.pack(self.ids)}",
            "target": "download",
        }

    def _check_workbook_size(self):
        """Refuse what would take minutes and a lot of memory."""
        if len(self) > MOST_ORDERS:
            raise UserError(
                self.env._(
                    "You selected %(count)s orders; one workbook takes up to %(most)s. "
                    "Filter the list, for instance by year, and export it in parts.",
                    count=len(self),
                    most=MOST_ORDERS,
                )
            )

    def _get_workbook_name(self):
        """Return the file name: of the order, or of the day of the list."""
        if len(self) == 1:
            return self.env._("Profit %(order)s", order=self.name) + ".xlsx"
        today = fields.Date.to_string(fields.Date.context_today(self))
        return self.env._("Profit of orders %(date)s", date=today) + ".xlsx"

    def _export_workbook(self):
        """Return the xlsx file of these orders, with what the reader may see."""
        self._check_workbook_size()
        if len(self) == 1:
            return self.env["trade.profit.workbook"]._build_order(self)
        return self.env["trade.profit.workbook"]._build_orders(self)

    # == Each figure opens its records ==

    def action_view_estimated_lines(self):
        """Open the estimate behind the order's estimated profit, line by line."""
        return self._view_profit_stage("estimated")

    def action_view_actual_lines(self):
        """Open the posted facts behind the order's actual profit."""
        return self._view_profit_stage("actual")

    def _view_profit_stage(self, stage):
        action = self.action_view_profit_lines()
        return {
            **action,
            "name": ", ".join(self.mapped("name")),
            "domain": [*action["domain"], ("stage", "=", stage)],
            "views": [(False, "list"), (False, "pivot"), (False, "graph")],
            "view_mode": "list,pivot,graph",
        }
