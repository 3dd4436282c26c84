from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class TradeReminderRule(models.Model):
    """Who is reminded of an instalment, so many days before or after it is due.

    Of several rules with the same number of days the first that matches counts; a
    rule of more days takes over from those of fewer.
    """

    _name = "trade.reminder.rule"
    _description = "Reminder Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index="btree_not_null", help="Empty: all companies."
    )
    kind = fields.Selection(
        [("receivable", "Customer invoices"), ("payable", "Vendor bills")],
        string="About",
        required=True,
        default="receivable",
    )
    days = fields.Integer(
        "Days from the due date",
        required=True,
        help="-7: seven days before the instalment is due. 15: fifteen days after.",
    )
    level = fields.Selection(
        [
            ("before", "Before the due date"),
            ("first", "First reminder"),
            ("second", "Second reminder"),
            ("last", "Last reminder"),
        ],
        required=True,
        default="first",
        help="Which text the mail has. A reminder of more days closes earlier ones.",
    )
    minimum_amount = fields.Monetary(
        help="Less than this in company currency is not worth a reminder. With one "
        "reminder per customer, the sum of the reminder counts."
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
        help="Currency of the minimum amount.",
    )
    domain = fields.Char(
        "Only partners",
        default="[]",
        help="Which customers or vendors the rule is for, e.g. by country or tag.",
    )
    grouping = fields.Selection(
        [
            ("instalment", "One per instalment"),
            ("partner", "One per customer or vendor"),
        ],
        required=True,
        default="instalment",
        help="One per instalment: the activity is on the invoice. One per customer: "
        "the instalments of the day are in one activity on the contact and one mail.",
    )
    catch_up_days = fields.Integer(
        "Catch up (days)",
        default=7,
        help="What should have been reminded of longer ago than this is left alone, so "
        "that a rule just switched on does not remind of old cases.",
    )
    responsible = fields.Selection(
        [
            ("salesperson", "Salesperson"),
            ("buyer", "Buyer"),
            ("accountant", "Accountant of the company"),
            ("manager", "Leader of the sales team"),
            ("user", "Always the same"),
        ],
        required=True,
        default="salesperson",
    )
    user_id = fields.Many2one(
        "res.users",
        "Otherwise",
        domain=[("share", "=", False)],
        ondelete="set null",
        help="Is reminded where the responsible is unknown or archived; if empty, the "
        "accountant of the company.",
    )
    activity_type_id = fields.Many2one(
        "mail.activity.type",
        "Activity",
        ondelete="restrict",
        domain=[("res_model", "in", (False, "account.move", "res.partner"))],
        default=lambda self: self.env.ref("mail.mail_activity_data_todo", False),
        help="What the responsible has to do. Empty: nothing, the mail is enough.",
    )
    summary = fields.Char(
        translate=True,
        help="Comes before customer and amount, as in “Call: Customer A, USD 100,000”.",
    )
    note = fields.Html("Instructions", translate=True)
    mail_template_id = fields.Many2one(
        "mail.template",
        domain=[("model", "=", "trade.reminder")],
        ondelete="restrict",
        help="The mail to the customer, in the customer's language.",
    )
    send_mode = fields.Selection(
        [
            ("prepare", "Prepare it for the responsible"),
            ("automatic", "Send it automatically"),
        ],
        "The mail",
        required=True,
        default="prepare",
    )
    attach_statement = fields.Boolean(
        "Attach the statement of account",
        help="The mail carries the customer's statement of account as PDF.",
    )
    last_run = fields.Date(
        readonly=True,
        copy=False,
        help="After days without a run, the next run catches up with them as well.",
    )
    last_error = fields.Text(readonly=True, copy=False)
    due_count = fields.Integer("Would remind now", compute="_compute_due_count")

    _catch_up_days_not_negative = models.Constraint(
        "CHECK (catch_up_days >= 0)",
        "The days to catch up cannot be negative: enter 0 to catch up with nothing.",
    )
    _minimum_amount_not_negative = models.Constraint(
        "CHECK (minimum_amount >= 0)",
        "The minimum amount cannot be negative: enter 0 to remind of any amount.",
    )

    @api.depends_context("company", "uid")
    @api.depends(
        "kind",
        "days",
        "minimum_amount",
        "currency_id",
        "domain",
        "catch_up_days",
        "grouping",
        "company_id",
    )
    def _compute_due_count(self):
        for rule in self:
            rule.due_count = len(rule._preview_rows()) if rule._origin else 0

    @api.constrains("activity_type_id", "mail_template_id", "send_mode")
    def _check_action(self):
        for rule in self:
            is_sent = rule.mail_template_id and rule.send_mode == "automatic"
            if not rule.activity_type_id and not is_sent:
                raise ValidationError(
                    self.env._(
                        "The rule %(rule)s does nothing: choose an activity, or a mail "
                        "template that is sent automatically.",
                        rule=rule.name,
                    )
                )
            if rule.send_mode == "automatic" and not rule.mail_template_id:
                raise ValidationError(
                    self.env._(
                        "The rule %(rule)s sends a mail: choose its mail template.",
                        rule=rule.name,
                    )
                )

    @api.constrains("kind", "mail_template_id")
    def _check_template(self):
        for rule in self:
            if rule.kind == "payable" and rule.mail_template_id:
                raise ValidationError(
                    self.env._(
                        "The rule %(rule)s is about vendor bills: nobody outside gets "
                        "a mail. Remove the mail template.",
                        rule=rule.name,
                    )
                )

    @api.constrains("responsible", "user_id")
    def _check_user(self):
        for rule in self:
            if rule.responsible == "user" and not rule.user_id:
                raise ValidationError(
                    self.env._(
                        "The rule %(rule)s always reminds the same one: choose whom.",
                        rule=rule.name,
                    )
                )

    @api.constrains("domain")
    def _check_domain(self):
        for rule in self:
            try:
                self.env["res.partner"].search(
                    literal_eval(rule.domain or "[]"), limit=1
                )
            except Exception as error:
                raise ValidationError(
                    self.env._(
                        "The rule %(rule)s cannot choose partners by this condition: "
                        "%(reason)s. Choose the condition again.",
                        rule=rule.name,
                        reason=error,
                    )
                ) from error

    def write(self, vals):
        """Forget the last run of a rule that begins anew: it has nothing to make up."""
        if {"active", "days", "kind", "company_id"} & set(vals):
            vals = {"last_run": False, **vals}
        return super().write(vals)

    # === Dry run === #

    def action_preview(self):
        """Show whom the rule would remind now, and whom not, each with the reason."""
        self.ensure_one()
        rows = self._preview_rows(explain=True)
        lines = self.env["trade.reminder.preview"].create(
            [self._prepare_preview_values(row) for row in rows]
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("%(rule)s: dry run", rule=self.name),
            "res_model": "trade.reminder.preview",
            "views": [(False, "list")],
            "domain": [("id", "in", lines.ids)],
            "context": {"search_default_due": 1},
            "help": self.env._("Nobody would be reminded by this rule today."),
        }

    def _preview_rows(self, explain=False):
        """Return what the rule would select today, in the companies of the user."""
        if not self.env["account.move"].has_access("read"):
            return []
        rows = []
        for company in self.env.companies:
            if self.company_id in (company, company.browse()):
                rows += self._select_due(company, self._get_today(company), explain)
        return rows

    def _prepare_preview_values(self, row):
        """Return the values of one line of the dry run."""
        return {
            "rule_id": self.id,
            "move_id": row["move_id"],
            "partner_id": row["partner_id"],
            "date_due": row["date_due"],
            "currency_id": row["currency_id"],
            "amount": row["amount"],
            "user_id": row["user_id"],
            "held": row["held"] or "due",
        }
