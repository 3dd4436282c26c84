from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import reminder


class TradeReminder(models.Model):
    """Somebody was reminded of an instalment that is due on a day, by one rule.

    Written by the nightly run alone. Reminders that share a letter and an activity have
    the same `lead_id`, the first of them.
    """

    _name = "trade.reminder"
    _description = "Payment Reminder"
    _order = "date desc, date_due, id"
    _rec_name = "move_id"

    rule_id = fields.Many2one(
        "trade.reminder.rule",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    kind = fields.Selection(
        [("receivable", "Customer invoice"), ("payable", "Vendor bill")],
        required=True,
        readonly=True,
    )
    days = fields.Integer("Days from the due date", readonly=True, aggregator=None)
    level = fields.Selection(related="rule_id.level")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    line_id = fields.Many2one(
        "account.move.line",
        "Instalment",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    move_id = fields.Many2one(
        "account.move",
        "Invoice",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    partner_id = fields.Many2one(
        "res.partner", required=True, readonly=True, ondelete="cascade"
    )
    commercial_partner_id = fields.Many2one(
        "res.partner",
        "Customer or vendor",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    customer_reference = fields.Char(related="move_id.ref", string="Reference")
    order_names = fields.Char("Orders", compute="_compute_order_names")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount = fields.Monetary(
        readonly=True,
        help="Open on the day of the reminder, in the invoice's currency.",
    )
    amount_open = fields.Monetary("Open now", compute="_compute_amount_open")
    date_due = fields.Date("Due", required=True, readonly=True)
    date = fields.Date("Reminded on", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", "Responsible", readonly=True, index="btree_not_null"
    )
    state = fields.Selection(
        [
            ("todo", "To do"),
            ("sent", "Mail sent"),
            ("done", "Done"),
            ("superseded", "Superseded"),
            ("skipped", "Skipped"),
        ],
        compute="_compute_state",
        store=True,
        readonly=True,
        index=True,
    )
    reason = fields.Char(readonly=True, help="Why it was skipped or closed.")
    is_on_hold = fields.Boolean(
        readonly=True,
        help="Skipped by the run for a reason that may pass, such as a dispute: once "
        "it has, the rule reminds again.",
    )
    mail_state = fields.Selection(
        [
            ("none", "No mail"),
            ("ready", "Ready to send"),
            ("sent", "Sent"),
            ("no_email", "No e-mail address"),
            ("failed", "Failed"),
        ],
        "Mail",
        readonly=True,
        default="none",
    )
    mail_error = fields.Char("Why the mail failed", readonly=True)
    activity_id = fields.Many2one(
        "mail.activity", readonly=True, index="btree_not_null", ondelete="set null"
    )
    message_id = fields.Many2one(
        "mail.message", "Sent mail", readonly=True, index="btree_not_null"
    )
    lead_id = fields.Many2one(
        "trade.reminder",
        "Letter",
        readonly=True,
        index=True,
        ondelete="set null",
        help="Reminders with the same letter were reminded of together.",
    )
    mate_ids = fields.One2many("trade.reminder", "lead_id")
    letter_ids = fields.Many2many(
        "trade.reminder",
        string="Instalments of the letter",
        compute="_compute_letter_ids",
    )
    recipient_id = fields.Many2one(
        "res.partner", "Goes to", compute="_compute_recipient_id"
    )
    mail_template_id = fields.Many2one(related="rule_id.mail_template_id")

    _occasion_uniq = models.UniqueIndex(
        "(rule_id, line_id, date_due)",
        "This rule has already reminded of this instalment.",
    )
    _todo_idx = models.Index("(company_id, kind) WHERE state = 'todo'")

    @api.depends("activity_id.active")
    def _compute_state(self):
        for record in self:
            is_done = record.activity_id and not record.activity_id.active
            if record.state in (False, "todo"):
                record.state = "done" if is_done else "todo"
            else:
                record.state = record.state

    @api.depends("move_id")
    def _compute_order_names(self):
        # The numbers of the orders are on the printed invoice anyway.
        rows = (
            self.env["account.move.line"]
            .sudo()
            ._read_group(
                [("move_id", "in", self.move_id.ids), ("trade_order_id", "!=", False)],
                ["move_id"],
                ["trade_order_id:recordset"],
            )
        )
        names = {
            move.id: ", ".join(orders.sorted("name").mapped("name"))
            for move, orders in rows
        }
        for record in self:
            record.order_names = names.get(record.move_id.id)

    @api.depends("line_id.amount_residual_currency", "kind")
    def _compute_amount_open(self):
        for record in self:
            sign = -1 if record.kind == "payable" else 1
            # What is open of an instalment is no secret to who is reminded of it.
            line_sudo = record.line_id.sudo()
            record.amount_open = sign * line_sudo.amount_residual_currency

    @api.depends("lead_id.mate_ids.state", "amount_open")
    @api.depends_context("uid", "trade_letter_ids")
    def _compute_letter_ids(self):
        """Take what is open of the letter: of the context, and what one may read.

        A customer's letter may be about invoices of several salespeople.
        """
        chosen = self.env.context.get("trade_letter_ids")
        leads_sudo = self.sudo().lead_id
        mates = (self | leads_sudo.mate_ids.with_env(self.env))._filtered_access("read")
        if chosen is not None:
            mates &= self.browse(chosen)
        still_open = mates.filtered(
            lambda mate: mate.state == "todo" and mate.amount_open > 0
        )
        for record in self:
            mates_sudo = record.sudo().lead_id.mate_ids
            mine = mates_sudo.with_env(self.env) or record
            record.letter_ids = mine & still_open

    @api.depends("partner_id.email", "commercial_partner_id.email")
    def _compute_recipient_id(self):
        """Take who got the invoice, or where the customer wants them, with e-mail."""
        customers = self.commercial_partner_id
        addresses = self.env["res.partner"].search(
            [
                ("parent_id", "in", customers.ids),
                ("type", "=", "invoice"),
                ("email", "!=", False),
            ],
            order="id",
        )
        by_customer = addresses.grouped("parent_id")
        for record in self:
            customer = record.commercial_partner_id
            invoiced = record.partner_id
            candidates = invoiced | by_customer.get(customer, invoiced) | customer
            if record.rule_id.grouping == "partner":
                candidates = by_customer.get(customer, customer) | customer | invoiced
            record.recipient_id = candidates.filtered("email")[:1]

    # === Actions === #

    def action_compose_mail(self):
        """Open the mail to the customer, ready to send."""
        self.ensure_one()
        self.check_access("read")
        return self._prepare_composer()

    def action_done(self):
        """Mark as done, with the activity, unless others still need it."""
        self.check_access("read")
        todo = self.filtered(lambda record: record.state == "todo")
        # Of a letter about invoices of several people each closes what they may see.
        activities_sudo = todo.sudo().activity_id.filtered("active")
        mates_sudo = activities_sudo._get_trade_reminders()
        done = (todo | mates_sudo.with_env(self.env))._filtered_access("read")
        needed_sudo = (mates_sudo - done).activity_id
        (activities_sudo - needed_sudo).action_feedback()
        done._set_state("done")

    def action_skip(self):
        """Ask why nobody shall be reminded of these."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Skip the reminder"),
            "res_model": "trade.reminder.skip",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_reminder_ids": self.ids},
        }

    def action_open_invoice(self):
        """Open the invoice or bill."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "views": [(False, "form")],
        }

    # === Business === #

    def _set_state(self, state, reason=False):
        """Close reminders their reader may see, and the activities nobody needs."""
        self.check_access("read")
        # Rows of the run are nobody's to edit; how they end is.
        self_sudo = self.sudo()
        self_sudo.write({"state": state, "reason": reason})
        activities_sudo = self_sudo.activity_id.filtered("active")
        needed = activities_sudo._get_trade_reminders().activity_id
        (activities_sudo - needed).unlink()

    def _check_open(self):
        """Refuse a mail about what was paid in the meantime."""
        if not self.letter_ids:
            raise UserError(
                self.env._(
                    "%(document)s of %(partner)s has nothing open to be reminded of: "
                    "it was paid or the reminder is closed. Mark it as done.",
                    document=self.move_id.sudo().name,
                    partner=self.commercial_partner_id.display_name,
                )
            )

    def _get_totals(self):
        """Return [(currency, amount open now)] of the letter, by currency."""
        return [
            (currency, sum(reminders.mapped("amount_open")))
            for currency, reminders in self.letter_ids.grouped("currency_id").items()
        ]

    def _get_subject(self):
        """Return who owes what, as in “Customer A, USD 100,000”."""
        totals = {}
        for record in self:
            currency = record.currency_id
            totals[currency] = totals.get(currency, 0.0) + record.amount
        amounts = (
            reminder.money(currency.name, amount, currency.decimal_places)
            for currency, amount in totals.items()
        )
        return ", ".join([self.commercial_partner_id.name or "", *amounts])
