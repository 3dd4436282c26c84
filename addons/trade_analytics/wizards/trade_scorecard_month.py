from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import period


class TradeScorecardMonth(models.TransientModel):
    """What a sales manager does with a whole month: compute, close, export."""

    _name = "trade.scorecard.month"
    _description = "Scorecards of a Month"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    day = fields.Date(
        string="Month",
        required=True,
        default=lambda self: self._default_day(),
        help="Any day of the month.",
    )
    timezone = fields.Char(compute="_compute_timezone")
    card_count = fields.Integer(compute="_compute_counts")
    closed_count = fields.Integer(compute="_compute_counts")

    @api.model
    def _default_day(self):
        return period.month_start(self.env.company._scorecard_today(), -1)

    @api.depends("company_id")
    def _compute_timezone(self):
        for wizard in self:
            wizard.timezone = wizard.company_id._scorecard_timezone()

    @api.depends("company_id", "day")
    def _compute_counts(self):
        for wizard in self:
            cards = wizard._cards()
            wizard.card_count = len(cards)
            wizard.closed_count = len(cards.filtered(lambda c: c.state == "closed"))

    def action_compute(self):
        """Compute the month's scorecards and open them."""
        self._check_right()
        if self.day > self.company_id._scorecard_today():
            raise UserError(
                self.env._("This month has not begun yet. Choose an earlier one.")
            )
        cards = self.env["trade.scorecard"]._compute_month(self.company_id, self.day)
        if not cards:
            raise UserError(
                self.env._(
                    "Nobody has anything to be rated by in this month: no quotation,"
                    " receipt or follow-up with a salesperson, and no sales team has"
                    " members."
                )
            )
        return self._open(cards)

    def action_close(self):
        """Close all cards of the month."""
        cards = self._existing_cards()
        cards.action_close()
        return self._open(cards)

    def action_export(self):
        """Download the month as a workbook."""
        return self._existing_cards().action_export_xlsx()

    def _cards(self):
        start = self.day and period.month_start(self.day)
        return self.env["trade.scorecard"].search(
            [("company_id", "=", self.company_id.id), ("date_from", "=", start)]
        )

    def _existing_cards(self):
        self._check_right()
        cards = self._cards()
        if not cards:
            raise UserError(
                self.env._(
                    "There are no scorecards of this month yet. Compute it first."
                )
            )
        return cards

    def _check_right(self):
        """Refuse other people's companies and those who may not rate others."""
        self.ensure_one()
        self.env["trade.scorecard"]._check_manager()
        if self.company_id not in self.env.companies:
            raise AccessError(
                self.env._("Switch to the company whose scorecards you want first.")
            )

    def _open(self, cards):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "trade_analytics.trade_scorecard_action_team"
        )
        action["domain"] = [("id", "in", cards.ids)]
        return action
