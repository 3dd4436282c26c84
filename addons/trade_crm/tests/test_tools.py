import doctest
import random
from datetime import date, timedelta

from odoo.tests import BaseCase, tagged

from ..tools import birthday


@tagged("post_install", "-at_install")
class TestTools(BaseCase):
    def test_documented_examples_hold(self):
        self.assertEqual(doctest.testmod(birthday).failed, 0)

    def test_next_birthday_is_within_a_year_and_never_before_today(self):
        chance = random.Random(20261123)
        for _turn in range(500):
            today = date(2024, 1, 1) + timedelta(days=chance.randrange(2000))
            born = date(1984, 1, 1) + timedelta(days=chance.randrange(366))
            kept = birthday.next_birthday(born.day, born.month, today)
            self.assertGreaterEqual(kept, today)
            self.assertLessEqual((kept - today).days, 366)
            self.assertEqual(kept.month, born.month)
