"""Birthdays of which often only day and month are known.

Knows nothing about people or records: numbers and dates in, dates out.
"""

import re
from calendar import isleap, monthrange
from datetime import date

LEAP_YEAR = 2000  # any leap year: 29 February exists where no year is known
WRITTEN = re.compile(r"(?:(\d{4})-)?(\d{1,2})-(\d{1,2})")


def check_birthday(day: int, month: int, year: int = 0) -> bool:
    """Tell whether the day exists; a `year` of 0 is an unknown one.

    >>> check_birthday(29, 2), check_birthday(29, 2, 1991), check_birthday(31, 4)
    (True, False, False)
    >>> check_birthday(0, 1), check_birthday(1, 13), check_birthday(-1, 1)
    (False, False, False)
    """
    if not (1 <= month <= 12 and 0 <= year <= 9999):
        return False
    return 1 <= day <= monthrange(year or LEAP_YEAR, month)[1]


def parse_birthday(text: str) -> tuple[int, int, int] | None:
    """Read ``MM-DD`` or ``YYYY-MM-DD``; return day, month and year (0: unknown).

    >>> parse_birthday("11-30"), parse_birthday(" 1985-2-28 ")
    ((30, 11, 0), (28, 2, 1985))
    >>> parse_birthday("") is None, parse_birthday("30.11.") is None
    (True, True)
    >>> parse_birthday("02-30") is None, parse_birthday("1991-02-29") is None
    (True, True)
    """
    written = WRITTEN.fullmatch(text.strip())
    if not written:
        return None
    year, month, day = (int(part or 0) for part in written.groups())
    return (day, month, year) if check_birthday(day, month, year) else None


def write_birthday(day: int, month: int, year: int = 0) -> str:
    """Write a birthday the way :func:`parse_birthday` reads it.

    >>> write_birthday(30, 11), write_birthday(28, 2, 985), write_birthday(0, 0)
    ('11-30', '0985-02-28', '')
    """
    if not (day and month):
        return ""
    return f"{year:04}-{month:02}-{day:02}" if year else f"{month:02}-{day:02}"


def birthday_in(year: int, day: int, month: int) -> date:
    """Return the day a birthday is kept in `year`.

    Who is born on 29 February is congratulated on the 28th in other years, so that
    the wish never comes late.

    >>> birthday_in(2028, 29, 2), birthday_in(2027, 29, 2)
    (datetime.date(2028, 2, 29), datetime.date(2027, 2, 28))
    """
    if month == 2 and day == 29 and not isleap(year):
        day = 28
    return date(year, month, day)


def next_birthday(day: int, month: int, today: date) -> date:
    """Return the first birthday on or after `today`.

    >>> next_birthday(30, 11, date(2026, 11, 23))
    datetime.date(2026, 11, 30)
    >>> next_birthday(23, 11, date(2026, 11, 23))
    datetime.date(2026, 11, 23)
    >>> next_birthday(1, 1, date(2026, 12, 31))
    datetime.date(2027, 1, 1)
    """
    kept = birthday_in(today.year, day, month)
    return kept if kept >= today else birthday_in(today.year + 1, day, month)
