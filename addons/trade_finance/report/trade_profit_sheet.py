from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, OrderedSet

TYPE_STRIDE = 4096


class TradeProfitSheet(models.Model):
    """The profit of an order, one row per cost type: estimate, actual, variance."""

    _name = "trade.profit.sheet"
    _description = "Profit Sheet"
    _auto = False
    _order = "order_id, sequence, cost_type_id"
    _rec_name = "cost_type_id"
    _depends = {
        "trade.cost.type": ["sequence"],
        "trade.profit.line": ["order_id", "cost_type_id", "estimated", "actual"],
    }

    order_id = fields.Many2one("sale.order", "Sales order", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    company_currency_id = fields.Many2one("res.currency", readonly=True)
    cost_type_id = fields.Many2one("trade.cost.type", readonly=True)
    sequence = fields.Integer(readonly=True)
    estimated = fields.Monetary(currency_field="company_currency_id", readonly=True)
    actual = fields.Monetary(currency_field="company_currency_id", readonly=True)
    variance = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        help="Actual less estimated. Plus improves the profit.",
    )

    @property
    def _table_query(self):
        return SQL(
            """SELECT line.order_id::int8 * %s + line.cost_type_id AS id,
                      line.order_id, line.company_id, line.company_currency_id,
                      line.cost_type_id, cost_type.sequence,
                      SUM(line.estimated) AS estimated,
                      SUM(line.actual) AS actual,
                      SUM(line.variance) AS variance
                 FROM %s line
                 JOIN trade_cost_type cost_type ON cost_type.id = line.cost_type_id
             GROUP BY line.order_id, line.company_id, line.company_currency_id,
                      line.cost_type_id, cost_type.sequence""",
            TYPE_STRIDE,
            self.env["trade.profit.line"]._table_sql,
        )

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Name the orders next to the ids, which say them.

        An id is computed by the view: alone it would read the facts of all orders.
        """
        domain = Domain(domain).map_conditions(self._add_orders_of_ids)
        return super()._search(domain, *args, **kwargs)

    def _add_orders_of_ids(self, condition):
        if condition.field_expr != "id" or condition.operator not in ("=", "in"):
            return condition
        value = condition.value
        ids = [value] if isinstance(value, int) else value
        if not isinstance(ids, list | tuple | set | OrderedSet):
            return condition
        orders = {row_id // TYPE_STRIDE for row_id in ids if row_id}
        return condition & Domain("order_id", "in", orders)

    def action_open_estimated(self):
        """Open the estimate's lines behind the row."""
        return self._open_lines("estimated")

    def action_open_actual(self):
        """Open the posted facts behind the row."""
        return self._open_lines("actual")

    def action_open_variance(self):
        """Open both sides of the row, side by side."""
        return self._open_lines()

    def _open_lines(self, stage=None):
        self.ensure_one()
        domain = [
            ("order_id", "=", self.order_id.id),
            ("cost_type_id", "=", self.cost_type_id.id),
        ]
        if stage:
            domain.append(("stage", "=", stage))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._(
                "%(order)s: %(cost_type)s",
                order=self.order_id.name,
                cost_type=self.cost_type_id.name,
            ),
            "res_model": "trade.profit.line",
            "view_mode": "list,pivot",
            "domain": domain,
        }
