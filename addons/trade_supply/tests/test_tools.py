import doctest
import random
from datetime import date, timedelta

from odoo.tests import BaseCase, tagged

from ..tools import availability, lead_time
from ..tools.availability import Source, cover, settle


@tagged("post_install", "-at_install")
class TestTools(BaseCase):
    def test_examples_in_the_docstrings_hold(self):
        for module in (availability, lead_time):
            result = doctest.testmod(module)
            self.assertTrue(result.attempted)
            self.assertFalse(result.failed)

    def test_taken_and_short_always_add_up_and_nothing_is_given_twice(self):
        dice = random.Random(20261123)
        for _round in range(300):
            sources = [
                Source(dice.choice(["stock", "incoming"]), warehouse, date(2026, 1, 1))
                for warehouse in range(dice.randint(1, 4))
            ]
            pool = {source: round(dice.uniform(0, 500), 2) for source in sources}
            needs = [
                (
                    key,
                    round(dice.uniform(-5, 400), 2),
                    dice.sample(sources, len(sources)),
                )
                for key in range(dice.randint(1, 5))
            ]
            plan = cover(needs, pool)
            for key, need, _sources in needs:
                taken, short = plan[key]
                self.assertAlmostEqual(sum(taken.values()) + short, max(need, 0), 5)
            for source, there in pool.items():
                given = sum(taken.get(source, 0) for taken, _short in plan.values())
                self.assertLessEqual(given, there + 1e-6)

    def test_claims_are_served_once_from_stock_then_from_arrivals(self):
        dice = random.Random(7)
        for _round in range(300):
            stock = {w: dice.randint(-20, 200) for w in range(3)}
            incoming = {
                w: [
                    (
                        date(2026, 1, 1) + timedelta(dice.randint(0, 60)),
                        dice.randint(1, 90),
                    )
                    for _row in range(dice.randint(0, 3))
                ]
                for w in range(3)
            }
            claims = {w: dice.randint(0, 250) for w in range(3)}
            stock_left, arrivals_left = settle(stock, incoming, claims)
            for w in range(3):
                there = stock[w] + sum(quantity for _day, quantity in incoming[w])
                left = stock_left[w] + sum(q for _day, q in arrivals_left[w])
                self.assertEqual(left, max(there - claims[w], 0))
