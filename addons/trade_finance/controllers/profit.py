from odoo.exceptions import AccessError, UserError
from odoo.http import Controller, content_disposition, request, route

from ..models.sale_order import PROFIT
from ..tools import id_list

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ProfitController(Controller):
    @route("/trade_finance/profit.xlsx", auth="user", readonly=True)
    def profit_xlsx(self, orders=""):
        """Send the workbook of those of `orders` that the user may read.

        :param orders: ids, packed by ``tools/id_list.py``
        """
        user = request.env.user
        # The session may still hold the language the user had at log-in.
        env = request.env(context={**request.env.context, **user.context_get()})
        if not user.has_group(PROFIT):
            raise AccessError(
                env._(
                    "What orders earn is for the group “Profit by cost type”: ask an "
                    "administrator to add you to it."
                )
            )
        found = env["sale.order"].search([("id", "in", id_list.unpack(orders))])
        if not found:
            raise UserError(
                env._(
                    "None of these orders is there for you to read any more: select "
                    "them again in the list, then export."
                )
            )
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(found._get_workbook_name())),
        ]
        return request.make_response(found._export_workbook(), headers)
