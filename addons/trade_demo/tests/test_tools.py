import doctest
import random
from datetime import date, timedelta

from stdnum import iso6346

from odoo.tests import BaseCase, tagged

from ..tools import containers, rates, story


@tagged("post_install", "-at_install")
class TestTools(BaseCase):
    def test_the_examples_in_the_tools_hold(self):
        for module in (containers, rates, story):
            failed, tried = doctest.testmod(module)
            self.assertTrue(tried, module.__name__)
            self.assertFalse(failed, module.__name__)

    def test_every_container_number_has_the_right_check_digit(self):
        dice = random.Random(6346)
        for _case in range(500):
            number = containers.container_number("MSKU", dice.randrange(10**6))
            self.assertTrue(iso6346.is_valid(number), number)

    def test_rates_never_end_in_the_future_nor_over_a_week_ago(self):
        last = date(2026, 10, 30)
        for days in range(-900, 900, 7):
            today = last + timedelta(days=days + days % 5)
            moved = max(rates.move_rates({last: {"USD": 6.65}}, today))
            self.assertLessEqual(moved, today)
            self.assertLess((today - moved).days, 7)
            self.assertEqual(moved.weekday(), last.weekday())

    def test_bundling_buys_exactly_what_is_needed_and_in_time(self):
        dice = random.Random(75)
        for _case in range(100):
            needs = [
                (dice.choice("ab"), dice.choice("xyz"), dice.randint(0, 700), 1)
                for _need in range(dice.randint(0, 30))
            ]
            bundles = story.bundle_needs(needs, 75)
            bought = sum(sum(need.pieces.values()) for need in bundles)
            self.assertEqual(bought, len(needs))
            for vendor, product, ready, _pieces in needs:
                self.assertTrue(
                    any(
                        bundle.vendor == vendor
                        and product in bundle.pieces
                        and 0 <= bundle.ready - ready <= 75
                        for bundle in bundles
                    )
                )
