"""The European Central Bank's rates, moved to the days of the story.

Knows nothing of Odoo and reads no clock. Rates are CNY per one unit of a currency.
"""

import csv
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import dropwhile

WEEK = timedelta(weeks=1)


def read_rates(lines: Iterable[str]) -> dict[date, dict[str, float]]:
    """Return {day: {currency: CNY per unit}} from the lines of the table.

    >>> read_rates(["# source", "date,EUR,USD", "2026-10-30,7.4326,6.65"])
    {datetime.date(2026, 10, 30): {'EUR': 7.4326, 'USD': 6.65}}
    """
    table = csv.DictReader(dropwhile(lambda line: line.startswith("#"), lines))
    return {
        date.fromisoformat(row.pop("date")): {
            code: float(rate) for code, rate in row.items()
        }
        for row in table
    }


def weeks_to_move(last_day: date, today: date) -> int:
    """Return by how many whole weeks to move the table, so that it ends near `today`.

    The last rate is then at most six days old and never in the future; a Friday stays
    a Friday, so days without trade stay days without a rate.

    >>> weeks_to_move(date(2026, 10, 30), date(2026, 11, 23))
    3
    >>> weeks_to_move(date(2026, 10, 30), date(2026, 10, 30))
    0
    >>> weeks_to_move(date(2026, 10, 30), date(2026, 10, 29))
    -1
    """
    return (today - last_day) // WEEK


def move_rates(
    rates: dict[date, dict[str, float]], today: date
) -> dict[date, dict[str, float]]:
    """Return the table moved by whole weeks to end in the week before `today`.

    >>> move_rates({date(2026, 10, 30): {"USD": 6.65}}, date(2026, 11, 23))
    {datetime.date(2026, 11, 20): {'USD': 6.65}}
    >>> move_rates({}, date(2026, 11, 23))
    {}
    """
    if not rates:
        return {}
    moved = weeks_to_move(max(rates), today) * WEEK
    return {day + moved: quotes for day, quotes in rates.items()}
