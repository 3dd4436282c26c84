"""Cases worked by hand; the figures stand in the README's table."""

from datetime import date

from odoo.tests import tagged

from .common import MAY, AnalyticsCase


@tagged("post_install", "-at_install")
class TestGolden(AnalyticsCase):
    def test_points_run_straight_from_floor_to_target(self):
        self.metric.write({"floor": 0.2, "target": 0.6})
        self._orders(self.anna, won=2, lost=3)
        self._orders(self.boris, won=4, lost=1)
        cards = self._compute()
        self.assertRecordValues(
            cards[self.anna], [{"score": 50.0, "coverage": 1.0, "letter": "D"}]
        )
        self.assertRecordValues(
            cards[self.boris], [{"score": 100.0, "letter": "A", "is_rated": True}]
        )
        self.assertRecordValues(
            cards[self.anna].line_ids,
            [
                {
                    "numerator": 2,
                    "denominator": 5,
                    "raw": 0.4,
                    "value": 0.4,
                    "team_rate": 0.6,
                    "team_median": 0.6,
                    "points": 50.0,
                    "points_lost": 1500.0,
                }
            ],
        )

    def test_few_cases_are_drawn_towards_the_team(self):
        self.metric.shrinkage = 10.0
        self._orders(self.anna, won=1, lost=0)
        self._orders(self.boris, won=7, lost=12)
        line = self._compute()[self.anna].line_ids
        # Team 8 of 20 = 0.4; (1 + 10 x 0.4) / (1 + 10) = 5 / 11.
        self.assertAlmostEqual(line.team_rate, 0.4)
        self.assertAlmostEqual(line.raw, 1.0)
        self.assertAlmostEqual(line.value, 5 / 11, places=4)
        self.assertAlmostEqual(line.points, 45.45, places=2)

    def test_the_teams_rate_reaches_back_twelve_months_not_thirteen(self):
        self.metric.shrinkage = 10.0
        self._orders(self.boris, 10, 0, "2025-05-10 03:00:00")
        self._orders(self.boris, 0, 6, "2025-06-10 03:00:00")
        self._orders(self.anna, won=2, lost=2)
        for month in (date(2025, 5, 1), date(2025, 6, 1)):
            self._compute(month)
        line = self._compute()[self.anna].line_ids
        self.assertAlmostEqual(line.team_rate, 0.2)

    def test_teams_are_measured_against_themselves(self):
        for user in (self.anna, self.boris):
            team = self.env["crm.team"].create({"name": user.name})
            self.env["crm.team.member"].create(
                {"user_id": user.id, "crm_team_id": team.id}
            )
        self._orders(self.anna, won=1, lost=1)
        self._orders(self.boris, won=1, lost=3)
        cards = self._compute()
        self.assertAlmostEqual(cards[self.anna].line_ids.team_median, 0.5)
        self.assertAlmostEqual(cards[self.boris].line_ids.team_rate, 0.25)

    def test_lower_is_better_by_swapping_floor_and_target(self):
        self.metric.write({"direction": "lower", "floor": 0.8, "target": 0.3})
        self._orders(self.anna, won=2, lost=2)
        self.assertAlmostEqual(self._compute()[self.anna].score, 60.0)

    def test_letters_at_the_edges_and_exactly_on_a_bound(self):
        for won, lost, letter in (
            (4, 0, "A"),
            (9, 1, "A"),
            (3, 1, "B"),
            (3, 2, "C"),
            (2, 3, "D"),
            (0, 3, "E"),
        ):
            user = self._create_user(
                f"person{won}{lost}", "sales_team.group_sale_salesman"
            )
            self._orders(user, won, lost)
            with self.subTest(won=won, lost=lost):
                self.assertEqual(self._compute()[user].letter, letter)

    def test_months_of_28_to_31_days_end_at_local_midnight(self):
        # Shanghai is eight hours ahead: its days begin at 16:00 UTC of the day before.
        for month, last in (
            (date(2026, 2, 1), "2026-02-28"),
            (date(2028, 2, 1), "2028-02-29"),
            (date(2026, 4, 1), "2026-04-30"),
            (date(2026, 5, 1), "2026-05-31"),
        ):
            inside = self._order(self.anna, f"{last} 15:59:59", "sale")
            outside = self._order(self.anna, f"{last} 16:00:00", "sale")
            with self.subTest(month=month):
                counted = self._compute(month)[self.anna].line_ids.evidence_ids
                self.assertIn(inside.id, counted)
                self.assertNotIn(outside.id, counted)

    def test_half_past_eleven_utc_on_the_last_day_is_next_month_in_shanghai(self):
        order = self._order(self.anna, "2026-05-31 23:30:00", "sale")
        self.assertFalse(self._compute())
        june = self._compute(date(2026, 6, 30))
        self.assertEqual(june[self.anna].line_ids.evidence_ids, order.ids)
        self.assertEqual(june[self.anna].timezone, "Asia/Shanghai")

    def test_the_same_moment_is_still_may_for_a_company_in_new_york(self):
        self.company.partner_id.tz = "America/New_York"
        self._order(self.anna, "2026-05-31 23:30:00", "sale")
        self._order(self.anna, "2026-05-01 03:59:59", "sale")
        self.assertEqual(self._compute()[self.anna].line_ids.denominator, 1)

    def test_without_a_zone_of_its_own_the_company_uses_its_working_hours(self):
        self.company.partner_id.tz = False
        self.company.resource_calendar_id.tz = "Asia/Tokyo"
        self.assertEqual(self.company._scorecard_timezone(), "Asia/Tokyo")

    def test_one_more_lost_quotation_never_raises_a_score(self):
        self._orders(self.anna, won=3, lost=1)
        before = self._compute()[self.anna].score
        self._orders(self.anna, won=0, lost=1)
        self.assertLess(self._compute(MAY)[self.anna].score, before)

    def test_twice_the_same_records_leave_the_rates_as_they_are(self):
        rates = []
        for _each in range(2):
            self._orders(self.anna, won=2, lost=3)
            self._orders(self.boris, won=1, lost=1)
            cards = self._compute()
            rates.append([cards[who].line_ids.raw for who in (self.anna, self.boris)])
        self.assertEqual(rates, [[0.4, 0.5], [0.4, 0.5]])
