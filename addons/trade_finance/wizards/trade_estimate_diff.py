from odoo import api, fields, models

from ..tools import profit


class TradeEstimateDiff(models.TransientModel):
    """Two versions of an estimate side by side."""

    _name = "trade.estimate.diff"
    _description = "Two Versions of an Estimate"

    before_id = fields.Many2one(
        "trade.profit.estimate", "Earlier version", required=True, ondelete="cascade"
    )
    after_id = fields.Many2one(
        "trade.profit.estimate", "Later version", required=True, ondelete="cascade"
    )
    order_id = fields.Many2one(related="after_id.order_id")
    company_currency_id = fields.Many2one(related="after_id.company_currency_id")
    before_reason = fields.Char(related="before_id.reason", string="Why, earlier")
    before_date = fields.Datetime(related="before_id.date", string="When, earlier")
    before_user_id = fields.Many2one(related="before_id.user_id", string="Who, earlier")
    before_rate = fields.Float(related="before_id.rate", string="Rate, earlier")
    after_reason = fields.Char(related="after_id.reason", string="Why, later")
    after_date = fields.Datetime(related="after_id.date", string="When, later")
    after_user_id = fields.Many2one(related="after_id.user_id", string="Who, later")
    after_rate = fields.Float(related="after_id.rate", string="Rate, later")
    line_ids = fields.One2many("trade.estimate.diff.line", "diff_id", readonly=True)

    @api.constrains("before_id", "after_id")
    def _check_may_read(self):
        """Refuse versions the user may not read: what hangs on them is shown."""
        # Core runs constraints as superuser.
        (self.before_id | self.after_id).sudo(False).check_access("read")

    @api.model
    def _prepare_diff_lines(self, before, after):
        """Return the values of the lines, one for each cost type."""
        sums = [self._sum_by_type(version) for version in (before, after)]
        types = self.env["trade.cost.type"].browse({*sums[0], *sums[1]}).sorted()
        ordered = [
            {type_id: amounts[type_id] for type_id in types.ids if type_id in amounts}
            for amounts in sums
        ]
        rows = {row[0]: row[1:] for row in profit.changes(*ordered)}
        return [
            {
                "cost_type_id": cost_type.id,
                "before": old,
                "after": new,
                "change": change,
            }
            for cost_type in types
            for old, new, change in [rows[cost_type.id]]
        ]

    @api.model
    def _sum_by_type(self, version):
        return {
            cost_type.id: sum(lines.mapped("amount"))
            for cost_type, lines in version.line_ids.grouped("cost_type_id").items()
        }


class TradeEstimateDiffLine(models.TransientModel):
    _name = "trade.estimate.diff.line"
    _description = "Change of a Cost Type between Two Estimates"

    diff_id = fields.Many2one(
        "trade.estimate.diff", required=True, ondelete="cascade", index=True
    )
    company_currency_id = fields.Many2one(related="diff_id.company_currency_id")
    cost_type_id = fields.Many2one("trade.cost.type", readonly=True)
    before = fields.Monetary(
        "Earlier", currency_field="company_currency_id", readonly=True
    )
    after = fields.Monetary(
        "Later", currency_field="company_currency_id", readonly=True
    )
    change = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        help="Later less earlier. Plus improves the profit.",
    )
