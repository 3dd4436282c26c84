# One class would make a file of 500 lines.
# pylint: disable=consider-merging-classes-inherited
from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import profit
from .sale_order import ITEMS, LINES, PROFIT

ACCOUNTING = "account.group_account_invoice,account.group_account_readonly"
PAYMENT_ITEMS = "trade_payment_ids.move_id.line_ids"
CREDITS = "matched_credit_ids.credit_move_id"
DEBITS = "matched_debit_ids.debit_move_id"
BEHIND_CREDITS = f"{CREDITS}.move_id.line_ids.{CREDITS}"
BEHIND_DEBITS = f"{DEBITS}.move_id.line_ids.{DEBITS}"
"""Money behind an entry that moved it from an account for advances."""


class SaleOrder(models.Model):
    """What an order received: stored, so that lists can sort by it.

    Read in one grouped query per batch from the same view people open.
    """

    _inherit = "sale.order"

    trade_line_ids = fields.One2many(
        "account.move.line", "trade_order_id", groups=ACCOUNTING
    )
    trade_payment_ids = fields.One2many(
        "account.payment", "trade_order_id", groups=ACCOUNTING
    )
    trade_share_ids = fields.One2many(
        "trade.order.share", "order_id", groups=ACCOUNTING
    )

    amount_received = fields.Monetary(
        "Received",
        compute="_compute_receipts",
        store=True,
        help="Money that came in, in the order's currency. Credit notes, write-offs "
        "and bank fees are not money.",
    )
    amount_outstanding = fields.Monetary(
        "Outstanding",
        compute="_compute_receipts",
        store=True,
        help="What the customer still owes for the order: invoiced and to be invoiced, "
        "less what is settled. Negative: the customer has paid too much.",
    )
    receipt_status = fields.Selection(
        string="Payment",
        selection=[
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

    # Read with the totals, so that posting an invoice asks once; see `next_due_date`.
    invoice_due_date = fields.Date(
        "Invoices due",
        compute="_compute_receipts",
        store=True,
        help="When the next open amount of the order's invoices is due.",
    )
    invoice_due_amount = fields.Monetary(
        "Due of invoices", compute="_compute_receipts", store=True
    )

    @api.depends(
        "state",
        "amount_total",
        "currency_id",
        "trade_rate",
        "currency_id.rounding",
        "company_id.currency_id.rounding",
        "trade_share_ids.share_from",
        "trade_share_ids.share_to",
        f"{LINES}.parent_state",
        f"{LINES}.move_id.amount_total",
        f"{LINES}.account_id",
        f"{ITEMS}.matched_credit_ids.exchange_move_id",
        f"{ITEMS}.{CREDITS}.payment_id.state",
        f"{ITEMS}.{BEHIND_CREDITS}.payment_id.state",
        f"{ITEMS}.matched_debit_ids.exchange_move_id",
        f"{ITEMS}.{DEBITS}.payment_id.state",
        f"{ITEMS}.{BEHIND_DEBITS}.payment_id.state",
        "trade_payment_ids.partner_type",
        "trade_payment_ids.state",
        "trade_payment_ids.move_id",
        f"{PAYMENT_ITEMS}.matched_credit_ids.exchange_move_id",
        f"{PAYMENT_ITEMS}.{CREDITS}",
        f"{PAYMENT_ITEMS}.matched_debit_ids.exchange_move_id",
        f"{PAYMENT_ITEMS}.{DEBITS}",
        f"{PAYMENT_ITEMS}.{BEHIND_DEBITS}",
        f"{ITEMS}.amount_residual_currency",
        f"{ITEMS}.date_maturity",
    )
    # What posting and resetting of entries changes: see `_refresh_met_orders`.
    def _compute_receipts(self):
        totals = self._read_receipt_totals()
        for order in self:
            *sums, due_date, due = totals[order._origin.id]
            received, deposited, fx, invoiced, still_open = sums
            is_confirmed = order.state == "sale"
            to_invoice = (
                max(order.amount_total - invoiced, 0.0) if is_confirmed else 0.0
            )
            currency = order.currency_id
            order.amount_received = received
            order.amount_outstanding = currency.round(
                to_invoice + still_open - deposited
            )
            order.fx_difference = fx
            order.invoice_due_date = due_date
            order.invoice_due_amount = currency.round(due)
            order.receipt_status = profit.receipt_status(
                received, order.amount_outstanding, currency.rounding or 0.01
            )

    def _refresh_receipts(self):
        """Have the totals computed again, after what no dependency tells."""
        for field in self._fields.values():
            if field.store and field.compute in (
                "_compute_receipts",
                "_compute_profit",
            ):
                self.env.add_to_compute(field, self)

    def _read_receipt_totals(self):
        """Return {order id: (received, deposited, fx, invoiced, still open, day, due)}.

        Received, deposited (the part of it without invoice), invoiced (before credit
        notes) and open (of invoices less credit notes) in the order's currency; fx in
        company currency; the first day an invoice is due, and what of it is.
        """
        nothing = (0.0, 0.0, 0.0, 0.0, 0.0, False, 0.0)
        orders = self._filter_with_facts(
            ("trade_order_share", "account_payment", "account_move_line")
        )
        if not orders:
            return defaultdict(lambda: nothing)
        Receipt = self.env["trade.order.receipt"].sudo()  # totals of the whole order
        rows = self.env.execute_query(
            SQL(
                """SELECT order_id, SUM(received), SUM(deposited), SUM(fx),
                          SUM(invoiced), SUM(still_open), MIN(day),
                          SUM(due) FILTER (WHERE day = first_day)
                     FROM (SELECT *, MIN(day) OVER (PARTITION BY order_id) AS first_day
                             FROM (
                           SELECT order_id, amount AS received,
                                  CASE WHEN kind = 'deposit' THEN amount ELSE 0 END
                                      AS deposited,
                                  fx_difference AS fx, 0 AS invoiced, 0 AS still_open,
                                  NULL::date AS day, 0 AS due
                             FROM %(receipts)s receipt
                            WHERE order_id IN %(orders)s
                        UNION ALL
                           SELECT document.*, NULL, 0 FROM (%(documents)s) document
                        UNION ALL
                           %(dues)s) fact) dated
                 GROUP BY order_id""",
                receipts=Receipt._table_sql,
                documents=Receipt._select_documents(orders._ids),
                dues=Receipt._select_invoice_dues(orders._ids),
                orders=orders._ids,
            )
        )
        totals = {
            # Nothing: a document in another currency, and the order has no rate.
            order_id: [*(float(total or 0) for total in sums), day, float(due or 0)]
            for order_id, *sums, day, due in rows
        }
        return defaultdict(lambda: nothing, totals)

    def action_view_receipts(self):
        """Open the receipts of the orders."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "trade_finance.trade_order_receipt_action"
        )
        return {**action, "domain": [("order_id", "in", self.ids)]}
