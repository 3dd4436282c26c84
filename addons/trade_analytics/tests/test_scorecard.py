from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import AnalyticsCase


@tagged("post_install", "-at_install")
class TestScorecard(AnalyticsCase):
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
