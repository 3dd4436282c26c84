from odoo import api, fields, models
from odoo.tools import SQL

from .trade_fact_view import SOURCE_STRIDE

NUMBER_ESTIMATE, NUMBER_SUM = 7, 63
TYPE_STRIDE = 4096
SUMMED = ("estimated", "actual", "variance", "amount", "revenue")
KEPT = (
    "order_id",
    "company_id",
    "partner_id",
    "user_id",
    "team_id",
    "order_date",
    "currency_id",
    "company_currency_id",
    "cost_type_id",
    "stage",
    "is_reversal",
)
LOOKED_UP = ("country_id", "cost_kind")
"""The same in all lines summed up, and looked up: only when a reader asks for it."""


class TradeProfitLine(models.Model):
    """What orders were to earn and what they earn, line by line, in company currency.

    Plus improves the profit. Actual lines are posted facts: for any orders they add up
    to the balances of the journal items and the values of the deliveries behind them.
    Who may not see costs gets one line per order, cost type and stage, without source.
    """

    _name = "trade.profit.line"
    _inherit = ["trade.settlement.view"]
    _description = "Profit Line"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "order_id"
    _depends = {
        "account.account": ["account_type"],
        "account.move": ["move_type", "state"],
        "account.move.line": [
            "account_id",
            "amount_currency",
            "balance",
            "currency_id",
            "date",
            "display_type",
            "move_id",
            "parent_state",
            "payment_id",
            "trade_cost_type_id",
            "trade_order_id",
        ],
        "account.partial.reconcile": [
            "amount",
            "credit_amount_currency",
            "credit_move_id",
            "debit_amount_currency",
            "debit_move_id",
            "exchange_move_id",
        ],
        "account.payment": ["move_id", "outstanding_account_id", "state"],
        "account.payment.method.line": ["payment_account_id"],
        "res.currency": ["rounding"],
        "sale.order": [
            "company_id",
            "currency_id",
            "date_order",
            "partner_id",
            "trade_estimate_id",
            "trade_rate",
            "user_id",
        ],
        "sale.order.line": ["order_id"],
        "stock.move": [
            "date",
            "is_in",
            "is_out",
            "sale_line_id",
            "state",
            "value",
        ],
        "trade.order.share": [
            "line_id",
            "move_id",
            "order_id",
            "share_from",
            "share_to",
        ],
        "trade.profit.estimate": ["date", "order_id"],
        "trade.profit.estimate.line": ["amount", "cost_type_id", "estimate_id"],
    }

    date = fields.Date(readonly=True, help="Day of the event, in the books.")
    cost_type_id = fields.Many2one("trade.cost.type", readonly=True)
    stage = fields.Selection(
        [("estimated", "Estimated"), ("actual", "Actual")], readonly=True
    )
    amount = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        help="In company currency. Plus improves the profit.",
    )
    estimated = fields.Monetary(currency_field="company_currency_id", readonly=True)
    actual = fields.Monetary(currency_field="company_currency_id", readonly=True)
    variance = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        help="Actual less estimated.",
    )
    amount_currency = fields.Monetary(
        "Amount in its currency",
        currency_field="source_currency_id",
        aggregator=None,
        readonly=True,
    )
    source_currency_id = fields.Many2one("res.currency", readonly=True)
    is_reversal = fields.Boolean(
        readonly=True, help="Credit note, refund of a bill, or goods that came back."
    )
    res_model = fields.Char("Source model", readonly=True)
    res_id = fields.Many2oneReference(
        "Source", model_field="res_model", readonly=True, aggregator=None
    )

    @property
    def _table_query(self):
        lines = super()._table_query
        if self.env.su or self.env.user.has_group("trade_base.group_trade_cost"):
            return lines
        return self._select_without_sources(lines)

    def _select_without_sources(self, lines):
        """Return the lines summed up by order, cost type and stage.

        Line by line a delivery's amount would give the unit cost away. The ids are
        other ones than those of the lines, which a cache could still hold.
        """
        types = self._column_types()
        columns = {name: SQL("CAST(NULL AS %s)", SQL(types[name])) for name in types}
        columns |= {name: SQL.identifier("line", name) for name in KEPT}
        columns |= {
            name: SQL("SUM(%s)", SQL.identifier("line", name)) for name in SUMMED
        }
        columns |= {
            name: SQL("MAX(%s)", SQL.identifier("line", name))
            for name in ("date", *LOOKED_UP)
        }
        key = SQL(
            """(line.order_id::int8 * %s + line.cost_type_id * 4
                + (line.stage = 'actual')::int * 2 + line.is_reversal::int)""",
            TYPE_STRIDE,
        )
        columns |= self._source_columns(key, NUMBER_SUM)
        columns["source_key"] = SQL("line.order_id")
        return SQL(
            "SELECT %s FROM (%s) line GROUP BY %s",
            SQL(", ").join(
                SQL("%s AS %s", column, SQL.identifier(name))
                for name, column in columns.items()
            ),
            lines,
            SQL(", ").join(SQL.identifier("line", name) for name in KEPT),
        )

    @api.model
    def _get_source(self, row_id):
        """Return the order as what lines summed up are of: the query groups by it."""
        if row_id % SOURCE_STRIDE == NUMBER_SUM:
            return NUMBER_SUM, row_id // SOURCE_STRIDE // TYPE_STRIDE
        return super()._get_source(row_id)

    def _sources(self):
        return {**super()._sources(), "estimate": self._select_estimate()}

    def _select_amount(self, stage, amount, columns, tail):
        """Return a select of `amount` in company currency as a line of `stage`.

        :param columns: id, date, cost_type_id, res_model, res_id and what else there is
        """
        amount_columns = {
            "stage": SQL("%s", stage),
            "amount": amount,
            "estimated": amount if stage == "estimated" else SQL("0"),
            "actual": amount if stage == "actual" else SQL("0"),
            "variance": amount if stage == "actual" else SQL("-(%s)", amount),
            "is_reversal": SQL("FALSE"),
        }
        return self._select_source({**amount_columns, **columns}, tail)

    def _type_id(self, code):
        """Return the id of the cost type with `code`, as SQL."""
        return SQL("%s", self.env["trade.cost.type"]._get_by_code(code).id or None)

    def _select_estimate(self):
        return self._select_amount(
            "estimated",
            SQL("line.amount"),
            {
                **self._source_columns(SQL("line.id"), NUMBER_ESTIMATE),
                "date": SQL("version.date"),
                "cost_type_id": SQL("line.cost_type_id"),
                "amount_currency": SQL("line.amount"),
                "source_currency_id": SQL("cc.id"),
                "res_model": SQL("'trade.profit.estimate'"),
                "res_id": SQL("version.id"),
            },
            SQL(
                """  FROM trade_profit_estimate version
                     %(order)s
                      AND so.trade_estimate_id = version.id
                     JOIN trade_profit_estimate_line line
                       ON line.estimate_id = version.id
                    WHERE %(where)s""",
                order=self._join_order(SQL("version.order_id")),
                where=self._where(),
            ),
        )
