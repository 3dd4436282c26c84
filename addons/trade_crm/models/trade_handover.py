from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class TradeHandover(models.Model):
    """All customers of one person go to one successor, with a brief for each.

    Records are written through the ORM, so tracking, computes and followers stay
    right; who wrote what in the past is not touched.
    """

    _name = "trade.handover"
    _description = "Handover of Customers"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"

    name = fields.Char(compute="_compute_name", store=True)
    user_from_id = fields.Many2one(
        "res.users",
        string="From",
        required=True,
        index=True,
        tracking=True,
        domain=[("share", "=", False), ("active", "in", (True, False))],
        context={"active_test": False},
    )
    user_to_id = fields.Many2one(
        "res.users",
        string="To",
        required=True,
        index=True,
        tracking=True,
        domain="[('share', '=', False), ('id', '!=', user_from_id),"
        " ('company_ids', 'in', company_id)]",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    include_history = fields.Boolean(
        string="Closed orders and invoices too",
        help="The successor may then read what was sold in the past. Figures by "
        "salesperson move with the orders.",
    )
    question_weeks = fields.Integer(
        string="Unanswered mails of",
        default=4,
        help="Unanswered mails of so many weeks are in the brief.",
    )
    birthday_days = fields.Integer(
        string="Birthdays within",
        default=30,
        help="Birthdays within so many days are in the brief.",
    )
    note = fields.Text(string="Note for the successor")
    state = fields.Selection(
        [("draft", "Preview"), ("done", "Done")],
        default="draft",
        required=True,
        index=True,
        tracking=True,
        copy=False,
    )
    date_done = fields.Datetime(string="Done on", readonly=True, copy=False)
    done_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    line_ids = fields.One2many(
        "trade.handover.line",
        "handover_id",
        string="What moves",
        compute="_compute_line_ids",
        store=True,
        copy=False,
    )
    brief_ids = fields.One2many(
        "trade.handover.brief", "handover_id", string="Briefs", copy=False
    )
    brief_count = fields.Integer(compute="_compute_brief_count")

    _days_not_negative = models.Constraint(
        "CHECK(question_weeks >= 0 AND birthday_days >= 0)",
        "The weeks and days of a handover cannot be negative.",
    )

    @api.depends("user_from_id.name", "user_to_id.name")
    def _compute_name(self):
        for handover in self:
            people = (handover.user_from_id.name, handover.user_to_id.name)
            handover.name = " → ".join(name for name in people if name)

    @api.depends("user_from_id", "company_id", "include_history")
    def _compute_line_ids(self):
        for handover in self:
            if handover.state == "done":
                continue  # what has moved is the log
            handover.line_ids = [
                fields.Command.clear(),
                *(
                    fields.Command.create({"kind": kind, "quantity": quantity})
                    for kind, quantity in handover._count_plan().items()
                    if quantity
                ),
            ]

    @api.depends("brief_ids")
    def _compute_brief_count(self):
        counts = dict(
            self.env["trade.handover.brief"]._read_group(
                [("handover_id", "in", self.ids)], ["handover_id"], ["__count"]
            )
        )
        for handover in self:
            handover.brief_count = counts.get(handover._origin, 0)

    # === Actions === #

    def action_preview(self):
        """Count again what would move."""
        self._check_may_run()
        self.filtered(lambda handover: handover.state == "draft")._compute_line_ids()

    def action_run(self):
        """Move everything, write the briefs and tell the successor."""
        self._check_may_run()
        for handover in self:
            handover._check_people()
            handover.sudo()._run()  # invoices and activities are not the manager's
        return self[:1].action_view_briefs()

    def action_view_briefs(self):
        """Open the briefs of this handover."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "trade_crm.trade_handover_brief_action"
        )
        return {**action, "domain": [("handover_id", "=", self.id)], "context": {}}

    # === Checks === #

    def _check_may_run(self):
        groups = "sales_team.group_sale_manager,trade_base.group_trade_manager"
        if not (self.env.su or self.env.user.has_groups(groups)):
            raise AccessError(
                self.env._(
                    "Only a sales manager or a manager of the trade rules can hand "
                    "over customers. Ask one of them to do it."
                )
            )
        self.check_access("write")

    def _check_people(self):
        self.ensure_one()
        successor = self.user_to_id.sudo()  # the groups of another user
        if self.state == "done":
            message = self.env._("This handover is done. Create another one.")
        elif self.user_from_id == self.user_to_id:
            message = self.env._("Choose a successor other than the one who leaves.")
        elif not successor.active or successor.share:
            message = self.env._("The successor must be an active internal user.")
        elif self.company_id not in successor.company_ids:
            message = self.env._(
                "%(user)s does not work in %(company)s. Choose another successor, or "
                "give the user access to that company.",
                user=successor.name,
                company=self.company_id.name,
            )
        elif not successor.has_group("sales_team.group_sale_salesman"):
            message = self.env._(
                "%(user)s is no salesperson and could not see the customers' orders. "
                "Choose another successor, or give the user a role in Sales.",
                user=successor.name,
            )
        else:
            return
        raise UserError(message)

    @api.model
    def _owns_something(self, user, companies):
        """Tell whether `user` still has customers, leads, orders or activities."""
        for company in companies:
            draft = self.sudo().new(  # the archiving user need not read all of it
                {"user_from_id": user.id, "company_id": company.id}
            )
            if draft.line_ids:
                return True
        return False
