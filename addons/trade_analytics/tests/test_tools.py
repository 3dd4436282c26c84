import doctest
import random

from odoo.tests import BaseCase, tagged

from ..tools import period, scoring, template


@tagged("post_install", "-at_install")
class TestTools(BaseCase):
    def test_the_examples_in_the_docstrings_hold(self):
        for module in (period, scoring, template):
            with self.subTest(module=module.__name__):
                outcome = doctest.testmod(module)
                self.assertGreater(outcome.attempted, 0)
                self.assertFalse(outcome.failed)

    def test_a_further_bad_case_never_raises_points(self):
        chance = random.Random(7)
        scale = scoring.Scale(0.1, 0.9, 1, 10.0)
        for _each in range(500):
            whole = chance.randint(1, 60)
            part, base = chance.randint(0, whole), chance.random()
            before = scoring.mark(scoring.Fact(part, whole), scale, base)
            after = scoring.mark(scoring.Fact(part, whole + 1), scale, base)
            self.assertLessEqual(after.points, before.points)

    def test_shrinking_stays_between_own_and_team_rate(self):
        chance = random.Random(8)
        for _each in range(500):
            whole = chance.randint(1, 60)
            part, base = chance.randint(0, whole), chance.random()
            shrunk = scoring.shrink(part, whole, base, chance.uniform(0, 30))
            low, high = sorted((part / whole, base))
            self.assertLessEqual(low - 1e-9, shrunk)
            self.assertLessEqual(shrunk, high + 1e-9)

    def test_the_score_lies_between_the_worst_and_the_best_points(self):
        chance = random.Random(9)
        for _each in range(500):
            pairs = [
                (chance.randint(1, 50), chance.uniform(0, 100)) for _one in range(4)
            ]
            score = scoring.weighted_score(pairs)
            self.assertGreaterEqual(score, min(p for _w, p in pairs) - 0.01)
            self.assertLessEqual(score, max(p for _w, p in pairs) + 0.01)

    def test_months_follow_one_another_without_gap_or_overlap(self):
        for zone in ("UTC", "Asia/Shanghai", "America/New_York", "Europe/Berlin"):
            day = period.month_start(period.date(2023, 12, 1))
            for _each in range(60):
                here = period.month(day, zone)
                following = period.month(here.end, zone)
                self.assertEqual(here.utc_end, following.utc_start)
                self.assertEqual(period.local_day(here.utc_start, zone), here.start)
                day = here.end
