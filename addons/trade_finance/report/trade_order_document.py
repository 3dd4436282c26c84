# One class would make a file of 500 lines.
# pylint: disable=consider-merging-classes-inherited
from odoo import models
from odoo.tools import SQL


class TradeOrderReceipt(models.Model):
    """Invoices and credit notes of orders: invoiced, and still open."""

    _inherit = "trade.order.receipt"

    def _select_documents(self, order_ids):
        """Return a select of order_id, received, deposited, fx, invoiced, still_open.

        One row per posted document and order, in the order's currency; received,
        deposited and fx are 0. A reconciliation counts while both sides are posted and
        no payment is rejected: core keeps the partials of both.

        :param order_ids: SQL tuple of order ids
        """
        still_open = SQL("doc.amount_total_in_currency_signed - settled.amount")
        invoiced = SQL(
            "CASE WHEN doc.move_type = 'out_refund' THEN 0 ELSE doc.amount_total END"
        )
        return SQL(
            """SELECT so.id, 0, 0, 0, %(invoiced)s, %(still_open)s
                 FROM trade_order_share share
                 %(order)s
                 JOIN account_move doc ON doc.id = share.move_id
                  AND doc.state = 'posted'
                  AND doc.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
                 %(settled)s
                 CROSS JOIN LATERAL (
                     SELECT CASE WHEN doc.currency_id = so.currency_id THEN 1
                            ELSE doc.amount_total_signed
                                 / NULLIF(doc.amount_total_in_currency_signed, 0)
                                 / NULLIF(so.trade_rate, 0)::numeric END AS rate
                 ) conversion
                WHERE share.line_id IS NULL AND share.order_id IN %(order_ids)s""",
            invoiced=self._shared(SQL("%s * conversion.rate", invoiced), "oc"),
            still_open=self._shared(SQL("(%s) * conversion.rate", still_open), "oc"),
            order=self._join_order(SQL("share.order_id")),
            settled=self._join_settled(),
            order_ids=order_ids,
        )

    def _select_invoice_dues(self, order_ids):
        """Return a select like `_select_documents`, and its day and amount due.

        One row per open receivable line of posted invoices, the other columns 0; the
        amount in the order's currency, not rounded.
        """
        return SQL(
            """SELECT so.id, 0, 0, 0, 0, 0, line.date_maturity,
                      CASE WHEN line.currency_id = so.currency_id
                           THEN line.amount_residual_currency
                           ELSE line.amount_residual
                                / NULLIF(so.trade_rate, 0)::numeric END
                      * (share.share_to - share.share_from)::numeric
                 FROM trade_order_share share
                 JOIN sale_order so ON so.id = share.order_id
                 JOIN account_move doc ON doc.id = share.move_id
                  AND doc.move_type = 'out_invoice'
                 JOIN account_move_line line ON line.move_id = doc.id
                  AND line.parent_state = 'posted'
                  AND line.display_type = 'payment_term'
                  AND line.amount_residual_currency != 0
                WHERE share.line_id IS NULL AND share.order_id IN %s""",
            order_ids,
        )

    def _join_settled(self):
        """Join ``settled.amount``: what posted entries settled, in its currency."""
        return SQL(
            """CROSS JOIN LATERAL (
                   SELECT COALESCE(SUM(side.amount), 0) AS amount
                     FROM account_move_line due
                     CROSS JOIN LATERAL (
                         SELECT p.debit_amount_currency AS amount,
                                p.credit_move_id AS other
                           FROM account_partial_reconcile p
                          WHERE p.debit_move_id = due.id
                      UNION ALL
                         SELECT -p.credit_amount_currency, p.debit_move_id
                           FROM account_partial_reconcile p
                          WHERE p.credit_move_id = due.id
                     ) side
                     JOIN account_move_line other ON other.id = side.other
                      AND other.parent_state = 'posted'
                     LEFT JOIN account_payment payment ON payment.id = other.payment_id
                    WHERE payment.state IS DISTINCT FROM 'rejected'
                      AND due.move_id = doc.id AND due.display_type = 'payment_term'
               ) settled"""
        )
