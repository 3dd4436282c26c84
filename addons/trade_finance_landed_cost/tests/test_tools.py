import doctest
import random

from odoo.tests import BaseCase

from ..tools import late_cost


class TestTools(BaseCase):
    def test_examples_in_the_docstrings(self):
        results = doctest.testmod(late_cost)
        self.assertTrue(results.attempted)
        self.assertFalse(results.failed)

    def test_what_left_of_all_receipts_is_what_was_delivered(self):
        dice = random.Random(3)
        for _case in range(200):
            gone = [dice.randint(0, 9) for _receipt in range(5)]  # latest first
            deliveries, total = [], sum(gone)
            while total:
                part = dice.randint(1, total)
                deliveries.append((len(deliveries), part))
                total -= part
            taken = dict.fromkeys(range(len(deliveries)), 0)
            for number, quantity in enumerate(gone):
                skip = sum(gone[:number])
                for delivery, part in late_cost.take_last(deliveries, skip, quantity):
                    taken[delivery] += part
            self.assertEqual(taken, dict(deliveries))

    def test_slices_and_the_stock_make_the_whole(self):
        dice = random.Random(5)
        for _case in range(200):
            parts = [dice.randint(1, 9) for _part in range(dice.randint(1, 5))]
            remaining = dice.randint(0, 9)
            spans = late_cost.slices(sum(parts) + remaining, remaining, parts)
            self.assertAlmostEqual(spans[-1][1], 1)
            for (_start, end), (start, _end) in zip(spans, spans[1:], strict=False):
                self.assertEqual(start, end)
