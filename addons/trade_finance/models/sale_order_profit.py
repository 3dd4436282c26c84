# One class would make a file of 500 lines.
# pylint: disable=consider-merging-classes-inherited
from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import estimate, profit
from .sale_order import ITEMS, LINES, PROFIT
from .sale_order_receipt import BEHIND_CREDITS, BEHIND_DEBITS

SPREAD_ITEMS = "trade_share_ids.line_id.move_id.line_ids"
"""Journal items of the bills of which a line is spread over several orders."""


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
    profit_variance_percent = fields.Float(
        "Variance %",
        compute="_compute_profit",
        store=True,
        aggregator="avg",
        groups=PROFIT,
        help="Variance in percent of the estimated profit. Minus: the order earns less "
        "than estimated. 0 when no profit or loss was estimated.",
    )

    @api.depends(
        "state",
        "trade_rate",
        "invoice_status",
        "delivery_status",
        "trade_profit_status",
        "trade_estimate_id",
        "trade_share_ids.share_from",
        "trade_share_ids.share_to",
        f"{LINES}.parent_state",
        f"{LINES}.balance",
        f"{LINES}.account_id",
        f"{LINES}.trade_cost_type_id",
        f"{ITEMS}.matched_credit_ids.exchange_move_id",
        f"{ITEMS}.matched_debit_ids.exchange_move_id",
        f"{ITEMS}.{BEHIND_CREDITS}",
        f"{ITEMS}.{BEHIND_DEBITS}",
        "trade_share_ids.line_id",
        "trade_share_ids.line_id.trade_cost_type_id",
        "trade_share_ids.line_id.trade_order_id",
        f"{SPREAD_ITEMS}.matched_credit_ids.exchange_move_id",
        f"{SPREAD_ITEMS}.matched_debit_ids.exchange_move_id",
        "order_line.move_ids.state",
        "order_line.move_ids.value",
        "order_line.move_ids.product_id.categ_id.property_valuation",
        "company_id.inventory_valuation",
    )
    def _compute_profit(self):
        totals = self._read_profit_totals()
        for order in self:
            sums = totals[order._origin.id]
            estimated, actual, to_come, revenue_estimated, revenue = sums
            variance = actual - estimated if order.trade_estimate_id else 0.0
            order.estimated_revenue = revenue_estimated
            order.actual_revenue = revenue
            order.estimated_profit = estimated
            order.actual_profit = actual
            order.expected_profit = actual + to_come
            order.profit_variance = variance
            order.estimated_profit_percent = profit.percent(
                estimated, revenue_estimated
            )
            order.actual_profit_percent = profit.percent(actual, revenue)
            order.profit_variance_percent = profit.percent(variance, abs(estimated))

    def _read_profit_totals(self):
        """Return {order id: (estimated, actual, to come, revenues)} from the sheet.

        Both revenues, estimated and actual, with exchange differences.
        """
        orders = self._filter_with_facts(tuple(self._get_fact_selects()))
        totals = defaultdict(lambda: (0.0,) * 5)
        if not orders:
            return totals
        Sheet = self.env["trade.profit.sheet"].sudo()  # totals of the whole order
        rows = self.env.execute_query(
            SQL(
                """SELECT sheet.order_id, SUM(sheet.estimated), SUM(sheet.actual),
                          SUM(sheet.to_come),
                          SUM(sheet.estimated) FILTER (WHERE cost_type.kind != 'cost'),
                          SUM(sheet.actual) FILTER (WHERE cost_type.kind != 'cost')
                     FROM %s sheet
                     JOIN trade_cost_type cost_type ON cost_type.id = sheet.cost_type_id
                    WHERE sheet.order_id IN %s
                 GROUP BY sheet.order_id""",
                Sheet._table_sql,
                orders._ids,
            )
        )
        for order_id, *sums in rows:
            totals[order_id] = tuple(float(total or 0) for total in sums)
        return totals

    def _filter_with_facts(self, tables):
        """Return the saved orders that a row of one of `tables` may belong to.

        Planning the views takes longer than reading them: most orders that are being
        written have no facts yet and need not pay for it.
        """
        if not self._origin.ids:
            return self.browse()
        # The views read it: all of it at once, not again when the rest is computed.
        self.env["account.move.line"].flush_model()
        # Of the transaction; it saves a query, and nothing hangs on it being right.
        known = self.env.cr.cache.setdefault("trade_orders_with_facts", set())
        if known.issuperset(self._origin._ids):
            return self._origin
        selects = self._get_fact_selects()
        rows = self.env.execute_query(
            SQL(
                "SELECT so.id FROM sale_order so WHERE so.id IN %s AND (%s)",
                self._origin._ids,
                SQL(" OR ").join(SQL("EXISTS (%s)", selects[name]) for name in tables),
            )
        )
        known.update(order_id for (order_id,) in rows)
        return self.browse(order_id for (order_id,) in rows)

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

    def _get_spread_weights(self, method):
        """Return {order: weight} of the orders' parts of a bill they share.

        Hook for further methods.

        :param method: equal, or what the orders are weighed by: quantity (in the
            products' units), weight (kg), volume (m3), value (in company currency)
        """
        if method == "equal":
            return dict.fromkeys(self, 1.0)
        return {order: order._get_spread_weight(method) for order in self}

    def _get_spread_weight(self, method):
        self.ensure_one()
        basis = sum(self._get_estimate_bases().values(), estimate.Basis())
        if method != "value":
            return getattr(basis, method)
        # Without a rate of the trade the revenue is 0: take core's.
        return basis.revenue or self.amount_untaxed / (self.currency_rate or 1.0)
