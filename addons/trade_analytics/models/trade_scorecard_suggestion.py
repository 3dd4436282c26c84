from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.misc import formatLang

from ..tools.template import fill


class TradeScorecardSuggestion(models.Model):
    """One of the three things that would raise a person's score the most."""

    _name = "trade.scorecard.suggestion"
    _description = "Scorecard Suggestion"
    _order = "scorecard_id desc, rank, id"

    scorecard_id = fields.Many2one(
        "trade.scorecard", required=True, index=True, readonly=True, ondelete="cascade"
    )
    user_id = fields.Many2one(related="scorecard_id.user_id", store=True, index=True)
    company_id = fields.Many2one(
        related="scorecard_id.company_id", store=True, index=True
    )
    date_from = fields.Date(related="scorecard_id.date_from", store=True)
    rank = fields.Integer(readonly=True, aggregator=None)
    line_id = fields.Many2one(
        "trade.scorecard.line",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
    )
    metric_id = fields.Many2one(related="line_id.metric_id")
    rule_id = fields.Many2one(
        "trade.suggestion.rule", readonly=True, index=True, ondelete="set null"
    )
    points_lost = fields.Float(readonly=True, digits=(16, 2))
    res_model = fields.Char(string="Model of the records", readonly=True)
    res_ids = fields.Json(string="Records", readonly=True)
    record_count = fields.Integer(compute="_compute_record_count")
    record_names = fields.Char(compute="_compute_record_names")
    frozen_name = fields.Char(readonly=True, translate=True)
    frozen_text = fields.Text(readonly=True, translate=True)
    name = fields.Char(string="Headline", compute="_compute_texts")
    text = fields.Text(string="Advice", compute="_compute_texts")
    step_name = fields.Char(compute="_compute_step_name")
    next_step = fields.Selection(related="rule_id.next_step")

    _card_rank_uniq = models.UniqueIndex(
        "(scorecard_id, rank)", "A scorecard has one suggestion of each rank."
    )

    @api.depends("res_model", "res_ids")
    @api.depends_context("uid")
    def _compute_record_count(self):
        for suggestion in self:
            opens = suggestion.line_id._may_open(suggestion.res_model)
            suggestion.record_count = len(suggestion.res_ids or ()) if opens else 0

    @api.depends("res_model", "res_ids")
    @api.depends_context("uid")
    def _compute_record_names(self):
        for model, suggestions in self.grouped("res_model").items():
            wanted = {at for one in suggestions for at in one.res_ids or ()}
            names = suggestions._readable_names(model, wanted)
            for one in suggestions:
                known = [names[at] for at in one.res_ids or () if at in names]
                one.record_names = ", ".join(known)

    @api.depends("rule_id", "frozen_text", "line_id", "record_names")
    @api.depends_context("uid", "lang")
    def _compute_texts(self):
        for suggestion in self:
            words = suggestion._words()
            rule = suggestion.rule_id
            suggestion.name = suggestion.frozen_name or rule.name
            suggestion.text = fill(suggestion.frozen_text or rule.text or "", words)

    @api.depends("rule_id.action_id")
    @api.depends_context("lang")
    def _compute_step_name(self):
        for suggestion in self:
            # Window actions are read by administrators only.
            suggestion.step_name = suggestion.rule_id.action_id.sudo().name

    @api.model_create_multi
    def create(self, vals_list):
        suggestions = super().create(vals_list)
        suggestions.scorecard_id._check_open()
        return suggestions

    def write(self, vals):
        self.scorecard_id._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self.scorecard_id._check_open()

    def action_open_records(self):
        """Open the records this advice is about."""
        return self.line_id._open_records(self.res_ids)

    def action_next_step(self):
        """Start what the rule proposes."""
        self.ensure_one()
        self.check_access("read")
        if self.next_step == "action" and self.rule_id.action_id:
            return self._open_list()
        return self._plan_activity()

    def _open_list(self):
        """Return the rule's window action, filtered by the person."""
        # Window actions are read by administrators only; opening one is for all.
        action = self.rule_id.action_id.sudo()._get_action_dict()
        action["context"] = {"search_default_user_id": self.user_id.id}
        return action

    def _plan_activity(self):
        """Return the dialog that plans an activity on each of the records."""
        records = self.env[self.res_model].browse(self.res_ids or ()).exists()
        if not records:
            raise UserError(
                self.env._("The records of this advice have been deleted since.")
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "mail.activity.schedule",
            "view_mode": "form",
            "target": "new",
            "context": {
                "active_model": self.res_model,
                "active_ids": records.ids,
                "active_id": records[:1].id,
                "default_summary": self.name,
            },
        }

    def _readable_names(self, model, ids):
        """Return {id: name} of those of `ids` that exist and the reader may open."""
        if not ids or model not in self.env:
            return {}
        records = self.env[model].browse(sorted(ids)).exists()._filtered_access("read")
        return {record.id: record.display_name for record in records}

    def _words(self):
        """Return what stands for each place of a rule's text, in the reader's words."""
        line, card = self.line_id, self.scorecard_id
        return {
            "person": card.user_id.name or "",
            "period": card.period_name or "",
            "metric": line.metric_id.name or "",
            "value": line.value_text or "",
            "team_median": line.median_text or "",
            "target": line.target_text or "",
            "numerator": formatLang(self.env, line.numerator, digits=0),
            "denominator": formatLang(self.env, line.denominator, digits=0),
            "missed": formatLang(self.env, line.missed_count, digits=0),
            "points": formatLang(self.env, line.points, digits=0),
            "records": self.record_names or "",
        }

    def _freeze_texts(self):
        """Keep the rules' present texts, in all languages, whatever becomes of them."""
        self.flush_recordset()
        self.env["trade.suggestion.rule"].flush_model(["name", "text"])
        self.env.cr.execute(
            SQL(
                """UPDATE trade_scorecard_suggestion suggestion
                      SET frozen_name = rule.name, frozen_text = rule.text
                     FROM trade_suggestion_rule rule
                    WHERE rule.id = suggestion.rule_id AND suggestion.id IN %s""",
                tuple(self.ids) or (0,),
            )
        )
        self.invalidate_recordset()
