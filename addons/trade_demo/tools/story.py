"""When things happen to an order of the demo company, counted in days before today.

Each order is told by its age and its stage; the days of deposit, delivery, arrival,
invoice and payment follow from the customer's habits and a seed, so that the same
table always tells the same story.
"""

import random
from typing import NamedTuple

STAGES = (
    "quotation",
    "sent",
    "waiting_deposit",
    "deposit_paid",
    "bought",
    "inspected",
    "shipped",
    "arrived",
    "invoiced",
    "partly_paid",
    "overdue",
    "paid",
    "refunded",
    "cancelled",
)
NOT_CONFIRMED = ("quotation", "sent", "cancelled")
DELIVERED = STAGES[6:13]
INVOICED = STAGES[7:13]
CREDIT_DAYS = {"deposit": 30, "oa30": 30, "oa60": 60}
# Days at sea from Ningbo, by the port of discharge.
DAYS_AT_SEA = {
    "AEJEA": 19,
    "BRSSZ": 38,
    "DEHAM": 34,
    "FRLEH": 32,
    "GBFXT": 33,
    "NLRTM": 32,
    "NOOSL": 38,
    "USLAX": 17,
    "USSAV": 31,
}


class OrderDays(NamedTuple):
    """Days before today; negative ones are still to come."""

    ordered: int
    deposit: int
    ready: int
    shipped: int
    arrival: int
    due: int
    balance: int


def order_days(number: str, age: int, term: str, port: str) -> OrderDays:
    """Return the days of order `number`, placed `age` days ago.

    With a deposit the balance is paid against the copy of the bill of lading, while
    the goods are at sea; on open account some days around the due date.

    >>> order_days("01", 100, "oa30", "GBFXT")
    OrderDays(ordered=100, deposit=94, ready=75, shipped=71, arrival=39, due=41, \
balance=32)
    >>> order_days("62", 0, "deposit", "DEHAM").shipped
    -30
    """
    dice = random.Random(f"order {number}")
    ready = age - 25 - dice.randint(0, 2)
    shipped = ready - 3 - dice.randint(0, 2)
    arrival = shipped - DAYS_AT_SEA[port] - dice.randint(-1, 3)
    due = shipped - CREDIT_DAYS[term]
    late = dice.choice((-2, 0, 0, 1, 3, 9))
    balance = shipped - 12 - late if term == "deposit" else due - late
    return OrderDays(
        age, age - 3 - dice.randint(0, 3), ready, shipped, arrival, due, balance
    )


def split_lines(text: str) -> list[tuple[str, int]]:
    """Return [(product code, pieces)] of an order's line column.

    >>> split_lines("KT-17:500 CM-10:40")
    [('KT-17', 500), ('CM-10', 40)]
    >>> split_lines("")
    []
    """
    pairs = (part.split(":") for part in text.split())
    return [(code, int(pieces)) for code, pieces in pairs]


def price_in(currency: str, price_usd: float) -> float:
    """Return the list price in `currency` of what lists at `price_usd`.

    List prices are set by hand once a year, not by the day's rate.

    >>> price_in("USD", 11.9), price_in("EUR", 11.9), price_in("GBP", 11.9)
    (11.9, 10.7, 9.2)
    """
    factor = {"USD": 1.0, "EUR": 0.9, "GBP": 0.775}[currency]
    return round(price_usd * factor * 20) / 20


class Need(NamedTuple):
    """What one factory is to deliver together, and by when."""

    vendor: str
    ready: int
    pieces: dict[str, int]


def bundle_needs(
    needs: list[tuple[str, str, int, int]], days_together: int
) -> list[Need]:
    """Bundle needs into purchases of one vendor, the oldest first.

    :param needs: (vendor, product, ready in days before today, pieces)
    :param days_together: needs of a vendor within so many days are bought at once

    >>> bundle_needs([("a", "x", 100, 5), ("a", "y", 95, 7), ("a", "x", 95, 1)], 30)
    [Need(vendor='a', ready=100, pieces={'x': 6, 'y': 7})]
    >>> [need.ready for need in bundle_needs([("a", "x", 9, 1), ("a", "x", 80, 1)], 30)]
    [80, 9]
    >>> bundle_needs([], 30)
    []
    """
    bundles: dict[str, list[Need]] = {}
    for vendor, product, ready, pieces in sorted(needs, key=lambda need: -need[2]):
        mine = bundles.setdefault(vendor, [])
        if not mine or mine[-1].ready - ready > days_together:
            mine.append(Need(vendor, ready, {}))
        bought = mine[-1].pieces
        bought[product] = bought.get(product, 0) + pieces
    return sorted(
        (need for mine in bundles.values() for need in mine),
        key=lambda need: (-need.ready, need.vendor),
    )
