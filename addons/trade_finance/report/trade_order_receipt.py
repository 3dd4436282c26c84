from odoo import fields, models
from odoo.tools import SQL

from ..models.sale_order import PROFIT

NUMBER_RECEIPT, NUMBER_PAYOUT = 1, 2


class TradeOrderReceipt(models.Model):
    """Money received for an order: one row per posted reconciliation and order.

    Only money counts: what a payment moved on bank, cash or outstanding accounts.
    Credit notes, write-offs, bank fees and exchange entries are no receipts. For every
    row with an invoice fx_before_invoice + fx_booked = fx_difference.
    Who sells the order sees what came in; values and FX are for the profit group.
    """

    _name = "trade.order.receipt"
    _inherit = ["trade.settlement.view"]
    _description = "Receipt of an Order"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "order_id"
    _depends = {
        "account.account": ["account_type", "reconcile"],
        "account.move": [
            "amount_total",
            "amount_total_in_currency_signed",
            "amount_total_signed",
            "currency_id",
            "move_type",
            "state",
        ],
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
        "account.payment": [
            "move_id",
            "outstanding_account_id",
            "partner_type",
            "state",
            "trade_order_id",
        ],
        "account.payment.method.line": ["payment_account_id"],
        "res.currency": ["rounding"],
        "res.currency.rate": ["company_id", "currency_id", "name", "rate"],
        "sale.order": [
            "company_id",
            "currency_id",
            "partner_id",
            "trade_rate",
            "user_id",
        ],
        "trade.order.share": ["move_id", "order_id", "share_from", "share_to"],
    }

    date = fields.Date(readonly=True, help="Day of the receipt.")
    kind = fields.Selection(
        [
            ("receipt", "Receipt"),
            ("payout", "Paid back"),
            ("deposit", "Deposit without invoice"),
        ],
        readonly=True,
    )
    move_id = fields.Many2one("account.move", "Invoice", readonly=True)
    receipt_move_id = fields.Many2one("account.move", "Journal entry", readonly=True)
    amount = fields.Monetary(readonly=True, help="In the order's currency.")
    value_receipt = fields.Monetary(
        "Value at receipt",
        currency_field="company_currency_id",
        groups=PROFIT,
        readonly=True,
        help="What the money was worth when it came in.",
    )
    value_invoice = fields.Monetary(
        "Value at invoice",
        currency_field="company_currency_id",
        groups=PROFIT,
        readonly=True,
        help="What the invoice carried it at. Empty for a deposit without invoice.",
    )
    value_order = fields.Monetary(
        "Value at order",
        currency_field="company_currency_id",
        groups=PROFIT,
        readonly=True,
        help="What it is worth at the rate of the confirmation.",
    )
    fx_before_invoice = fields.Monetary(
        "FX until invoice",
        currency_field="company_currency_id",
        groups=PROFIT,
        readonly=True,
        help="Value at invoice less value at order: part of the posted revenue.",
    )
    fx_booked = fields.Monetary(
        "FX booked",
        currency_field="company_currency_id",
        groups=PROFIT,
        readonly=True,
        help="Value at receipt less value at invoice: the posted exchange entry.",
    )
    fx_difference = fields.Monetary(
        "FX difference",
        currency_field="company_currency_id",
        groups=PROFIT,
        readonly=True,
        help="Value at receipt less value at order. A deposit's is provisional.",
    )

    def _sources(self):
        return {
            **super()._sources(),
            "receipt": self._select_settlement("receipt", NUMBER_RECEIPT),
            "payout": self._select_settlement("payout", NUMBER_PAYOUT),
        }

    # == Reconciled receipts ==

    def _select_settlement(self, kind, number):
        """Select receipts of invoices, or what was paid back on credit notes."""
        is_invoice = kind == "receipt"
        sign = SQL("1") if is_invoice else SQL("-1")
        columns = self._value_columns(
            amount=self._order_amount(
                SQL("%s * money.amount", sign), SQL("%s * money.invoiced", sign)
            ),
            received=self._shared(SQL("%s * money.received", sign), "cc"),
            invoiced=self._shared(SQL("%s * money.invoiced", sign), "cc"),
        )
        return self._select_source(
            {
                **self._source_columns(SQL("p.id"), number, SQL("share.position")),
                "kind": SQL("%s", kind),
                "date": SQL("cash.date"),
                "move_id": SQL("doc.id"),
                "receipt_move_id": SQL("other.move_id"),
                **columns,
            },
            SQL(
                """  FROM trade_order_share share
                     %(order)s
                     %(settlement)s
                     %(money)s
                    WHERE share.line_id IS NULL AND money.received != 0
                      AND %(where)s""",
                order=self._join_order(SQL("share.order_id")),
                settlement=self._join_settlement(is_invoice),
                money=self._join_money(is_invoice),
                where=self._where(),
            ),
        )

    def _order_amount(self, amount, invoiced):
        """Return the row's amount in the order's currency.

        An invoice in another currency counts with its value at the order's rate.
        """
        return SQL(
            "CASE WHEN dc.id = oc.id THEN %s ELSE %s END",
            self._shared(amount, "oc"),
            self._shared(SQL("%s / NULLIF(so.trade_rate, 0)::numeric", invoiced), "oc"),
        )

    def _value_columns(self, amount, received, invoiced):
        """Return the value columns; without an order's rate nothing is compared.

        :param invoiced: SQL, or None for a deposit without invoice
        """
        at_order = SQL(
            "CASE WHEN so.trade_rate > 0 THEN %s ELSE %s END",
            self._round(SQL("%s * so.trade_rate::numeric", amount), "cc"),
            invoiced or received,
        )
        return {
            "amount": amount,
            "value_receipt": received,
            "value_invoice": invoiced or SQL("NULL"),
            "value_order": at_order,
            "fx_before_invoice": (
                SQL("%s - (%s)", invoiced, at_order) if invoiced else SQL("0")
            ),
            "fx_booked": SQL("%s - %s", received, invoiced) if invoiced else SQL("0"),
            "fx_difference": SQL("%s - (%s)", received, at_order),
        }
