from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .trade_fact_view import named_ids

TYPE_STRIDE = 4096


class TradeProfitSheet(models.Model):
    """The profit of an order, one row per cost type: estimate, actual, what is to come.

    expected = actual + to come, variance = actual - estimated.
    """

    _name = "trade.profit.sheet"
    _description = "Profit Sheet"
    _auto = False
    _order = "order_id, sequence, cost_type_id"
    _rec_name = "cost_type_id"
    _depends = {
        "sale.order": [
            "delivery_status",
            "invoice_status",
            "state",
            "trade_profit_status",
        ],
        "trade.cost.type": ["code", "kind", "sequence"],
        "trade.profit.line": ["order_id", "cost_type_id", "estimated", "actual"],
    }

    order_id = fields.Many2one("sale.order", "Sales order", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    company_currency_id = fields.Many2one("res.currency", readonly=True)
    cost_type_id = fields.Many2one("trade.cost.type", readonly=True)
    sequence = fields.Integer(readonly=True)
    estimated = fields.Monetary(currency_field="company_currency_id", readonly=True)
    actual = fields.Monetary(currency_field="company_currency_id", readonly=True)
    to_come = fields.Monetary(
        "Not billed yet",
        currency_field="company_currency_id",
        readonly=True,
        help="What was estimated and is not invoiced, delivered or billed yet.",
    )
    expected = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        help="Actual, plus what was estimated and is not billed yet.",
    )
    variance = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        help="Actual less estimated. Plus improves the profit.",
    )

    @property
    def _table_query(self):
        to_come = self._to_come()
        return SQL(
            """SELECT line.order_id::int8 * %s + line.cost_type_id AS id,
                      line.order_id, line.company_id, line.company_currency_id,
                      line.cost_type_id, cost_type.sequence,
                      SUM(line.estimated) AS estimated,
                      SUM(line.actual) AS actual,
                      %s AS to_come,
                      SUM(line.actual) + %s AS expected,
                      SUM(line.variance) AS variance
                 FROM %s line
                 JOIN trade_cost_type cost_type ON cost_type.id = line.cost_type_id
                 JOIN sale_order so ON so.id = line.order_id
             GROUP BY line.order_id, line.company_id, line.company_currency_id,
                      line.cost_type_id, cost_type.id, so.id""",
            TYPE_STRIDE,
            to_come,
            to_come,
            self.env["trade.profit.line"]._table_sql,
        )

    def _to_come(self):
        """Return the SQL of what of a row is still to come.

        The rule of `tools.profit.remaining`: the rest of the estimate, in its own
        direction, until the row is settled. What was posted is taken without credit
        notes, refunds and returns: these give nothing back to be spent again. The cost
        of goods difference goes away by itself until all is delivered and
        invoiced; what is left then stays.
        """
        return SQL(
            """CASE WHEN %s THEN 0
                    WHEN cost_type.code = 'cogs_difference' THEN -SUM(line.actual)
                    WHEN SUM(line.estimated) * (%s) > 0 THEN %s
                    ELSE 0 END""",
            self._is_settled(),
            *[self._rest_of_estimate()] * 2,
        )

    def _rest_of_estimate(self):
        return SQL(
            """SUM(line.estimated)
               - COALESCE(SUM(line.actual) FILTER (WHERE NOT line.is_reversal), 0)"""
        )

    def _is_settled(self):
        """Return the SQL that says whether nothing more is to come of a row.

        An order whose costs are complete may still have to be invoiced.
        """
        return SQL(
            """CASE WHEN so.state = 'cancel' OR so.trade_profit_status = 'closed'
                    THEN TRUE
                    WHEN cost_type.code IN ('revenue', 'cogs_difference')
                         AND so.trade_profit_status = 'complete'
                    THEN COALESCE(so.invoice_status, '') != 'to invoice'
                    WHEN so.trade_profit_status = 'complete' THEN TRUE
                    WHEN cost_type.code = 'product'
                    THEN COALESCE(so.delivery_status, '') = 'full'
                    WHEN cost_type.code = 'revenue'
                    THEN COALESCE(so.invoice_status, '') = 'invoiced'
                    WHEN cost_type.code = 'cogs_difference'
                    THEN COALESCE(so.delivery_status, 'full') = 'full'
                         AND COALESCE(so.invoice_status, '')
                             IN ('invoiced', 'upselling')
                    ELSE FALSE END"""
        )

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Name the orders next to the ids, which say them.

        An id is computed by the view: alone it would read the facts of all orders.
        """
        domain = Domain(domain).map_conditions(self._add_orders_of_ids)
        return super()._search(domain, *args, **kwargs)

    def _add_orders_of_ids(self, condition):
        ids = named_ids(condition)
        if ids is None:
            return condition
        orders = {row_id // TYPE_STRIDE for row_id in ids}
        return condition & Domain("order_id", "in", orders)

    def action_open_estimated(self):
        """Open the estimate's lines behind the row."""
        return self._open_lines("estimated")

    def action_open_actual(self):
        """Open the posted facts behind the row."""
        return self._open_lines("actual")

    def action_open_to_come(self):
        """Open the estimate and what was posted of it: the rest is to come."""
        return self._open_lines()

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
