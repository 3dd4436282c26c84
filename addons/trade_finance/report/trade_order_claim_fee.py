# Apart from the view: all of it belongs to claiming.
# pylint: disable=consider-merging-classes-inherited
from odoo import models
from odoo.tools import SQL


class TradeOrderReceipt(models.Model):
    """Fees we bear of claimed deposits: no money, but the customer does not owe them.

    An invoice settled by the deposit is settled by the fee too. Until then the fee
    would stand in what the order has outstanding.
    """

    _inherit = "trade.order.receipt"
    _depends = {"account.payment": ["state", "trade_claim_id"]}

    def _select_documents(self, order_ids):
        return SQL(
            "%s UNION ALL %s",
            super()._select_documents(order_ids),
            self._select_deposit_fees(order_ids),
        )

    def _select_deposit_fees(self, order_ids):
        """Return the same columns, with the fee as deposited and not as received."""
        open_amount = SQL("-line.amount_currency - used.amount")
        return SQL(
            """SELECT so.id, 0, %(gross)s - %(net)s, 0, 0, 0
                 FROM account_payment pay
                 %(order)s
                 JOIN account_move_line line ON line.move_id = pay.move_id
                  AND line.parent_state = 'posted' AND line.currency_id = so.currency_id
                 JOIN account_account receivable ON receivable.id = line.account_id
                  AND receivable.account_type = 'asset_receivable'
                 CROSS JOIN LATERAL (
                     SELECT SUM(item.balance) / NULLIF(-line.balance, 0) AS share
                       FROM account_move_line item
                      WHERE item.move_id = line.move_id
                        AND item.trade_order_id = so.id
                 ) fee
                 CROSS JOIN LATERAL (
                     SELECT COALESCE(SUM(p.credit_amount_currency), 0) AS amount
                       FROM account_partial_reconcile p
                       JOIN account_move_line taker ON taker.id = p.debit_move_id
                        AND taker.parent_state = 'posted'
                      WHERE p.credit_move_id = line.id
                 ) used
                WHERE pay.trade_claim_id IS NOT NULL AND pay.state != 'rejected'
                  AND fee.share > 0 AND so.id IN %(order_ids)s""",
            gross=self._round(open_amount, "oc"),
            net=self._round(SQL("(%s) * (1 - fee.share)", open_amount), "oc"),
            order=self._join_order(SQL("pay.trade_order_id")),
            order_ids=order_ids,
        )
