from odoo import models

from odoo.addons.trade_finance.tools.workbook import Column, Sheet, build


class TradeScorecardWorkbook(models.AbstractModel):
    """What scorecards know about being a workbook; `trade.scorecard` inherits it."""

    _name = "trade.scorecard.workbook"
    _description = "Workbook of Scorecards"

    def action_export_xlsx(self):
        """Download these cards as one workbook."""
        self.check_access("read")
        ids = ",".join(str(card_id) for card_id in self.ids)
        return {
            "type": "ir.actions.act_url",
            "url": f"/trade_analytics/scorecards.xlsx?ids={ids}",
            "target": "download",
        }

    def _export_workbook(self):
        """Return the xlsx file of these cards, with what the reader may see."""
        cards = self.sorted(lambda card: (card.date_from, card.user_id.name, card.id))
        return build(
            [cards._sheet_cards(), cards._sheet_lines(), cards._sheet_suggestions()]
        )

    def _sheet_cards(self):
        columns = (
            Column(self.env._("Salesperson"), width=24),
            Column(self.env._("Team"), width=18),
            Column(self.env._("Month"), "date", 12),
            Column(self.env._("State"), width=10),
            Column(self.env._("Letter"), width=8),
            Column(self.env._("Score"), "number", 10),
            Column(self.env._("Coverage"), "percent", 10),
            Column(self.env._("First suggestion"), width=50),
        )
        rows = [
            (
                card.user_id.name,
                card.team_id.name,
                card.date_from,
                self._selection_label(card, "state"),
                card.letter,
                card.score if card.is_rated else None,
                card.coverage,
                card.top_advice,
            )
            for card in self
        ]
        return Sheet(self.env._("Scorecards"), columns, rows)

    def _sheet_lines(self):
        columns = (
            Column(self.env._("Salesperson"), width=24),
            Column(self.env._("Month"), "date", 12),
            Column(self.env._("Metric"), width=28),
            Column(self.env._("Numerator"), "number"),
            Column(self.env._("Cases"), "integer", 10),
            Column(self.env._("Own rate"), "percent", 10),
            Column(self.env._("Rate"), "percent", 10),
            Column(self.env._("Team median"), "percent", 12),
            Column(self.env._("Amount"), "number"),
            Column(self.env._("Points"), "number", 10),
            Column(self.env._("Weight"), "number", 10),
            Column(self.env._("Points lost"), "number", 12),
        )
        rows = [line._export_row() for line in self.line_ids]
        return Sheet(self.env._("Metrics"), columns, rows)

    def _sheet_suggestions(self):
        columns = (
            Column(self.env._("Salesperson"), width=24),
            Column(self.env._("Month"), "date", 12),
            Column(self.env._("Rank"), "integer", 8),
            Column(self.env._("Metric"), width=28),
            Column(self.env._("Headline"), width=34),
            Column(self.env._("Advice"), width=80),
            Column(self.env._("Records"), width=40),
        )
        rows = [
            (
                one.user_id.name,
                one.date_from,
                one.rank,
                one.metric_id.name,
                one.name,
                one.text,
                one.record_names,
            )
            for one in self.suggestion_ids
        ]
        return Sheet(self.env._("Suggestions"), columns, rows)

    def _selection_label(self, record, name):
        options = record._fields[name]._description_selection(self.env)
        return dict(options)[record[name]]
