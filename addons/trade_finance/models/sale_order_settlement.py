# One class would make a file of 500 lines.
# pylint: disable=consider-merging-classes-inherited
from odoo import api, fields, models
from odoo.tools import SQL


class SaleOrder(models.Model):
    """What settled an order, and what is due next by its plan or its invoices."""

    _inherit = "sale.order"

    next_due_date = fields.Date(
        "Next due",
        compute="_compute_next_due",
        store=True,
        help="When the next open instalment of the payment plan is due; without a "
        "plan, the next open amount of the order's invoices. Empty: nothing is open, "
        "or it waits for its event.",
    )
    next_due_amount = fields.Monetary(
        "Next due amount",
        compute="_compute_next_due",
        store=True,
        help="What is open of it, in the order's currency.",
    )
    next_due_event = fields.Char(
        "Waits for", compute="_compute_next_due_event", compute_sudo=True
    )
    is_next_due_late = fields.Boolean("Late", compute="_compute_is_next_due_late")

    @api.depends(
        "instalment_ids.due_date",
        "instalment_ids.amount_residual",
        "invoice_due_date",
        "invoice_due_amount",
    )
    def _compute_next_due(self):
        for order in self:
            if order.instalment_ids:
                order.next_due_date, order.next_due_amount = order._get_next_due()
            else:
                order.next_due_date = order.invoice_due_date
                order.next_due_amount = order.invoice_due_amount

    def _get_next_due(self):
        """Return (date, amount): the earliest due, else the first that waits.

        Instalments due on the same day are one amount.
        """
        self.ensure_one()
        still_open = self.instalment_ids.filtered(lambda row: not row.is_paid)
        dated = still_open.filtered("due_date")
        if not dated:
            first = still_open.sorted("sequence")[:1]
            return False, first.amount_residual
        day = min(dated.mapped("due_date"))
        of_day = dated.filtered(lambda row: row.due_date == day)
        return day, self.currency_id.round(sum(of_day.mapped("amount_residual")))

    @api.depends("next_due_date")
    def _compute_is_next_due_late(self):
        today = fields.Date.context_today(self)
        for order in self:
            order.is_next_due_late = bool(
                order.next_due_date and order.next_due_date < today
            )

    @api.depends("next_due_date", "next_due_amount", "instalment_ids.trade_event")
    @api.depends_context("lang")
    def _compute_next_due_event(self):
        Instalment = self.env["trade.order.instalment"]
        events = dict(
            Instalment._fields["trade_event"]._description_selection(self.env)
        )
        for order in self:
            rows = order.instalment_ids.filtered(lambda row: not row.is_paid)
            first = rows.sorted("sequence")[:1]
            is_waiting = order.next_due_amount and not order.next_due_date
            order.next_due_event = is_waiting and events.get(first.trade_event)

    # == What settled the order ==

    def _get_settlements(self):
        """Return `{order: (money, credit)}` that settled the order, in its currency.

        Money includes what banks kept and what was written off; a credit note is none.
        """
        by_note = self._read_credit_notes()
        settled = {}
        for order in self:
            received, currency = order.amount_received, order.currency_id
            if order.amount_total <= 0:  # a return: what was paid back counts
                settled[order] = received, 0.0
                continue
            done = order.amount_total - order.amount_outstanding
            without_money = max(done - received, 0.0)
            credit = min(without_money, by_note.get(order._origin.id, 0.0))
            money = max(received, done - credit)
            settled[order] = currency.round(money), currency.round(credit)
        return settled

    def _read_credit_notes(self):
        """Return {order id: its posted credit notes, in the order's currency}."""
        ids = tuple(
            order._origin.id
            for order in self
            if order.currency_id.compare_amounts(
                order.amount_total - order.amount_outstanding, order.amount_received
            )
            > 0
        )
        if not any(ids):
            return {}
        self.env["trade.order.share"].flush_model()
        self.env["account.move"].flush_model(
            ["state", "move_type", "currency_id", "amount_total", "amount_total_signed"]
        )
        rows = self.env.execute_query(
            SQL(
                """SELECT so.id, SUM(
                          CASE WHEN doc.currency_id = so.currency_id
                               THEN doc.amount_total
                               ELSE ABS(doc.amount_total_signed)
                                    / NULLIF(so.trade_rate, 0)::numeric END
                          * (share.share_to - share.share_from)::numeric)
                     FROM trade_order_share share
                     JOIN sale_order so ON so.id = share.order_id
                     JOIN account_move doc ON doc.id = share.move_id
                      AND doc.state = 'posted' AND doc.move_type = 'out_refund'
                    WHERE share.line_id IS NULL AND share.order_id IN %s
                 GROUP BY so.id""",
                ids,
            )
        )
        return {order_id: float(amount or 0) for order_id, amount in rows}

    def _set_invoice_due_dates(self):
        """Let events move the due dates of the orders' invoices, if a company wants."""
        orders = self.filtered("company_id.trade_instalment_sets_due_date")
        if orders:
            # Whoever records a shipment may not open invoices.
            invoices_sudo = orders.sudo().trade_line_ids.move_id
            all_orders = invoices_sudo.line_ids.trade_order_id
            invoices_sudo._set_due_dates_by_events(all_orders)
