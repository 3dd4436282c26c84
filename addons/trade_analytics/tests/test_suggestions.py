from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common import AnalyticsCase


@tagged("post_install", "-at_install")
class TestSuggestions(AnalyticsCase):
    def test_the_three_largest_losses_become_suggestions(self):
        weights = {"one": 5, "two": 40, "three": 10, "four": 20}
        for code, weight in weights.items():
            metric = self._second_metric(weight, code, name=code, shrinkage=0)
            self.env["trade.suggestion.rule"].create(
                {"metric_id": metric.id, "name": code, "text": "{missed} missed"}
            )
        found = {self.anna.id: (1, 2, (), ())}
        kind = type(self.env["trade.metric"])
        for code in weights:
            spy = patch.object(kind, f"_collect_{code}", lambda *args: found)
            spy.start()
            self.addCleanup(spy.stop)
        self._only(*self.env["trade.metric"].search([("code", "in", [*weights])]))
        card = self._compute()[self.anna]
        self.assertRecordValues(
            card.suggestion_ids,
            [
                {"rank": 1, "name": "two", "points_lost": 2000.0},
                {"rank": 2, "name": "four", "points_lost": 1000.0},
                {"rank": 3, "name": "three", "points_lost": 500.0},
            ],
        )

    def test_the_first_rule_whose_limit_lies_above_the_points_speaks(self):
        rule = self.metric.rule_ids
        rule.points_below = 60.0
        low = rule.copy({"sequence": 1, "points_below": 20.0, "name": "Very low"})
        self._orders(self.anna, won=1, lost=9)
        self._orders(self.boris, won=5, lost=5)
        cards = self._compute()
        self.assertEqual(cards[self.anna].suggestion_ids.rule_id, low)
        self.assertEqual(cards[self.boris].suggestion_ids.rule_id, rule)

    def test_a_suggestion_names_numbers_and_at_most_five_records(self):
        orders = [
            self._order(self.anna, "2026-05-05 03:00:00", price=100.0 * size)
            for size in range(1, 8)
        ]
        self._orders(self.anna, won=3, lost=0)
        suggestion = self._compute()[self.anna].suggestion_ids
        largest = [order.id for order in reversed(orders)][:5]
        self.assertEqual(suggestion.res_ids, largest)
        self.assertIn("3 of 10", suggestion.text)
        self.assertIn("30.0 %", suggestion.text)
        for order in orders[2:]:
            self.assertIn(order.name, suggestion.text)
        self.assertNotIn(orders[0].name, suggestion.text)
        action = suggestion.with_user(self.anna).action_open_records()
        opened = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(set(opened.ids), set(largest))

    def test_the_next_step_plans_an_activity_on_those_records(self):
        self._orders(self.anna, won=0, lost=2)
        suggestion = self._compute()[self.anna].suggestion_ids.with_user(self.anna)
        action = suggestion.action_next_step()
        wizard = Form(
            self.env["mail.activity.schedule"]
            .with_user(self.anna)
            .with_context(**action["context"])
        ).save()
        wizard.activity_user_id = self.anna
        wizard.action_schedule_activities()
        orders = self.env["sale.order"].browse(suggestion.res_ids)
        self.assertEqual(len(orders.activity_ids), 2)
        self.assertEqual(set(orders.activity_ids.mapped("summary")), {suggestion.name})

    def test_every_number_opens_its_records(self):
        won = self._order(self.anna, "2026-05-05 03:00:00", "sale")
        lost = self._order(self.anna, "2026-05-06 03:00:00")
        line = self._compute()[self.anna].line_ids.with_user(self.anna)
        orders = self.env["sale.order"].with_user(self.anna)
        for action, expected in (
            (line.action_open_evidence(), won | lost),
            (line.action_open_missed(), lost),
        ):
            self.assertEqual(orders.search(action["domain"]).ids, expected.ids[::-1])

    def test_a_rule_with_an_unknown_place_is_refused_with_the_known_ones(self):
        rule = self.metric.rule_ids
        for text in ("{nobody}", "{value.__class__}", "an open {"):
            with self.assertRaisesRegex(ValidationError, "team_median"):
                rule.text = text

    def test_advice_comes_in_the_readers_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        rule = self.metric.rule_ids
        rule.with_context(lang="zh_CN").text = "成交 {numerator} 单"
        self._orders(self.anna, won=1, lost=1)
        card = self._compute()[self.anna]
        suggestion = card.suggestion_ids.with_context(lang="zh_CN")
        self.assertEqual(suggestion.text, "成交 1 单")
        card.with_user(self.chief).action_close()
        rule.unlink()
        self.assertEqual(suggestion.text, "成交 1 单")
        self.assertIn("1 of 2", card.suggestion_ids.with_context(lang="en_US").text)
