from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.template import unknown_places

RECORDS_NAMED = 5
PLACES = (
    "person",
    "period",
    "metric",
    "value",
    "team_median",
    "target",
    "numerator",
    "denominator",
    "missed",
    "points",
    "records",
)


class TradeSuggestionRule(models.Model):
    """What to say, and what to offer, when a metric costs points.

    The first rule of a metric whose limit lies above the points is used.
    """

    _name = "trade.suggestion.rule"
    _description = "Suggestion Rule"
    _order = "metric_id, sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(
        string="Headline",
        required=True,
        translate=True,
        help="What to do, in a few words.",
    )
    metric_id = fields.Many2one(
        "trade.metric", required=True, index=True, ondelete="cascade"
    )
    points_below = fields.Float(
        string="Below points",
        default=100.0,
        help="Used when the metric earned fewer points than this.",
    )
    text = fields.Text(
        required=True,
        translate=True,
        help="The advice. These words in braces are replaced by what the records say:"
        " {person} {period} {metric} {value} {team_median} {target} {numerator}"
        " {denominator} {missed} {points} {records}",
    )
    next_step = fields.Selection(
        [
            ("none", "Only open the records"),
            ("activity", "Plan an activity on the records"),
            ("action", "Open another list"),
        ],
        required=True,
        default="none",
        help="What the second button of the suggestion does.",
    )
    action_id = fields.Many2one(
        "ir.actions.act_window",
        string="List to open",
        ondelete="set null",
        help="Opened for the person the suggestion is for, where its search knows a"
        " salesperson.",
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty for all companies.",
    )

    @api.constrains("text")
    def _check_places(self):
        for rule in self:
            unknown = unknown_places(rule.text, PLACES)
            if unknown:
                raise ValidationError(
                    self.env._(
                        "“%(rule)s”: %(unknown)s cannot be filled in. Use only these:"
                        " %(known)s",
                        rule=rule.name,
                        unknown=", ".join(unknown),
                        known=" ".join(f"{{{place}}}" for place in PLACES),
                    )
                )

    @api.constrains("next_step", "metric_id")
    def _check_next_step(self):
        for rule in self.filtered(lambda rule: rule.next_step == "activity"):
            model = self.env[rule.metric_id.evidence_model]
            if "activity_ids" not in model._fields:
                raise ValidationError(
                    self.env._(
                        "No activity can be planned on %(model)s. Choose “Only open the"
                        " records”.",
                        model=model._description,
                    )
                )

    def _pick(self, metric, points, company):
        """Return the first rule of `self` for `points` of `metric`, or none.

        A company's own version of a metric keeps the rules of the common one.
        """
        return self.filtered(
            lambda rule: (
                rule.metric_id.code == metric.code
                and points < rule.points_below
                and rule.company_id in (company, self.env["res.company"])
            )
        )[:1]

    def _prepare_suggestion(self, line):
        """Return the values of the suggestion this rule makes of `line`.

        Its records are those that cost the most points, or, where the collector names
        none, the first that were counted. Override to add another next step's values.
        """
        records = line.missed_ids or line.evidence_ids or []
        return {
            "line_id": line.id,
            "rule_id": self.id,
            "points_lost": line.points_lost,
            "res_model": line.evidence_model,
            "res_ids": records[:RECORDS_NAMED],
        }
