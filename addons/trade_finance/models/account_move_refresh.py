# A subject of its own, apart from rates and shares.
# pylint: disable=consider-merging-classes-inherited
from odoo import models
from odoo.tools import SQL


class AccountMove(models.Model):
    """Posting and resetting entries refreshes the totals of the orders they concern.

    As dependencies of the totals this would be six searches in each posting: through
    partials of both sides, exchange entries, payments and shares. It is one.
    """

    _inherit = "account.move"

    def modified(self, fnames, create=False, before=False):
        """Refresh when the state has changed, before anything can be computed."""
        result = super().modified(fnames, create=create, before=before)
        if "state" in fnames and not (create or before):
            self._refresh_met_orders()
        return result

    def _refresh_met_orders(self):
        # The totals are everybody's, whoever posts may not read the orders.
        orders_sudo = self.env["sale.order"].sudo()
        entries = self.filtered(lambda move: not move._concerns_own_orders_only())
        orders_sudo.browse(entries._read_met_order_ids())._refresh_receipts()

    def _concerns_own_orders_only(self):
        """Say whether it is an invoice nothing is reconciled with yet.

        Its lines name its orders, and refresh them by themselves.
        """
        self.ensure_one()
        return self.is_sale_document(include_receipts=True) and all(
            line.amount_residual == line.balance
            and line.amount_residual_currency == line.amount_currency
            for line in self.line_ids
            if line.display_type == "payment_term"
        )

    def _read_met_order_ids(self):
        """Return ids of orders whose documents or money these entries have met.

        Directly, through a reconciliation, or through an entry between the two.
        """
        if not self.ids:
            return []
        self.env["account.move.line"].flush_model(["trade_order_id"])
        self.env["account.payment"].flush_model(["move_id", "trade_order_id"])
        self.env["account.partial.reconcile"].flush_model(["exchange_move_id"])
        rows = self.env.execute_query(
            SQL(
                """WITH RECURSIVE met (move_id, hops) AS (
                       (%(start)s) UNION (%(next)s)
                   )
                   SELECT share.order_id FROM trade_order_share share
                     JOIN met ON met.move_id = share.move_id
                    UNION
                   SELECT pay.trade_order_id FROM account_payment pay
                     JOIN met ON met.move_id = pay.move_id
                    WHERE pay.trade_order_id IS NOT NULL
                    UNION
                   SELECT line.trade_order_id FROM account_move_line line
                     JOIN met ON met.move_id = line.move_id
                    WHERE line.trade_order_id IS NOT NULL""",
                start=self._select_exchanged(),
                next=self._select_reconciled(),
            )
        )
        return [order_id for (order_id,) in rows]

    def _select_exchanged(self):
        """Return a select of the entries, and of those they level the rates of."""
        return SQL(
            """SELECT id, 0 FROM account_move WHERE id IN %(ids)s
                UNION ALL
               SELECT line.move_id, 0
                 FROM account_partial_reconcile p
                 JOIN account_move_line line
                   ON line.id IN (p.debit_move_id, p.credit_move_id)
                WHERE p.exchange_move_id IN %(ids)s""",
            ids=tuple(self.ids),
        )

    def _select_reconciled(self):
        """Return a select of the entries reconciled with those ``met``, twice over."""
        return SQL(
            """SELECT other.move_id, met.hops + 1
                 FROM met
                 JOIN account_move_line line ON line.move_id = met.move_id
                 CROSS JOIN LATERAL (
                     SELECT credit_move_id AS line_id FROM account_partial_reconcile
                      WHERE debit_move_id = line.id
                  UNION ALL
                     SELECT debit_move_id FROM account_partial_reconcile
                      WHERE credit_move_id = line.id
                 ) side
                 JOIN account_move_line other ON other.id = side.line_id
                WHERE met.hops < 2"""
        )
