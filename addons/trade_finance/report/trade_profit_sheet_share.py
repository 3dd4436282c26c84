# One class would make a file of 500 lines.
# pylint: disable=consider-merging-classes-inherited
from odoo import api, fields, models

from ..tools import profit


class TradeProfitSheet(models.Model):
    """What part of the revenue each row of the sheet is."""

    _inherit = "trade.profit.sheet"

    actual_share = fields.Float(
        "% of revenue",
        compute="_compute_actual_share",
        help="The row's actual amount in percent of the order's actual revenue.",
    )

    # Not on the order's revenue: each write of it would read the sheet to refresh it.
    @api.depends("actual")
    def _compute_actual_share(self):
        for row in self:
            row.actual_share = profit.percent(row.actual, row.order_id.actual_revenue)
