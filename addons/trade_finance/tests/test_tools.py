import doctest
import pkgutil
import random
from importlib import import_module

from odoo.tests import BaseCase

from .. import tools
from ..tools import allocation, fx, incoterm, tariff

MODULES = [
    import_module(f"{tools.__name__}.{found.name}")
    for found in pkgutil.iter_modules(tools.__path__)
]


class TestTools(BaseCase):
    def test_examples_in_the_docstrings(self):
        for module in MODULES:
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

    def test_the_equal_price_leaves_the_profit_asked_for(self):
        dice = random.Random(10)
        for _case in range(300):
            revenue = dice.uniform(1, 9e5)
            fixed = {key: dice.uniform(0, 9e4) for key in range(dice.randint(1, 5))}
            shares = {key: dice.uniform(0, 0.15) for key in fixed}
            costs = {key: fixed[key] + shares[key] * revenue for key in fixed}
            wanted = dice.uniform(-1e4, 1e5)
            terms = incoterm.compare(revenue, costs, fixed, wanted)
            left = terms.revenue - sum(
                fixed[key] + shares[key] * terms.revenue for key in fixed
            )
            self.assertAlmostEqual(left, wanted, 4)

    def test_the_best_row_of_a_tariff_is_the_one_a_full_search_finds(self):
        dice = random.Random(11)
        rows = [
            tariff.Row(number, code[: dice.randint(2, 10)], dice.choice([0, 1, 2]))
            for number in range(1, 400)
            for code in [f"{dice.randint(0, 99):010d}"[::-1]]
        ]
        indexed = tariff.index(rows)
        for _case in range(300):
            code, origin = f"{dice.randint(0, 99):010d}"[::-1], dice.choice([0, 1, 2])
            fitting = [
                row
                for row in rows
                if code.startswith(row.digits) and row.origin_id in (0, origin)
            ]
            best = max(
                fitting,
                key=lambda row: (len(row.digits), bool(row.origin_id), row.id),
                default=tariff.Row(0, ""),
            )
            self.assertEqual(tariff.best(indexed, code, origin), best.id)
