"""Months as half-open intervals in a company's own time zone.

A month is ``[start, end)``: the first day belongs to it, the day `end` no more.
Dates are local days; UTC datetimes come back without tzinfo, as they are stored.
"""

from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

UTC = ZoneInfo("UTC")


class Period(NamedTuple):
    """A half-open interval of local days and the same bounds as UTC moments."""

    start: date
    end: date
    utc_start: datetime
    utc_end: datetime


def month_start(day: date, months: int = 0) -> date:
    """Return the first day of the month of `day`, shifted by `months`.

    >>> month_start(date(2028, 2, 29)), month_start(date(2026, 1, 31), -1)
    (datetime.date(2028, 2, 1), datetime.date(2025, 12, 1))
    >>> month_start(date(2026, 11, 30), 2), month_start(date(2026, 11, 3), -11)
    (datetime.date(2027, 1, 1), datetime.date(2025, 12, 1))
    """
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def utc_midnight(day: date, zone: str) -> datetime:
    """Return the UTC moment at which `day` begins in time zone `zone`.

    >>> utc_midnight(date(2026, 12, 1), "Asia/Shanghai")
    datetime.datetime(2026, 11, 30, 16, 0)
    >>> utc_midnight(date(2026, 3, 1), "America/New_York")
    datetime.datetime(2026, 3, 1, 5, 0)
    """
    local = datetime.combine(day, time.min, tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC).replace(tzinfo=None)


def month(day: date, zone: str) -> Period:
    """Return the month that `day` lies in.

    >>> [(month(date(y, m, 9), "UTC").end - date(y, m, 1)).days
    ...  for y, m in ((2026, 2), (2028, 2), (2026, 4), (2026, 12))]
    [28, 29, 30, 31]
    >>> march = month(date(2026, 3, 15), "Europe/Berlin")
    >>> (march.utc_end - march.utc_start).total_seconds() / 3600
    743.0
    """
    start, end = month_start(day), month_start(day, 1)
    return Period(start, end, utc_midnight(start, zone), utc_midnight(end, zone))


def local_day(moment: datetime, zone: str) -> date:
    """Return the day it is in `zone` at a UTC moment.

    >>> local_day(datetime(2026, 11, 30, 23, 30), "Asia/Shanghai")
    datetime.date(2026, 12, 1)
    >>> local_day(datetime(2026, 12, 1, 3, 0), "America/New_York")
    datetime.date(2026, 11, 30)
    """
    return moment.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()
