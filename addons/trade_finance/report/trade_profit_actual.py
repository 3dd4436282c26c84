# One class would make a file of 500 lines.
# pylint: disable=consider-merging-classes-inherited
from odoo import models
from odoo.tools import SQL

NUMBER_REVENUE, NUMBER_FX_INVOICE, NUMBER_FX_BOOKED = 1, 2, 3
NUMBER_PRODUCT, NUMBER_BILL, NUMBER_BILL_SHARE = 4, 5, 6
SALE_TYPES = ("out_invoice", "out_refund", "out_receipt")


class TradeProfitLine(models.Model):
    """The actual side: posted invoices, exchange entries, deliveries and bills."""

    _inherit = "trade.profit.line"

    def _sources(self):
        return {
            **super()._sources(),
            "revenue": self._select_revenue(),
            "fx_invoice": self._select_fx_invoice(),
            "fx_booked_invoice": self._select_fx_booked("debit"),
            "fx_booked_refund": self._select_fx_booked("credit"),
            "product": self._select_product(),
            "bill": self._select_bill(),
            "bill_share": self._select_bill_share(),
        }

    # == Revenue: at the order's rate, and what the invoice's rate adds ==
    # A down payment that the books keep as a liability is no revenue yet.

    def _select_revenue(self):
        return self._select_invoice_line(
            "revenue", NUMBER_REVENUE, self._at_order_rate(), SQL("TRUE")
        )

    def _select_fx_invoice(self):
        difference = SQL("-item.balance - (%s)", self._at_order_rate())
        return self._select_invoice_line(
            "fx_invoice", NUMBER_FX_INVOICE, difference, SQL("%s != 0", difference)
        )

    def _at_order_rate(self):
        """Return the line's revenue at the order's rate; as booked if there is none."""
        return SQL(
            """CASE WHEN so.trade_rate > 0 AND item.currency_id = so.currency_id
                    THEN %s ELSE -item.balance END""",
            self._round(SQL("-item.amount_currency * so.trade_rate::numeric"), "cc"),
        )

    def _select_invoice_line(self, code, number, amount, condition):
        return self._select_amount(
            "actual",
            amount,
            {
                **self._source_columns(SQL("item.id"), number),
                "cost_type_id": self._type_id(code),
                **self._item_columns(),
                "product_id": SQL("item.product_id"),
                "is_reversal": SQL("doc.move_type = 'out_refund'"),
            },
            SQL(
                """  FROM account_move_line item
                     %(order)s
                     JOIN account_move doc ON doc.id = item.move_id
                     JOIN account_account account ON account.id = item.account_id
                    WHERE doc.state = 'posted' AND doc.move_type IN %(types)s
                      AND item.display_type = 'product'
                      AND split_part(account.account_type, '_', 1)
                          IN ('income', 'expense')
                      AND %(condition)s AND %(where)s""",
                order=self._join_order(SQL("item.trade_order_id")),
                types=SALE_TYPES,
                condition=condition,
                where=self._where(),
            ),
        )

    def _item_columns(self):
        return {
            "date": SQL("item.date"),
            "amount_currency": SQL("-item.amount_currency"),
            "source_currency_id": SQL("item.currency_id"),
            "res_model": SQL("'account.move'"),
            "res_id": SQL("item.move_id"),
        }

    # == Exchange entries of receipts ==

    def _select_fx_booked(self, side):
        """Select the posted exchange entries of the order's invoices and bills.

        An entry is posted until it is reversed, also while the payment is in draft.
        Where a document meets its refund, the entry is taken from the debit side.
        """
        debit = self._shared(SQL("p.amount + exchange.on_debit"), "cc")
        credit = self._shared(SQL("p.amount + exchange.on_credit"), "cc")
        return self._select_amount(
            "actual",
            SQL("%s - %s", credit, debit),
            {
                **self._source_columns(
                    SQL("p.id"), NUMBER_FX_BOOKED, SQL("share.position")
                ),
                "date": SQL("entry.date"),
                "cost_type_id": self._type_id("fx_booked"),
                "amount_currency": SQL("%s - %s", credit, debit),
                "source_currency_id": SQL("cc.id"),
                "res_model": SQL("'account.move'"),
                "res_id": SQL("entry.id"),
            },
            SQL(
                """  FROM trade_order_share share
                     %(order)s
                     JOIN account_move_line due ON due.move_id = share.move_id
                      AND due.display_type = 'payment_term'
                     JOIN account_partial_reconcile p ON p.%(line)s = due.id
                     JOIN account_move entry ON entry.id = p.exchange_move_id
                      AND entry.state = 'posted'
                     %(exchange)s
                    WHERE share.line_id IS NULL AND %(owner)s AND %(where)s""",
                order=self._join_order(SQL("share.order_id")),
                line=SQL.identifier(f"{side}_move_id"),
                exchange=self._join_exchange(),
                owner=self._owns_exchange(side),
                where=self._where(),
            ),
        )

    def _owns_exchange(self, side):
        """Return the condition that keeps one of two documents of orders."""
        if side == "debit":
            return SQL("TRUE")
        return SQL(
            """NOT EXISTS (SELECT FROM account_move_line invoiced
                             JOIN trade_order_share owner
                               ON owner.move_id = invoiced.move_id
                            WHERE invoiced.id = p.debit_move_id
                              AND invoiced.display_type = 'payment_term')"""
        )

    # == Goods: value of what was delivered, less what came back ==

    def _select_product(self):
        return self._select_delivery("product", NUMBER_PRODUCT, SQL("move.value"))

    def _select_delivery(self, code, number, value, joins=None, condition=None):
        """Select deliveries as a cost of `value` and returns from customers as a gain.

        :param joins: further joins of the stock move, for `condition`
        """
        is_returned = self._is_returned()
        amount = SQL("CASE WHEN %s THEN %s ELSE -(%s) END", is_returned, value, value)
        return self._select_amount(
            "actual",
            amount,
            {
                **self._source_columns(SQL("move.id"), number),
                "date": SQL("move.date"),
                "cost_type_id": self._type_id(code),
                "product_id": SQL("move.product_id"),
                "amount_currency": amount,
                "source_currency_id": SQL("cc.id"),
                "is_reversal": is_returned,
                "res_model": SQL("'stock.move'"),
                "res_id": SQL("move.id"),
            },
            SQL(
                """  FROM stock_move move
                     JOIN sale_order_line sold ON sold.id = move.sale_line_id
                     %(order)s
                     JOIN stock_location origin ON origin.id = move.location_id
                     %(joins)s
                    WHERE move.state = 'done' AND move.value != 0
                      AND (move.is_out OR move.is_in AND origin.usage = 'customer')
                      AND %(condition)s AND %(where)s""",
                order=self._join_order(SQL("sold.order_id")),
                joins=joins or SQL(),
                condition=condition or SQL("TRUE"),
                where=self._where(),
            ),
        )

    def _is_returned(self):
        return SQL("(NOT move.is_out AND origin.usage = 'customer')")

    # == Bills tied to the order ==

    def _select_bill(self):
        return self._select_cost_item(
            SQL("-item.balance"),
            self._source_columns(SQL("item.id"), NUMBER_BILL),
            SQL("FROM account_move_line item"),
            SQL("item.trade_order_id"),
        )

    def _select_bill_share(self):
        return self._select_cost_item(
            self._shared(SQL("-item.balance"), "cc"),
            self._source_columns(
                SQL("item.id"), NUMBER_BILL_SHARE, SQL("share.position")
            ),
            SQL(
                """FROM trade_order_share share
                   JOIN account_move_line item ON item.id = share.line_id
                    AND item.trade_order_id IS NULL"""
            ),
            SQL("share.order_id"),
        )

    def _select_cost_item(self, amount, row, items, order_id):
        """Select income and expense of bills, refunds and other entries.

        What a bill books on a balance sheet account is no cost yet: goods on their way
        into the stock, something paid in advance, an accrual that is used up.
        """
        return self._select_amount(
            "actual",
            amount,
            {
                **row,
                "cost_type_id": SQL(
                    "COALESCE(item.trade_cost_type_id, %s)", self._type_id("other")
                ),
                **self._item_columns(),
                "product_id": SQL(
                    "CASE WHEN item.trade_cost_type_id = %s THEN item.product_id END",
                    self._type_id("product"),
                ),
                "is_reversal": SQL("doc.move_type = 'in_refund'"),
            },
            SQL(
                """  %(items)s
                     %(order)s
                     JOIN account_move doc ON doc.id = item.move_id
                     JOIN account_account account ON account.id = item.account_id
                    WHERE doc.state = 'posted' AND item.display_type = 'product'
                      AND doc.move_type IN
                          ('in_invoice', 'in_refund', 'in_receipt', 'entry')
                      AND %(in_profit)s AND %(where)s""",
                items=items,
                order=self._join_order(order_id),
                in_profit=self._is_income_or_expense(),
                where=self._where(),
            ),
        )

    def _is_income_or_expense(self):
        return SQL("split_part(account.account_type, '_', 1) IN ('income', 'expense')")
