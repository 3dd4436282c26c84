# One class would make a file of 500 lines.
# pylint: disable=consider-merging-classes-inherited
from odoo import fields, models


class AccountMove(models.Model):
    """Tell payment plans of invoices, and invoices of the events of their orders."""

    _inherit = "account.move"

    def write(self, vals):
        result = super().write(vals)
        if "state" in vals or "invoice_date" in vals:
            self._follow_trade_plan()
        return result

    def _follow_trade_plan(self):
        """Bring plans that count from the invoice, and due dates, up to date."""
        invoices = self.filtered(lambda move: move.move_type == "out_invoice")
        orders = invoices.line_ids.trade_order_id
        if orders:
            orders._refresh_trade_event("invoice")
            invoices._set_due_dates_by_events(orders)

    def _set_due_dates_by_events(self, orders):
        """Move the due dates of posted invoices to what the orders' events say.

        A receivable line that nobody has settled is due when the last event it stands
        for says so; until all of them have happened, it is due as core has it.

        :param orders: all orders of the invoices
        """
        invoices = self.filtered(
            lambda move: (
                move.state == "posted"
                and move.move_type == "out_invoice"
                and move.company_id.trade_instalment_sets_due_date
                and any(move.invoice_payment_term_id.line_ids.mapped("trade_event"))
            )
        )
        if not invoices:
            return
        # What people see of the plan does not matter for the date of a claim.
        rows_sudo = orders.sudo().instalment_ids
        for invoice in invoices:
            # Whoever posts or ships may not open the orders of the invoice.
            orders_sudo = invoice.line_ids.trade_order_id.sudo()
            dates = {}
            for row in rows_sudo & orders_sudo.instalment_ids:
                dates.setdefault(row.trade_event, []).append(row.event_date)
            invoice._set_due_dates(dates)

    def _set_due_dates(self, dates):
        """Set the due dates of one invoice.

        :param dates: `{event: [date or False of each order]}`
        """
        self.ensure_one()
        for line in self.line_ids:
            if line.display_type == "payment_term" and not line.reconciled:
                line._set_due_date_by_events(self.invoice_payment_term_id, dates)
        due_dates = self.line_ids.mapped("date_maturity")
        last = max((date for date in due_dates if date), default=False)
        if last and last != self.invoice_date_due:
            self.invoice_date_due = last


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    trade_core_date_maturity = fields.Date(
        "Due date by the invoice date",
        readonly=True,
        copy=False,
        help="What the due date was before an event of the order moved it.",
    )

    def _set_due_date_by_events(self, term, dates):
        """Set the due date of a receivable line from the events it stands for.

        :param term: the invoice's payment term; lines due on one day share one
            receivable line, so a line may stand for several of them
        """
        self.ensure_one()
        standard = self.trade_core_date_maturity or self.date_maturity
        invoice_date = self.move_id.invoice_date
        mine = term.line_ids.filtered(
            lambda line: line._get_due_date(invoice_date) == standard
        )
        dues = []
        for term_line in mine:
            known = dates.get(term_line.trade_event) or [False]
            if not term_line.trade_event:
                dues.append(standard)
            elif all(known):
                dues.append(term_line._get_due_date(max(known)))
            else:
                dues.append(False)
        due = max(dues) if dues and all(dues) else standard
        if due != self.date_maturity:
            self.write({"date_maturity": due, "trade_core_date_maturity": standard})
