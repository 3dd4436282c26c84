from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import profit
from .sale_order import PROFIT

LINES = "trade_line_ids"
ITEMS = f"{LINES}.move_id.line_ids"


class SaleOrder(models.Model):
    """What an order received and earned: stored, so that lists can sort by it.

    Read in one grouped query per batch from the same views people open.
    """

    _inherit = "sale.order"

    trade_line_ids = fields.One2many("account.move.line", "trade_order_id")
    trade_payment_ids = fields.One2many("account.payment", "trade_order_id")
    trade_share_ids = fields.One2many("trade.order.share", "order_id")
    profit_sheet_ids = fields.One2many("trade.profit.sheet", "order_id", groups=PROFIT)

    amount_received = fields.Monetary(
        "Received",
        compute="_compute_receipts",
        store=True,
        help="Money that came in, in the order's currency. Credit notes, write-offs and "
        "bank fees are not money.",
    )
    amount_outstanding = fields.Monetary(
        "Outstanding",
        compute="_compute_receipts",
        store=True,
        help="What the customer still owes for the order: invoiced and to be invoiced, "
        "less what is settled. Negative: the customer has paid too much.",
    )
    receipt_status = fields.Selection(
        [
            ("none", "Not paid"),
            ("partial", "Partly paid"),
            ("paid", "Paid"),
            ("overpaid", "Overpaid"),
        ],
        compute="_compute_receipts",
        store=True,
    )
    fx_difference = fields.Monetary(
        "FX difference",
        compute="_compute_receipts",
        store=True,
        currency_field="company_currency_id",
        groups=PROFIT,
        help="What the receipts are worth more (or less) than at the order's rate.",
    )
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

    # == Receipts ==

    @api.depends(
        "state",
        "amount_total",
        "currency_id",
        "trade_rate",
        "trade_share_ids.share_to",
        f"{LINES}.parent_state",
        f"{LINES}.move_id.amount_total",
        f"{ITEMS}.matched_credit_ids.exchange_move_id",
        f"{ITEMS}.matched_credit_ids.credit_move_id.parent_state",
        f"{ITEMS}.matched_debit_ids.exchange_move_id",
        f"{ITEMS}.matched_debit_ids.debit_move_id.parent_state",
        "trade_payment_ids.partner_type",
        "trade_payment_ids.move_id.state",
        "trade_payment_ids.move_id.line_ids.matched_credit_ids.credit_move_id.parent_state",
        "trade_payment_ids.move_id.line_ids.matched_debit_ids.debit_move_id.parent_state",
    )
    def _compute_receipts(self):
        totals = self._read_receipt_totals()
        for order in self:
            received, deposited, fx, invoiced, still_open = totals[order._origin.id]
            is_confirmed = order.state == "sale"
            to_invoice = max(order.amount_total - invoiced, 0.0) if is_confirmed else 0.0
            currency = order.currency_id
            order.amount_received = received
            order.amount_outstanding = currency.round(
                to_invoice + still_open - deposited
            )
            order.fx_difference = fx
            order.receipt_status = profit.receipt_status(
                received, order.amount_outstanding, currency.rounding or 0.01
            )

    def _read_receipt_totals(self):
        """Return {order id: (received, deposited, fx, invoiced, still open)}.

        Received, deposited (the part of it without invoice), invoiced (before credit
        notes) and open (of invoices less credit notes) in the order's currency; fx in
        company currency.
        """
        Receipt = self.env["trade.order.receipt"].sudo()  # totals of the whole order
        rows = self.env.execute_query(
            SQL(
                """SELECT order_id, SUM(received), SUM(deposited), SUM(fx),
                          SUM(invoiced), SUM(still_open)
                     FROM (SELECT order_id, amount AS received,
                                  CASE WHEN kind = 'deposit' THEN amount ELSE 0 END
                                      AS deposited,
                                  fx_difference AS fx, 0 AS invoiced, 0 AS still_open
                             FROM %(receipts)s receipt
                            WHERE order_id IN %(orders)s
                        UNION ALL %(documents)s) fact
                 GROUP BY order_id""",
                receipts=Receipt._table_sql,
                documents=Receipt._select_documents(self._get_sql_ids()),
                orders=self._get_sql_ids(),
            )
        )
        totals = {order_id: [float(total) for total in sums] for order_id, *sums in rows}
        return defaultdict(lambda: [0.0] * 5, totals)

    def _get_sql_ids(self):
        """Return the ids of the saved orders, never empty: SQL has no empty IN."""
        return tuple(self._origin.ids) or (0,)

    # == Profit ==

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
            for code, kind, row_estimated, row_actual, row_posted in rows[order._origin.id]:
                estimated += row_estimated
                actual += row_actual
                is_closed = order._is_cost_closed(code)
                to_come += profit.remaining(row_estimated, row_posted, is_closed)
                if kind != "cost":
                    revenues[0] += row_estimated
                    revenues[1] += row_actual
            has_estimate = bool(order.trade_estimate_id)
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
                self._get_sql_ids(),
            )
        )
        totals = defaultdict(list)
        for order_id, code, kind, *sums in rows:
            totals[order_id].append((code, kind, *(float(s or 0) for s in sums)))
        return totals

    # == Opening what is behind the numbers ==

    def action_view_receipts(self):
        """Open the receipts of the orders."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "trade_finance.trade_order_receipt_action"
        )
        return {**action, "domain": [("order_id", "in", self.ids)]}

    def action_view_profit_lines(self):
        """Open the profit lines of the orders."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "trade_finance.trade_profit_line_action"
        )
        return {**action, "domain": [("order_id", "in", self.ids)]}

    def action_view_estimates(self):
        """Open all versions of the orders' profit estimates."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "trade_finance.trade_profit_estimate_action"
        )
        return {**action, "domain": [("order_id", "in", self.ids)]}
