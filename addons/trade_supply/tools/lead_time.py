"""Dates between a vendor's gate and a customer's: calendar days, no time of day."""

from datetime import date, timedelta


def latest_ready(requested: date, transit: int, inspection: int, handling: int) -> date:
    """Return the last day goods may be ready to be at the customer's on `requested`.

    All in calendar days; negative settings count as none.

    >>> latest_ready(date(2026, 6, 30), 25, 2, 3)
    datetime.date(2026, 5, 31)
    >>> latest_ready(date(2026, 6, 30), 0, 0, 0)
    datetime.date(2026, 6, 30)
    >>> latest_ready(date(2026, 6, 30), -5, 2, 0)
    datetime.date(2026, 6, 28)
    """
    days = sum(max(part, 0) for part in (transit, inspection, handling))
    return requested - timedelta(days=days)


def order_by(ready: date, vendor_days: int) -> date:
    """Return the last day to order from a vendor who needs `vendor_days`.

    >>> order_by(date(2026, 5, 31), 7)
    datetime.date(2026, 5, 24)
    >>> order_by(date(2026, 5, 31), -1)
    datetime.date(2026, 5, 31)
    """
    return ready - timedelta(days=max(vendor_days, 0))
