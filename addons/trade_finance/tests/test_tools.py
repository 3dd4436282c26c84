import doctest
import random

from odoo.tests import BaseCase

from ..tools import allocation, estimate, fx, id_list, profit, workbook


class TestTools(BaseCase):
    def test_examples_in_the_docstrings(self):
        for module in (allocation, estimate, fx, id_list, profit, workbook):
            results = doctest.testmod(module)
            self.assertTrue(results.attempted, module)
            self.assertFalse(results.failed, module)

    def test_allocated_amounts_always_add_up(self):
        dice = random.Random(7)
        for _case in range(500):
            rounding = dice.choice([1, 0.01, 0.001, 0.05])
            amount = round(dice.randint(-(10**7), 10**7) * rounding, 6)
            weights = [
                dice.choice([0, dice.uniform(0, 99), dice.randint(0, 5)])
                for _weight in range(dice.randint(1, 12))
            ]
            parts = allocation.allocate(amount, weights, rounding)
            self.assertAlmostEqual(sum(parts), amount, 6)
            for part, weight in zip(parts, weights, strict=True):
                self.assertAlmostEqual(part / rounding, round(part / rounding), 4)
                if sum(weights):
                    exact = amount * weight / sum(weights)
                    self.assertLessEqual(abs(part - exact), rounding + 1e-6)

    def test_slices_meet_and_end_at_one(self):
        dice = random.Random(8)
        for _case in range(200):
            slices = allocation.shares([dice.uniform(0, 9) for _n in range(7)])
            self.assertEqual(slices[0][0], 0)
            self.assertEqual(slices[-1][1], 1)
            for (_start, end), (start, _end) in zip(slices, slices[1:], strict=False):
                self.assertEqual(end, start)

    def test_both_parts_make_the_whole_difference(self):
        dice = random.Random(9)
        for _case in range(200):
            values = [round(dice.uniform(-9e5, 9e5), 2) for _value in range(3)]
            self.assertAlmostEqual(fx.split(*values).total, values[2] - values[0], 2)
