from odoo import api, fields, models
from odoo.exceptions import UserError


class TradeFollowupRule(models.Model):
    """When something has happened with a customer, somebody is to do something.

    What happened is the *anchor*; each anchor is a method of the rule, see
    :meth:`_get_anchor_sql`.
    """

    _name = "trade.followup.rule"
    _description = "Follow-up Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        help="Leave empty for a rule of all companies.",
    )
    anchor = fields.Selection(
        [
            ("customer_created", "Customer created"),
            ("first_order", "First order confirmed"),
            ("order_confirmed", "Order confirmed"),
            ("dormant", "No order any more"),
            ("quarter", "Quarter begins"),
        ],
        required=True,
        default="customer_created",
        help="The day the delay is counted from. “No order any more” counts from the "
        "last confirmed order; a new order starts the count again.",
    )
    delay = fields.Integer(
        required=True, default=3, help="Due so many days or months after the anchor."
    )
    delay_unit = fields.Selection(
        [("day", "Days"), ("week", "Weeks"), ("month", "Months")],
        required=True,
        default="day",
    )
    plan_ahead_days = fields.Integer(
        string="Plan ahead (days)",
        help="The activity appears so many days before it is due.",
    )
    catch_up_days = fields.Integer(
        string="Catch up (days)",
        help="What fell due longer ago than this is left alone, so that a rule just "
        "switched on does not fill everybody's list with old cases. 0: no limit.",
    )
    missed_after_days = fields.Integer(
        string="Missed after (days)",
        default=30,
        help="Still open so many days after the due date counts as missed. 0: never.",
    )
    minimum_sales = fields.Monetary(
        string="Sales of 12 months from",
        currency_field="currency_id",
        help="Only customers whose posted invoices less refunds of the last 12 months, "
        "net of tax, come to this amount in company currency. 0: all customers.",
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    domain = fields.Char(
        string="Only customers", default="[]", help="Which customers the rule is for."
    )
    activity_type_id = fields.Many2one(
        "mail.activity.type",
        required=True,
        ondelete="restrict",
        domain=[("res_model", "in", (False, "res.partner"))],
        default=lambda self: self.env.ref("mail.mail_activity_data_call", False),
    )
    summary = fields.Char(
        translate=True, help="What the activity says; the rule's name if empty."
    )
    note = fields.Html(string="Instructions", translate=True)
    mail_template_id = fields.Many2one(
        "mail.template",
        domain=[("model", "=", "res.partner")],
        ondelete="set null",
        help="The mail that the button of the follow-up opens, ready to send.",
    )
    survey_id = fields.Many2one(
        "survey.survey",
        ondelete="set null",
        help="The survey that the button of the follow-up invites to.",
    )
    loyalty_program_id = fields.Many2one(
        "loyalty.program",
        string="Coupon programme",
        ondelete="set null",
        domain=[("program_type", "in", ("coupons", "promotion", "promo_code"))],
        help="Each customer gets a coupon of its own, to be named in the mail.",
    )
    done_by = fields.Selection(
        [
            ("activity", "Only the activity marked as done"),
            ("contact", "Also a mail sent or a call"),
            ("order", "Also a new order"),
        ],
        string="Done by",
        required=True,
        default="activity",
        help="The fact that closes the follow-up besides marking it as done.",
    )
    responsible = fields.Selection(
        [("salesperson", "Salesperson of the customer"), ("user", "Always the same")],
        required=True,
        default="salesperson",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Otherwise",
        ondelete="set null",
        domain=[("share", "=", False)],
        default=lambda self: self.env.user.active and self.env.user,
        help="Gets the follow-up where the customer has no active salesperson, or all "
        "of them if the responsible is always the same.",
    )
    followup_ids = fields.One2many("trade.followup", "rule_id", string="Follow-ups")
    followup_count = fields.Integer(
        string="Number of follow-ups", compute="_compute_followup_count"
    )
    last_run = fields.Datetime(readonly=True, copy=False)
    last_error = fields.Text(readonly=True, copy=False)

    _delay_not_negative = models.Constraint(
        "CHECK(delay >= 0 AND plan_ahead_days >= 0 AND catch_up_days >= 0"
        " AND missed_after_days >= 0)",
        "The days and the delay of a follow-up rule cannot be negative.",
    )

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for rule in self:
            rule.currency_id = (rule.company_id or self.env.company).currency_id

    def _compute_followup_count(self):
        counts = dict(
            self.env["trade.followup"]._read_group(
                [("rule_id", "in", self.ids)], ["rule_id"], ["__count"]
            )
        )
        for rule in self:
            rule.followup_count = counts.get(rule, 0)

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._switch_on_coupons()
        return rules

    def write(self, vals):
        result = super().write(vals)
        if vals.get("active") or vals.get("loyalty_program_id"):
            self._switch_on_coupons()
        return result

    def _switch_on_coupons(self):
        """A coupon of a programme that is switched off could not be redeemed."""
        programs = self.filtered("active").loyalty_program_id
        off_sudo = programs.sudo()  # who edits rules need not edit programmes
        off_sudo.filtered(lambda program: not program.active).active = True

    # === Actions === #

    def action_dry_run(self):
        """Show whom the rule would reach today, without creating anything."""
        self.ensure_one()
        company = self.company_id or self.env.company
        rows = self.sudo()._safe_find_due(company)  # orders of all salespeople count
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("%(rule)s: would reach today", rule=self.name),
            "res_model": "res.partner",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", [row["partner_id"] for row in rows])],
            "help": self.env._(
                "Today the rule would reach nobody. Check anchor, delay, “Catch up” "
                "and the customers it is for."
            ),
        }

    def _safe_find_due(self, company):
        try:
            with self.env.cr.savepoint():
                return self._find_due(company)
        except Exception as error:
            raise UserError(
                self.env._(
                    "The rule “%(rule)s” cannot be read. Correct its condition on the "
                    "customers: %(error)s",
                    rule=self.name,
                    error=error,
                )
            ) from error

    def action_view_followups(self):
        """Open the follow-ups this rule has made."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "trade_crm.trade_followup_action"
        )
        return {**action, "domain": [("rule_id", "=", self.id)], "context": {}}
