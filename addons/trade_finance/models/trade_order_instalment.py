from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools import instalment
from .account_payment_term import DEPOSIT_EVENTS, EVENTS

EDITABLE = {"event_date"}
#: Dates the books and the order itself know; nobody types them.
OWN_EVENTS = ("order", "invoice")


class TradeOrderInstalment(models.Model):
    """A part of an order's total and what it waits for, from the payment term.

    Amounts are in the order's currency; the instalments of an order add up to its
    total. The term is copied: changing it later changes no plan.
    """

    _name = "trade.order.instalment"
    _description = "Instalment of an Order"
    _order = "sequence, id"

    order_id = fields.Many2one(
        "sale.order", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True)
    currency_id = fields.Many2one(related="order_id.currency_id", store=True)
    partner_id = fields.Many2one(
        related="order_id.partner_id", string="Customer", store=True, index=True
    )
    user_id = fields.Many2one(
        related="order_id.user_id", string="Salesperson", store=True
    )
    sequence = fields.Integer(readonly=True)
    payment_term_line_id = fields.Many2one(
        "account.payment.term.line",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    name = fields.Char("Instalment", compute="_compute_name")

    # == What was agreed ==
    trade_event = fields.Selection(
        [("invoice", "Invoice date"), *EVENTS],
        string="Counted from",
        required=True,
        readonly=True,
        help="The event the due date hangs on.",
    )
    delay_type = fields.Char(readonly=True)  # as the term line had it
    days = fields.Integer(readonly=True, aggregator=None)
    days_next_month = fields.Char(readonly=True)
    percent = fields.Float(
        "%",
        digits="Payment Terms",
        readonly=True,
        aggregator=None,
        help="Part of the order's total by the payment term. 0: a fixed amount.",
    )
    fixed_amount = fields.Monetary(readonly=True, aggregator=None)

    # == Where it stands ==
    amount = fields.Monetary(compute="_compute_amount", store=True)
    event_date = fields.Date(
        help="When the event happened. Shipments, deliveries and invoices fill it by "
        "themselves; otherwise enter it here. It holds for all instalments of the "
        "order that count from this event.",
    )
    is_event_entered = fields.Boolean(
        readonly=True, help="Somebody entered the event date; no record tells it."
    )
    due_date = fields.Date(
        compute="_compute_due_date",
        store=True,
        index=True,
        help="Empty while the instalment waits for its event.",
    )
    amount_paid = fields.Monetary(
        "Paid",
        compute="_compute_amounts",
        store=True,
        help="Money for the order fills its instalments in their order.",
    )
    amount_credited = fields.Monetary(
        "Credited",
        compute="_compute_amounts",
        store=True,
        help="Credit notes: they make the last instalment smaller first.",
    )
    amount_residual = fields.Monetary("Open", compute="_compute_amounts", store=True)
    is_paid = fields.Boolean(
        "Settled", compute="_compute_amounts", store=True, aggregator=None
    )
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("due", "Due"),
            ("partly", "Partly paid"),
            ("overdue", "Overdue"),
            ("paid", "Paid"),
        ],
        compute="_compute_state",
        search="_search_state",
        help="Waiting: the event has not happened, so there is no due date yet.",
    )

    _sequence_uniq = models.UniqueIndex(
        "(order_id, sequence)", "An order has one payment plan."
    )

    # == Words ==

    @api.depends("percent", "trade_event", "days", "delay_type")
    @api.depends_context("lang")
    def _compute_name(self):
        events = dict(self._fields["trade_event"]._description_selection(self.env))
        Line = self.env["account.payment.term.line"]
        delays = dict(Line._fields["delay_type"]._description_selection(self.env))
        for row in self:
            share = f"{row.percent:g} %" if row.percent else self.env._("Fixed amount")
            when = events.get(row.trade_event, "")
            if row.days:
                when += f" {row.days:+d} " + self.env._("days")
            if row.delay_type != "days_after":
                when += f" ({delays.get(row.delay_type, '')})"
            row.name = f"{share}: {when}"

    @api.depends("order_id", "name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.order_id.name}, {row.name}"

    # == Amounts ==

    def _get_part(self):
        """Return the row's part as `tools.instalment.split` takes it."""
        self.ensure_one()
        if self.percent:
            return "percent", self.percent
        return "fixed", self.fixed_amount

    @api.depends("order_id.amount_total", "order_id.currency_id")
    def _compute_amount(self):
        """Share the order's total out anew; what is paid in full stays as it is."""
        orders = self.order_id
        settlements = orders._get_settlements()
        for order in orders:
            rows = order.instalment_ids.sorted("sequence")
            rounding = order.currency_id.rounding or 0.01
            before = rows.mapped("amount")
            paid = instalment.fill(settlements[order][0], before, rounding)
            kept = [
                amount if amount and amount == part else None
                for amount, part in zip(before, paid, strict=True)
            ]
            parts = [row._get_part() for row in rows]
            amounts = instalment.split(order.amount_total, parts, rounding, kept)
            for row, amount in zip(rows, amounts, strict=True):
                if row in self:
                    row.amount = amount

    @api.depends("amount", "order_id.amount_received", "order_id.amount_outstanding")
    def _compute_amounts(self):
        orders = self.order_id
        settlements = orders._get_settlements()
        for order in orders:
            rows = order.instalment_ids.sorted("sequence")
            currency = order.currency_id
            settled = instalment.settle(
                *settlements[order], rows.mapped("amount"), currency.rounding or 0.01
            )
            for row, (paid, credited) in zip(rows, settled, strict=True):
                if row in self:
                    rest = currency.round(row.amount - paid - credited)
                    row.amount_paid = paid
                    row.amount_credited = credited
                    row.amount_residual = rest
                    row.is_paid = currency.is_zero(rest)

    # == Dates ==

    @api.depends("event_date", "delay_type", "days", "days_next_month")
    def _compute_due_date(self):
        for row in self:
            row.due_date = row.event_date and row._get_due_date(row.event_date)

    def _get_due_date(self, date):
        """Return the due date if the event was on `date`, by core's own arithmetic."""
        self.ensure_one()
        term_line = self.env["account.payment.term.line"].new(
            {
                "delay_type": self.delay_type,
                "nb_days": self.days,
                "days_next_month": self.days_next_month,
            }
        )
        return term_line._get_due_date(date)

    @api.depends("due_date", "is_paid", "amount_paid")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        for row in self:
            if row.is_paid:
                row.state = "paid"
            elif row.due_date and row.due_date < today:
                row.state = "overdue"
            elif row.amount_paid:
                row.state = "partly"
            else:
                row.state = "due" if row.due_date else "waiting"

    @api.model
    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        is_open = Domain("is_paid", "=", False)
        overdue = is_open & Domain("due_date", "<", today)
        rest = is_open & ~Domain("due_date", "<", today)
        untouched = rest & Domain("amount_paid", "=", 0)
        domains = {
            "paid": Domain("is_paid", "=", True),
            "overdue": overdue,
            "partly": rest & Domain("amount_paid", "!=", 0),
            "waiting": untouched & Domain("due_date", "=", False),
            "due": untouched & Domain("due_date", "!=", False),
        }
        return Domain.OR([domains[state] for state in value if state in domains])

    # == What people may do ==

    @api.model_create_multi
    def create(self, vals_list):
        self._check_may_change(self.env.su)
        return super().create(vals_list)

    def write(self, vals):
        """Let people enter when an event happened; it holds for the whole order."""
        self._check_may_change(self.env.su or not set(vals) - EDITABLE)
        if self.env.su or "event_date" not in vals:
            return super().write(vals)
        self.check_access("write")
        for row in self:
            if row.trade_event in OWN_EVENTS:
                self._check_may_change(row.event_date == vals["event_date"])
            row.order_id._set_trade_event(
                row.trade_event, vals["event_date"], is_entered=True
            )
        return True

    def _check_may_change(self, is_allowed):
        if not is_allowed:
            raise UserError(
                self.env._(
                    "A payment plan follows from the order's payment term and total, "
                    "its dates from confirmation and invoice. Change them there; only "
                    "the dates of other events are entered here."
                )
            )

    def action_open_order(self):
        """Open the order the instalment belongs to."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "res_id": self.order_id.id,
            "views": [(False, "form")],
        }

    def _is_deposit(self):
        """Say whether the money is to be there before anything is bought."""
        self.ensure_one()
        return self.trade_event in DEPOSIT_EVENTS

    def _is_due_for_documents(self):
        """Say whether the money is to be there before the B/L is handed over.

        Deposits, what is due against the B/L itself, and what is due by today. A
        balance some days after the B/L date is credit the company has given: it
        holds up nothing.
        """
        self.ensure_one()
        if self._is_deposit() or (self.due_date and self._is_due_today()):
            return True
        return self.trade_event == "shipment" and self.days <= 0

    def _is_due_today(self):
        return self.due_date <= fields.Date.context_today(self)
