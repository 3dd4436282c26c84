from odoo import api, fields, models
from odoo.exceptions import UserError


class TradeFollowup(models.Model):
    """One thing to do for one customer, because of one rule and one occasion."""

    _name = "trade.followup"
    _description = "Follow-up"
    _order = "date_due, id"

    rule_id = fields.Many2one(
        "trade.followup.rule", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    res_model = fields.Char(string="Document type", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", required=True, readonly=True
    )
    anchor_date = fields.Date(
        string="Happened on",
        required=True,
        readonly=True,
        help="The day of what the follow-up answers.",
    )
    date_due = fields.Date(string="Due", required=True)
    summary = fields.Char()
    active = fields.Boolean(default=True)
    activity_id = fields.Many2one(
        "mail.activity", index="btree_not_null", ondelete="set null", copy=False
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        index=True,
        compute="_compute_user_id",
        store=True,
        readonly=False,
    )
    date_done = fields.Date(
        string="Done on", compute="_compute_date_done", store=True, readonly=False
    )
    date_missed = fields.Date(string="Missed on", readonly=True)
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("done_in_time", "Done in time"),
            ("done_late", "Done late"),
            ("missed", "Missed"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
    )
    card_id = fields.Many2one("loyalty.card", string="Coupon", ondelete="set null")
    mail_template_id = fields.Many2one(related="rule_id.mail_template_id")
    survey_id = fields.Many2one(related="rule_id.survey_id")

    _occasion_uniq = models.UniqueIndex(
        "(rule_id, res_model, res_id, anchor_date)",
        "This follow-up exists already for the same rule, document and occasion.",
    )
    _todo_idx = models.Index("(user_id, date_due) WHERE state = 'planned'")

    @api.depends("partner_id.name", "summary")
    def _compute_display_name(self):
        for followup in self:
            parts = (followup.partner_id.name, followup.summary)
            followup.display_name = ": ".join(part for part in parts if part)

    @api.depends("activity_id.user_id")
    def _compute_user_id(self):
        for followup in self:
            followup.user_id = followup.activity_id.user_id or followup.user_id

    @api.depends("activity_id.active", "activity_id.date_done")
    def _compute_date_done(self):
        for followup in self:
            activity = followup.activity_id
            if activity.active:
                followup.date_done = False
            else:
                followup.date_done = followup.date_done or activity.date_done

    @api.depends("date_done", "date_missed", "date_due")
    def _compute_state(self):
        for followup in self:
            if followup.date_done:
                late = followup.date_done > followup.date_due
                followup.state = "done_late" if late else "done_in_time"
            else:
                followup.state = "missed" if followup.date_missed else "planned"

    # === Actions === #

    def action_done(self):
        """Mark as done today, with its activity."""
        todo = self.filtered(lambda followup: followup.state in ("planned", "missed"))
        todo.activity_id.filtered("active").action_feedback()
        open_ = todo.filtered(lambda followup: not followup.date_done)
        open_sudo = open_.sudo()  # dates are not for salespeople: scores count them
        open_sudo.date_done = fields.Date.context_today(self)

    def action_open_source(self):
        """Open the customer or order this is about."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self._get_subject_id(),
            "views": [(False, "form")],
        }

    def _get_subject_id(self):
        """Return the id of the document; a merge moves the customer, not `res_id`."""
        is_customer = self.res_model == "res.partner"
        return self.partner_id.id if is_customer else self.res_id

    def action_compose_mail(self):
        """Open the rule's mail to the customer, ready to send."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Write a mail"),
            "res_model": "mail.compose.message",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": "res.partner",
                "default_res_ids": self.partner_id.ids,
                "default_partner_ids": self.partner_id.ids,
                "default_template_id": self.mail_template_id.id,
                "default_composition_mode": "comment",
                "trade_coupon_code": self.card_id.code,
            },
        }

    def action_send_survey(self):
        """Open the invitation to the rule's survey for this customer."""
        self.ensure_one()
        if not self.survey_id.has_access("read"):
            raise UserError(
                self.env._(
                    "You may not send surveys. Ask your administrator for the role "
                    "“User” in Surveys, or send the mail to the customer instead."
                )
            )
        action = self.survey_id.action_send_survey()
        action["context"] = {
            **action["context"],
            "default_partner_ids": self.partner_id.ids,
        }
        return action
