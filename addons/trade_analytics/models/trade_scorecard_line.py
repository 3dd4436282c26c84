from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import formatLang

PROFIT = "trade_base.group_trade_profit"
HIDDEN = "•••"


class TradeScorecardLine(models.Model):
    """What one metric says about one person's month, with the records behind it.

    Shares and means stand in the plain columns. Money stands in the `amount` columns,
    which only the profit group reads; the plain ones stay 0 then.
    """

    _name = "trade.scorecard.line"
    _description = "Scorecard Line"
    _rec_name = "metric_id"
    _order = "scorecard_id desc, sequence, id"

    scorecard_id = fields.Many2one(
        "trade.scorecard", required=True, index=True, readonly=True, ondelete="cascade"
    )
    user_id = fields.Many2one(related="scorecard_id.user_id", store=True, index=True)
    team_id = fields.Many2one(related="scorecard_id.team_id", store=True)
    company_id = fields.Many2one(
        related="scorecard_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(related="scorecard_id.date_from", store=True, index=True)
    state = fields.Selection(related="scorecard_id.state")
    sequence = fields.Integer(readonly=True)
    metric_id = fields.Many2one(
        "trade.metric", required=True, index=True, readonly=True, ondelete="restrict"
    )
    question = fields.Text(related="metric_id.question")
    measure = fields.Selection(
        [("share", "Share"), ("mean", "Mean"), ("amount", "Amount")],
        required=True,
        readonly=True,
    )
    numerator = fields.Float(readonly=True, digits=(16, 2))
    denominator = fields.Float(string="Cases", readonly=True, digits=(16, 2))
    raw = fields.Float(
        string="Own rate", readonly=True, digits=(16, 4), aggregator="avg"
    )
    value = fields.Float(
        string="Rate",
        readonly=True,
        digits=(16, 4),
        aggregator="avg",
        help="The own rate, drawn towards the team's where there are few cases.",
    )
    team_rate = fields.Float(
        readonly=True,
        digits=(16, 4),
        aggregator="avg",
        help="The team's rate over twelve months, towards which the own one is drawn.",
    )
    team_median = fields.Float(readonly=True, digits=(16, 4), aggregator="avg")
    floor = fields.Float(readonly=True, digits=(16, 4), aggregator=None)
    target = fields.Float(
        string="Target rate", readonly=True, digits=(16, 4), aggregator=None
    )
    amount = fields.Monetary(readonly=True, groups=PROFIT)
    amount_team_median = fields.Monetary(readonly=True, groups=PROFIT, aggregator="avg")
    amount_floor = fields.Monetary(readonly=True, groups=PROFIT, aggregator=None)
    amount_target = fields.Monetary(readonly=True, groups=PROFIT, aggregator=None)
    has_points = fields.Boolean(
        string="Has data",
        readonly=True,
        help="Without data, or with fewer cases than the smallest sample, a metric"
        " gives no points and does not count.",
    )
    points = fields.Float(readonly=True, digits=(16, 2), aggregator="avg")
    weight = fields.Float(readonly=True, digits=(16, 2), aggregator="avg")
    points_lost = fields.Float(
        readonly=True, digits=(16, 2), help="Weight × points missing to 100."
    )
    sample_min = fields.Integer(readonly=True, aggregator=None)
    evidence_model = fields.Char(readonly=True)
    evidence_ids = fields.Json(readonly=True)
    missed_ids = fields.Json(readonly=True)
    evidence_count = fields.Integer(compute="_compute_counts")
    missed_count = fields.Integer(compute="_compute_counts")
    value_text = fields.Char(string="You", compute="_compute_texts")
    median_text = fields.Char(string="Team median", compute="_compute_texts")
    target_text = fields.Char(string="Target", compute="_compute_texts")
    cases_text = fields.Char(string="Counted", compute="_compute_texts")

    _card_metric_uniq = models.UniqueIndex(
        "(scorecard_id, metric_id)", "A metric stands on a scorecard once."
    )

    @api.depends("evidence_model", "evidence_ids", "missed_ids")
    @api.depends_context("uid")
    def _compute_counts(self):
        for line in self:
            opens = line._may_open(line.evidence_model)
            line.evidence_count = len(line.evidence_ids or ()) if opens else 0
            line.missed_count = len(line.missed_ids or ()) if opens else 0

    def _may_open(self, model):
        """Tell whether the reader has any right to the records of `model`."""
        return model in self.env and self.env[model].has_access("read")

    @api.depends("value", "team_median", "target", "numerator", "denominator")
    @api.depends_context("uid", "lang")
    def _compute_texts(self):
        for line in self:
            own, median, target = line._shown_figures()
            line.value_text = line._format(own) if line.has_points else False
            line.median_text = line._format(median) if line.has_points else False
            line.target_text = line._format(target)
            line.cases_text = line._format_cases()

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.scorecard_id._check_open()
        return lines

    def write(self, vals):
        self.scorecard_id._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self.scorecard_id._check_open()

    def action_open_evidence(self):
        """Open all records this line was counted from."""
        return self._open_records(self.evidence_ids)

    def action_open_missed(self):
        """Open the records that cost points."""
        return self._open_records(self.missed_ids)

    def _open_records(self, ids):
        """Return the action that lists `ids` of the evidence model."""
        self.ensure_one()
        self.check_access("read")
        if self.evidence_model not in self.env:
            raise UserError(
                self.env._(
                    "The app these records belonged to is not installed any more."
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self.evidence_model,
            "view_mode": "list,form",
            "domain": [("id", "in", ids or [])],
            # A follow-up that was archived since is still what was counted.
            "context": {"active_test": False, "create": False},
            **self.env["trade.metric"]._evidence_views(self.evidence_model),
        }

    def _shown_figures(self):
        """Return value, team median and target; None what the reader may not see."""
        if self.measure != "amount":
            return self.value, self.team_median, self.target
        if not self.env.su and not self.env.user.has_group(PROFIT):
            return None, None, None
        return self.amount, self.amount_team_median, self.amount_target

    def _format(self, figure):
        """Write `figure` as people of the trade read it."""
        if figure is None:
            return HIDDEN
        if self.measure == "amount":
            return formatLang(self.env, figure, currency_obj=self.currency_id)
        if self.measure == "share":
            percent = formatLang(self.env, 100 * figure, digits=1)
            return self.env._("%(percent)s %%", percent=percent)
        return formatLang(self.env, figure, digits=1)

    def _format_cases(self):
        cases = formatLang(self.env, self.denominator, digits=0)
        if self.measure != "share":
            return cases
        return self.env._(
            "%(part)s of %(whole)s",
            part=formatLang(self.env, self.numerator, digits=0),
            whole=cases,
        )

    def _export_row(self):
        """Return this line's row: an empty cell where there is no data or no right."""
        is_money = self.measure == "amount"
        sees_money = is_money and self.env.user.has_group(PROFIT)

        def rate(value):
            return None if is_money or not self.has_points else value

        return (
            self.user_id.name,
            self.date_from,
            self.metric_id.name,
            None if is_money else self.numerator,
            self.denominator,
            None if is_money or not self.denominator else self.raw,
            rate(self.value),
            rate(self.team_median),
            self.amount if sees_money and self.has_points else None,
            self.points if self.has_points else None,
            self.weight,
            self.points_lost if self.has_points else None,
        )
