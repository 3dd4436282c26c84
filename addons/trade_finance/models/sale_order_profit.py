# One class would make a file of 500 lines.
# pylint: disable=consider-merging-classes-inherited
from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import profit
from .sale_order import ITEMS, LINES, PROFIT


class SaleOrder(models.Model):
    """What an order earns: stored, so that lists can sort by it.

    Read in one grouped query per batch from the same view people open.
    """

    _inherit = "sale.order"

    profit_sheet_ids = fields.One2many("trade.profit.sheet", "order_id", groups=PROFIT)
    estimated_profit = fields.Monetary(
        compute="_compute_profit",
        store=True,
        currency_field="company_currency_id",
        groups=PROFIT,
    )
    actual_profit = fields.Monetary(
        compute="_compute_profit",
        store=True,
        currency_field="company_currency_id",
        groups=PROFIT,
        help="Posted facts only: invoices, exchange entries, deliveries, bills.",
    )
    expected_profit = fields.Monetary(
        compute="_compute_profit",
        store=True,
        currency_field="company_currency_id",
        groups=PROFIT,
        help="Actual profit plus what is estimated and not invoiced, delivered or "
        "billed yet.",
    )
    profit_variance = fields.Monetary(
        compute="_compute_profit",
        store=True,
        currency_field="company_currency_id",
        groups=PROFIT,
        help="Actual less estimated profit.",
    )
    estimated_profit_percent = fields.Float(
        "Estimated profit %",
        compute="_compute_profit",
        store=True,
        aggregator="avg",
        groups=PROFIT,
    )
    actual_profit_percent = fields.Float(
        "Actual profit %",
        compute="_compute_profit",
        store=True,
        aggregator="avg",
        groups=PROFIT,
    )

    @api.depends(
        "state",
        "trade_rate",
        "invoice_status",
        "delivery_status",
        "trade_estimate_id",
        "trade_share_ids.share_to",
        f"{LINES}.parent_state",
        f"{LINES}.balance",
        f"{LINES}.trade_cost_type_id",
        f"{ITEMS}.matched_credit_ids.exchange_move_id.state",
        f"{ITEMS}.matched_credit_ids.credit_move_id.parent_state",
        f"{ITEMS}.matched_debit_ids.exchange_move_id.state",
        f"{ITEMS}.matched_debit_ids.debit_move_id.parent_state",
        "trade_share_ids.line_id.balance",
        "trade_share_ids.line_id.parent_state",
        "order_line.move_ids.state",
        "order_line.move_ids.value",
    )
    def _compute_profit(self):
        rows = self._read_profit_totals()
        for order in self:
            estimated = actual = to_come = 0.0
            revenues = [0.0, 0.0]
            for code, kind, row_estimated, row_actual, row_posted in rows[
                order._origin.id
            ]:
                estimated += row_estimated
                actual += row_actual
                is_closed = order._is_cost_closed(code)
                to_come += profit.remaining(row_estimated, row_posted, is_closed)
                if kind != "cost":
                    revenues[0] += row_estimated
                    revenues[1] += row_actual
            has_estimate = bool(order.trade_estimate_id)
            order.estimated_revenue, order.actual_revenue = revenues
            order.estimated_profit = estimated
            order.actual_profit = actual
            order.expected_profit = actual + to_come
            order.profit_variance = actual - estimated if has_estimate else 0.0
            order.estimated_profit_percent = profit.percent(estimated, revenues[0])
            order.actual_profit_percent = profit.percent(actual, revenues[1])

    def _is_cost_closed(self, code):
        """Say whether nothing more is to come of the cost type with `code`."""
        self.ensure_one()
        if self.state == "cancel":
            return True
        if code == "product":
            return self.delivery_status == "full"
        return code == "revenue" and self.invoice_status == "invoiced"

    def _read_profit_totals(self):
        """Return {order id: [(code, kind, estimated, actual, posted)]} by cost type.

        Posted is the actual amount without credit notes, refunds and returns.
        """
        orders = self._filter_with_facts(tuple(self._get_fact_selects()))
        if not orders:
            return defaultdict(list)
        Line = self.env["trade.profit.line"].sudo()  # totals of the whole order
        rows = self.env.execute_query(
            SQL(
                """SELECT line.order_id, cost_type.code, cost_type.kind,
                          SUM(line.estimated), SUM(line.actual),
                          SUM(line.actual) FILTER (WHERE NOT line.is_reversal)
                     FROM %s line
                     JOIN trade_cost_type cost_type ON cost_type.id = line.cost_type_id
                    WHERE line.order_id IN %s
                 GROUP BY line.order_id, cost_type.code, cost_type.kind""",
                Line._table_sql,
                orders._ids,
            )
        )
        totals = defaultdict(list)
        for order_id, code, kind, *sums in rows:
            totals[order_id].append((code, kind, *(float(s or 0) for s in sums)))
        return totals

    def _filter_with_facts(self, tables):
        """Return the saved orders that a row of one of `tables` may belong to.

        Planning the views takes longer than reading them: most orders that are being
        written have no facts yet and need not pay for it.
        """
        if not self._origin.ids:
            return self.browse()
        selects = self._get_fact_selects()
        rows = self.env.execute_query(
            SQL(
                "SELECT so.id FROM sale_order so WHERE so.id IN %s AND (%s)",
                self._origin._ids,
                SQL(" OR ").join(SQL("EXISTS (%s)", selects[name]) for name in tables),
            )
        )
        return self.browse(row[0] for row in rows)

    @api.model
    def _get_fact_selects(self):
        """Return {table: select} of the tables facts of an order ``so`` are read from.

        Hook: whoever adds a source of profit lines that reads another table adds it.
        """
        self.env["account.move.line"].flush_model(["trade_order_id"])
        self.env["account.payment"].flush_model(["trade_order_id"])
        self.env["stock.move"].flush_model(["sale_line_id", "state"])
        self.env["trade.order.share"].flush_model(["order_id"])
        self.env["trade.profit.estimate"].flush_model(["order_id"])
        tables = {
            name: SQL("SELECT FROM %s WHERE %s = so.id", SQL.identifier(name), column)
            for name, column in (
                ("account_move_line", SQL("trade_order_id")),
                ("account_payment", SQL("trade_order_id")),
                ("trade_order_share", SQL("order_id")),
                ("trade_profit_estimate", SQL("order_id")),
            )
        }
        tables["stock_move"] = SQL(
            """SELECT FROM sale_order_line sold
                 JOIN stock_move move ON move.sale_line_id = sold.id
                  AND move.state = 'done'
                WHERE sold.order_id = so.id"""
        )
        return tables

    def action_view_profit_lines(self):
        """Open the profit lines of the orders."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "trade_finance.trade_profit_line_action"
        )
        # The menu begins with this year; these orders may be older.
        return {**action, "domain": [("order_id", "in", self.ids)], "context": {}}

    def action_view_estimates(self):
        """Open all versions of the orders' profit estimates."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "trade_finance.trade_profit_estimate_action"
        )
        return {**action, "domain": [("order_id", "in", self.ids)]}
