from babel.dates import format_skeleton

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import babel_locale_parse, format_date, formatLang, get_lang

from .trade_score_band import TONES

# What may still change on a closed card: the discussion below it.
OPEN_FOR_EVER = {"message_main_attachment_id", "message_follower_ids", "message_ids"}


class TradeScorecard(models.Model):
    """One person's month: what the records show, in points, and what would help.

    Nobody writes a card: it is computed (`_compute_month`) until it is closed, and
    from then on it stays what it is. The month is ``[date_from, date_to)``.
    """

    _name = "trade.scorecard"
    _description = "Scorecard"
    _inherit = ["mail.thread", "trade.scorecard.workbook"]
    _order = "date_from desc, score desc, id"
    _mail_post_access = "read"

    user_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    team_id = fields.Many2one(
        "crm.team", readonly=True, index="btree_not_null", ondelete="set null"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="restrict"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date(string="Month", required=True, readonly=True, index=True)
    date_to = fields.Date(string="Up to, not including", required=True, readonly=True)
    timezone = fields.Char(
        readonly=True,
        help="The company's time zone, in which the month began and ended.",
    )
    period_name = fields.Char(string="Period", compute="_compute_period_name")
    state = fields.Selection(
        [("open", "Open"), ("closed", "Closed")],
        required=True,
        default="open",
        readonly=True,
        index=True,
    )
    score = fields.Float(readonly=True, digits=(16, 2), aggregator="avg")
    coverage = fields.Float(
        readonly=True,
        digits=(16, 4),
        aggregator="avg",
        help="How much of the weight of all metrics has data behind it.",
    )
    is_rated = fields.Boolean(
        string="Enough data",
        readonly=True,
        help="Half of the weight must have data; otherwise there is no letter.",
    )
    band_id = fields.Many2one("trade.score.band", readonly=True, ondelete="set null")
    letter = fields.Char(readonly=True)
    tone = fields.Selection(TONES, readonly=True)
    line_ids = fields.One2many("trade.scorecard.line", "scorecard_id", string="Metrics")
    suggestion_ids = fields.One2many("trade.scorecard.suggestion", "scorecard_id")
    best_line_id = fields.Many2one(
        "trade.scorecard.line", string="Strongest", compute="_compute_best_line_id"
    )
    summary = fields.Char(compute="_compute_summary")
    top_advice = fields.Char(string="First suggestion", compute="_compute_top_advice")
    date_computed = fields.Datetime(string="Computed on", readonly=True)
    date_closed = fields.Datetime(string="Closed on", readonly=True)
    closed_by_id = fields.Many2one("res.users", string="Closed by", readonly=True)

    _person_period_uniq = models.UniqueIndex(
        "(user_id, date_from, company_id)",
        "There is already a scorecard of this person for this month. Compute the month"
        " again instead.",
    )

    @api.depends("date_from")
    @api.depends_context("lang")
    def _compute_period_name(self):
        locale = babel_locale_parse(get_lang(self.env).code)
        for card in self:
            # The order of month and year is the language's own: 2026年5月, May 2026.
            card.period_name = card.date_from and format_skeleton(
                "yMMMM", card.date_from, locale=locale
            )

    @api.depends("user_id", "date_from")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for card in self:
            card.display_name = self.env._(
                "%(person)s, %(month)s",
                person=card.user_id.name or "",
                month=card.period_name or "",
            )

    @api.depends("line_ids.points", "line_ids.has_points", "line_ids.weight")
    def _compute_best_line_id(self):
        for card in self:
            rated = card.line_ids.filtered("has_points")
            card.best_line_id = rated.sorted(
                lambda line: (-line.points, -line.weight, line.id)
            )[:1]

    @api.depends("score", "coverage", "is_rated")
    @api.depends_context("lang")
    def _compute_summary(self):
        for card in self:
            figures = {
                "score": formatLang(self.env, card.score, digits=2),
                "coverage": formatLang(self.env, 100 * card.coverage, digits=0),
            }
            if card.is_rated:
                card.summary = self.env._(
                    "%(score)s of 100 points; %(coverage)s %% of the weight has data",
                    **figures,
                )
            else:
                card.summary = self.env._(
                    "Not enough data for a letter: only %(coverage)s %% of the weight"
                    " has data, half of it is needed",
                    **figures,
                )

    @api.depends("suggestion_ids.name", "suggestion_ids.rank")
    @api.depends_context("lang")
    def _compute_top_advice(self):
        for card in self:
            card.top_advice = card.suggestion_ids.sorted("rank")[:1].name

    def write(self, vals):
        if not OPEN_FOR_EVER.issuperset(vals):
            self._check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._check_open()

    def action_compute(self):
        """Compute the months of these cards again; closed cards stay as they are."""
        self._check_manager()
        self._check_open()
        for company, date_from in {(card.company_id, card.date_from) for card in self}:
            self._compute_month(company, date_from)

    def action_close(self):
        """Freeze these cards with their inputs, weights, evidence and advice."""
        self._check_manager()
        open_cards = self.filtered(lambda card: card.state == "open")
        open_cards._check_over()
        open_cards.suggestion_ids._freeze_texts()
        open_cards.sudo().write(  # nobody has the right to write a card
            {
                "state": "closed",
                "date_closed": fields.Datetime.now(),
                "closed_by_id": self.env.uid,
            }
        )

    def action_open_lines(self):
        """Open the metrics of these cards as a list to filter, group and chart."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "trade_analytics.trade_scorecard_line_action"
        )
        action["domain"] = [("scorecard_id", "in", self.ids)]
        return action

    def _check_manager(self):
        """Refuse who may not rate others, and cards the user cannot see."""
        if not self.env.user.has_group("sales_team.group_sale_manager"):
            raise AccessError(
                self.env._("Only a sales manager computes and closes scorecards.")
            )
        self.check_access("read")

    def _check_open(self):
        closed = self.filtered(lambda card: card.state == "closed")
        if closed:
            raise UserError(
                self.env._(
                    "%(cards)s: closed. A closed scorecard does not change any more.",
                    cards="; ".join(closed.mapped("display_name")),
                )
            )

    def _check_over(self):
        for card in self:
            if card.date_to > card.company_id._scorecard_today():
                raise UserError(
                    self.env._(
                        "%(month)s is not over yet. Close it from %(day)s on.",
                        month=card.period_name,
                        day=format_date(self.env, card.date_to),
                    )
                )
