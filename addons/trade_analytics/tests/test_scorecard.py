from datetime import date
from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from .common import MAY, AnalyticsCase


@tagged("post_install", "-at_install")
class TestScorecard(AnalyticsCase):
    def _second_metric(self, weight, code="quote_to_order_copy", **values):
        """Add a metric whose collector finds nothing unless patched."""
        kind = type(self.env["trade.metric"])
        found = patch.object(kind, f"_collect_{code}", lambda *args: {}, create=True)
        found.start()
        self.addCleanup(found.stop)
        return self.env["trade.metric"].create(
            {
                "name": "Second",
                "code": code,
                "weight": weight,
                "evidence_model": "sale.order",
                **values,
            }
        )

    def test_computing_twice_gives_the_same_rows(self):
        self._orders(self.anna, won=1, lost=2)
        self._orders(self.boris, won=2, lost=1)
        first = self._compute()[self.anna]
        rows = (first, first.line_ids, first.suggestion_ids)
        self.assertTrue(all(rows))
        before = [row.read() for row in rows]
        second = self._compute()[self.anna]
        self.assertEqual((second, second.line_ids, second.suggestion_ids), rows)
        ignored = {"write_date", "date_computed", "__last_update"}
        for earlier, row in zip(before, rows, strict=True):
            for old, new in zip(earlier, row.read(), strict=True):
                self.assertEqual(
                    {key: old[key] for key in old.keys() - ignored},
                    {key: new[key] for key in new.keys() - ignored},
                )

    def test_an_open_card_follows_the_records(self):
        self._orders(self.anna, won=1, lost=1)
        card = self._compute()[self.anna]
        self.assertEqual(card.score, 50.0)
        self.assertEqual(len(card.suggestion_ids), 1)
        self.env["sale.order"].search([("user_id", "=", self.anna.id)]).state = "sale"
        self._compute()
        self.assertEqual(card.score, 100.0)
        self.assertFalse(card.suggestion_ids)

    def test_who_lost_all_data_keeps_a_card_without_a_letter(self):
        self._orders(self.anna, won=1, lost=0)
        card = self._compute()[self.anna]
        self.env["sale.order"].search([("user_id", "=", self.anna.id)]).user_id = False
        self._compute()
        self.assertRecordValues(
            card, [{"is_rated": False, "letter": False, "coverage": 0.0, "score": 0.0}]
        )

    def test_a_team_member_without_data_gets_a_card_without_a_letter(self):
        team = self.env["crm.team"].create({"name": "Export"})
        self.env["crm.team.member"].create(
            {"user_id": self.boris.id, "crm_team_id": team.id}
        )
        card = self._compute()[self.boris]
        self.assertFalse(card.is_rated)
        self.assertFalse(card.letter)
        self.assertFalse(card.line_ids.has_points)

    def test_exactly_half_the_weight_is_enough_and_less_is_not(self):
        other = self._second_metric(self.metric.weight)
        self._orders(self.anna, won=1, lost=1)
        card = self._compute()[self.anna]
        self.assertRecordValues(
            card, [{"coverage": 0.5, "is_rated": True, "score": 50.0, "letter": "D"}]
        )
        other.weight = self.metric.weight + 1
        self._compute()
        self.assertRecordValues(card, [{"is_rated": False, "letter": False}])
        self.assertTrue(card.suggestion_ids)

    def test_fewer_cases_than_the_smallest_sample_count_neither_way(self):
        self.metric.sample_min = 3
        self._orders(self.anna, won=0, lost=2)
        line = self._compute()[self.anna].line_ids
        self.assertRecordValues(
            line, [{"has_points": False, "denominator": 2, "points_lost": 0.0}]
        )
        self.assertFalse(line.value_text)
        self._orders(self.anna, won=0, lost=1)
        self._compute()
        self.assertTrue(line.has_points)

    def test_a_metric_that_is_archived_leaves_open_cards(self):
        other = self._second_metric(10)
        self._orders(self.anna, won=1, lost=1)
        card = self._compute()[self.anna]
        self.assertEqual(len(card.line_ids), 2)
        other.active = False
        self._compute()
        self.assertEqual(card.line_ids.metric_id, self.metric)

    def test_a_companys_own_metric_replaces_the_common_one(self):
        own = self.metric.copy({"company_id": self.company.id, "weight": 7})
        self._orders(self.anna, won=1, lost=1)
        card = self._compute()[self.anna]
        self.assertEqual(card.line_ids.metric_id, own)
        self.assertEqual(card.suggestion_ids.rule_id.metric_id, self.metric)
        own.active = False
        self._compute()
        self.assertFalse(card.line_ids)

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

    def test_a_running_month_is_not_closed(self):
        self._orders(self.anna, won=1, lost=0)
        card = self._compute()[self.anna].with_user(self.chief)
        # 15:59 UTC is still the last minute of May in Shanghai, 16:00 is June.
        with freeze_time("2026-05-31 15:59:59"), self.assertRaises(UserError):
            card.action_close()
        with freeze_time("2026-05-31 16:00:00"):
            card.action_close()
        self.assertRecordValues(
            card, [{"state": "closed", "closed_by_id": self.chief.id}]
        )

    def test_a_closed_card_keeps_inputs_weights_evidence_and_texts(self):
        self._orders(self.anna, won=1, lost=1)
        card = self._compute()[self.anna]
        card.with_user(self.chief).action_close()
        told = card.suggestion_ids.text
        frozen = (card.read(), card.line_ids.read(), card.suggestion_ids.read())
        self.metric.write({"weight": 99.0, "target": 0.5})
        self.metric.rule_ids.write({"name": "Other", "text": "Other words"})
        self.env.ref("trade_analytics.trade_score_band_d").letter = "Z"
        self._orders(self.anna, won=5, lost=0)
        self._compute()
        self.env.invalidate_all()
        self.assertEqual(
            (card.read(), card.line_ids.read(), card.suggestion_ids.read())[0][0][
                "score"
            ],
            frozen[0][0]["score"],
        )
        self.assertEqual(card.line_ids.read(), frozen[1])
        self.assertEqual(card.letter, "D")
        self.assertEqual(card.suggestion_ids.text, told)
        self.metric.rule_ids.unlink()
        self.assertEqual(card.suggestion_ids.text, told)

    def test_nothing_of_a_closed_card_is_written_or_deleted(self):
        self._orders(self.anna, won=1, lost=1)
        card = self._compute()[self.anna]
        card.with_user(self.chief).action_close()
        for record, name in (
            (card, "score"),
            (card.line_ids, "points"),
            (card.suggestion_ids, "points_lost"),
        ):
            with self.assertRaises(UserError):
                record.write({name: 1.0})
            with self.assertRaises(UserError):
                record.unlink()
        other = self._second_metric(5)
        with self.assertRaisesRegex(UserError, "does not change"):
            card.line_ids.copy({"metric_id": other.id})
        self.assertEqual(card.message_post(body="Seen").body, "<p>Seen</p>")

    def test_a_closed_card_still_counts_in_the_teams_median(self):
        self._orders(self.anna, won=1, lost=0)
        self._orders(self.boris, won=0, lost=1)
        cards = self._compute()
        cards[self.anna].with_user(self.chief).action_close()
        self._compute()
        self.assertAlmostEqual(cards[self.boris].line_ids.team_median, 0.5)

    def test_the_wizard_computes_closes_and_exports_a_month(self):
        self._orders(self.anna, won=1, lost=1)
        wizard_form = Form(self.env["trade.scorecard.month"].with_user(self.chief))
        wizard_form.day = date(2026, 5, 17)
        wizard = wizard_form.save()
        action = wizard.action_compute()
        card = self.env["trade.scorecard"].search(action["domain"])
        self.assertEqual((card.date_from, card.date_to), (MAY, date(2026, 6, 1)))
        self.assertIn(str(card.id), wizard.action_export()["url"])
        wizard.action_close()
        self.assertEqual(card.state, "closed")
        wizard.invalidate_recordset()
        self.assertEqual((wizard.card_count, wizard.closed_count), (1, 1))

    def test_the_wizard_says_what_to_do_when_there_is_nothing(self):
        wizard = self.env["trade.scorecard.month"].create({"day": "2019-01-01"})
        for method in ("action_compute", "action_close", "action_export"):
            with self.assertRaises(UserError):
                getattr(wizard, method)()
        wizard.day = date(2999, 1, 1)
        with self.assertRaisesRegex(UserError, "not begun"):
            wizard.action_compute()

    def test_the_cron_computes_last_month_only_where_switched_on(self):
        self._orders(self.anna, won=1, lost=1)
        self.env["res.company"].search([]).trade_scorecard_auto = False
        cron = self.env.ref("trade_analytics.ir_cron_compute_scorecards")
        cards = self.env["trade.scorecard"]
        with freeze_time("2026-06-01 12:00:00"), self.enter_registry_test_mode():
            cron.method_direct_trigger()
            self.assertFalse(cards.search([("company_id", "=", self.company.id)]))
            self.company.trade_scorecard_auto = True
            cron.method_direct_trigger()
            cron.method_direct_trigger()
        found = cards.search([("company_id", "=", self.company.id)])
        self.assertRecordValues(
            found, [{"user_id": self.anna.id, "date_from": MAY, "state": "open"}]
        )

    def test_the_number_of_queries_does_not_grow_with_people_or_records(self):
        self.env.ref("base.group_user")

        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._compute()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        self._orders(self.anna, won=1, lost=1)
        self._orders(self.boris, won=1, lost=1)
        self._compute()
        few = queries()
        for number in range(20):
            user = self._create_user(f"p{number}", "sales_team.group_sale_salesman")
            self._orders(user, won=1, lost=1)
        self._compute()
        self.assertLessEqual(queries(), few)

    def test_a_metric_needs_a_collector_and_a_scale_that_rises_or_falls(self):
        with self.assertRaisesRegex(ValidationError, "quote_to_order"):
            self.metric.copy({"code": "no_such_thing"})
        with self.assertRaises(ValidationError):
            self.metric.target = self.metric.floor
        with self.assertRaises(ValidationError):
            self.metric.direction = "lower"

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
