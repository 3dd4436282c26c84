from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.scoring import Fact, Scale, points_lost

TARGET_READERS = "trade_base.group_trade_manager"


class TradeMetric(models.Model):
    """One question about a person's month that the records can answer.

    The answer comes from the method ``_collect_<code>``; see `_collect` for what it
    returns. All else (floor, target, weight, smallest sample) is the company's choice.
    """

    _name = "trade.metric"
    _description = "Metric"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True, help="Names the collector: the method _collect_<code>."
    )
    question = fields.Text(
        translate=True,
        help="The question this metric answers, in a salesperson's words.",
    )
    measure = fields.Selection(
        [
            ("share", "Share of cases"),
            ("mean", "Mean per case"),
            ("amount", "Total amount of money"),
        ],
        required=True,
        default="share",
        help="A share and a mean are drawn towards the team's when there are few cases."
        " Totals of money count as they are and show only to those who may see profit.",
    )
    direction = fields.Selection(
        [("higher", "Higher is better"), ("lower", "Lower is better")],
        required=True,
        default="higher",
    )
    floor = fields.Float(
        digits=(16, 4),
        groups=TARGET_READERS,
        help="Earns no points. Shares run from 0 to 1, money is in company currency.",
    )
    target = fields.Float(
        digits=(16, 4),
        groups=TARGET_READERS,
        default=1.0,
        help="Earns all 100 points. Shares run from 0 to 1, money is in company"
        " currency.",
    )
    weight = fields.Float(default=1.0, digits=(16, 2))
    sample_min = fields.Integer(
        string="Smallest sample",
        default=1,
        help="With fewer cases than this the metric gives no points, neither good nor"
        " bad.",
    )
    shrinkage = fields.Float(
        string="Pull towards the team",
        default=10.0,
        digits=(16, 2),
        help="As many cases as this are added that went like the team's. So one case"
        " out of one does not count as perfect. 0 switches it off.",
    )
    evidence_model = fields.Char(
        required=True, help="Technical name of the model whose records are the cases."
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty for all companies. A row of the company replaces the common row"
        " with the same code.",
    )
    rule_ids = fields.One2many(
        "trade.suggestion.rule", "metric_id", string="Suggestions"
    )

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))",
        "There is already a metric with this code. Change that one instead.",
    )
    _weight_positive = models.Constraint(
        "CHECK(weight >= 0)",
        "A weight is 0 or more; 0 shows the metric for information.",
    )
    _sample_positive = models.Constraint(
        "CHECK(sample_min >= 1)", "The smallest sample is at least one case."
    )
    _shrinkage_positive = models.Constraint(
        "CHECK(shrinkage >= 0)", "The pull towards the team is 0 or more cases."
    )

    @api.constrains("floor", "target", "direction")
    def _check_scale(self):
        for metric_sudo in self.sudo():  # floor and target have readers of their own
            rises = metric_sudo.target > metric_sudo.floor
            if metric_sudo.target == metric_sudo.floor or rises != (
                metric_sudo.direction == "higher"
            ):
                raise ValidationError(
                    self.env._(
                        "“%(metric)s”: where higher is better the target lies above the"
                        " floor, where lower is better it lies below.",
                        metric=metric_sudo.name,
                    )
                )

    @api.constrains("code", "evidence_model")
    def _check_collector(self):
        for metric in self:
            if not hasattr(self, f"_collect_{metric.code}"):
                raise ValidationError(
                    self.env._(
                        "No collector is installed for the code “%(code)s”. Use one of"
                        " these codes, or ask a developer to add a collector:"
                        " %(codes)s.",
                        code=metric.code,
                        codes=", ".join(self._collector_codes()),
                    )
                )
            if metric.evidence_model not in self.env:
                raise ValidationError(
                    self.env._(
                        "The records of “%(metric)s” cannot come from “%(model)s”:"
                        " there is no such model.",
                        model=metric.evidence_model,
                        metric=metric.name,
                    )
                )

    def _collector_codes(self):
        """Return the codes a metric may have: one per method ``_collect_<code>``."""
        return sorted(
            name.removeprefix("_collect_")
            for name in dir(type(self))
            if name.startswith("_collect_")
        )

    def _for_company(self, company):
        """Return the active metrics of `company`; its own replace the common ones."""
        metrics = self.with_context(active_test=False).search(
            [("company_id", "in", [company.id, False])]
        )
        own = set(metrics.filtered("company_id").mapped("code"))
        return metrics.filtered(
            lambda metric: (
                metric.active and (metric.company_id or metric.code not in own)
            )
        )

    def _collect(self, period_start, period_end, company):
        """Return what the records say about each person, by one set-based query.

        Calls the hook ``_collect_<code>(period_start, period_end, company)``. To add a
        metric, write that method on this model and ship a row with its code. It gets
        the first local day of the period and the first day after it
        (`company._scorecard_moment(day)` turns a day into UTC), reads with raised
        rights for all people of `company` at once, and returns
        ``{user_id: (numerator, denominator, evidence ids, missed ids)}``. The ids are
        of the metric's `evidence_model`; the missed ones, worst first, may be left
        out. Money is in company currency at the rate of the event.

        :return: ``{user_id: Fact}``
        """
        self.ensure_one()
        collector = getattr(self, f"_collect_{self.code}", None)
        if collector is None:
            raise UserError(
                self.env._(
                    "The metric “%(metric)s” has no collector any more. Archive it"
                    " before you compute scorecards.",
                    metric=self.name,
                )
            )
        found = collector(period_start, period_end, company)
        return {user_id: Fact(*fact) for user_id, fact in found.items() if user_id}

    def _evidence_views(self, model):
        """Return what an action on records of `model` is to show, if not its default.

        Hook: return keys of a window action (``views``, ``search_view_id``) for the
        evidence model of a metric of your own, else what ``super()`` returns.
        """
        if model != "account.move.line":
            return {}
        name = "trade_analytics.account_move_line_view_%s_instalment"
        return {
            "views": [(self.env.ref(name % "list").id, "list"), (False, "form")],
            "search_view_id": [self.env.ref(name % "search").id, "search"],
        }

    def _scale(self):
        """Return how this metric turns a fact into points, as plain numbers."""
        metric_sudo = self.sudo()  # floor and target have readers of their own
        return Scale(
            metric_sudo.floor,
            metric_sudo.target,
            metric_sudo.sample_min,
            metric_sudo.shrinkage,
            metric_sudo.measure == "amount",
        )

    def _prepare_line_values(self, fact, mark, team_rate, team_median):
        """Return the values of the line that freezes `fact` and how it was rated."""
        metric_sudo = self.sudo()  # floor and target have readers of their own
        values = {
            "sequence": self.sequence,
            "measure": self.measure,
            "numerator": fact.numerator,
            "denominator": fact.denominator,
            "raw": mark.raw or 0.0,
            "value": mark.value or 0.0,
            "team_rate": team_rate or 0.0,
            "team_median": team_median or 0.0,
            "floor": metric_sudo.floor,
            "target": metric_sudo.target,
            "has_points": mark.points is not None,
            "points": mark.points or 0.0,
            "weight": self.weight,
            "points_lost": points_lost(self.weight, mark.points),
            "sample_min": self.sample_min,
            "evidence_model": self.evidence_model,
            "evidence_ids": list(fact.evidence),
            "missed_ids": list(fact.missed),
        }
        return self._move_amounts(values) if self.measure == "amount" else values

    def _move_amounts(self, values):
        """Put what is money into the columns only the profit group reads."""
        amounts = {
            "amount": values["value"] if values["has_points"] else values["numerator"],
            "amount_team_median": values["team_median"],
            "amount_floor": values["floor"],
            "amount_target": values["target"],
        }
        hidden = dict.fromkeys(
            (
                "numerator",
                "raw",
                "value",
                "team_rate",
                "team_median",
                "floor",
                "target",
            ),
            0.0,
        )
        return {**values, **hidden, **amounts}
