"""Which row of a customs tariff holds for goods: prefix, origin, company, date.

Of the rows that begin like the goods' HS code the longest prefix counts; among those
of one length the row of the goods' origin goes before the row for any origin, the
company's own before a shared one, and the later beginning before the earlier.
"""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

LONGEST, SHORTEST = 10, 2


class Row(NamedTuple):
    """A row of the tariff of one country, valid on the day asked for."""

    id: int
    digits: str
    """the prefix, digits only"""
    origin_id: int = 0
    """0: goods of any origin"""
    company_id: int = 0
    date_from: datetime.date | None = None


def index(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Return {prefix: rows}, so that a look-up takes steps by digits, not by rows.

    >>> sorted(index([Row(1, "85"), Row(2, "8501"), Row(3, "85")]))
    ['85', '8501']
    """
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.digits, []).append(row)
    return found


def best(rows: dict[str, list[Row]], digits: str, origin_id: int) -> int:
    """Return the id of the row that holds for goods, 0 when there is none.

    :param rows: what `index` returned
    :param digits: HS code of the goods, digits only
    :param origin_id: country the goods are from, 0 if nobody knows

    >>> rows = index([Row(1, "85"), Row(2, "8501"), Row(3, "8501", 7), Row(4, "85", 7)])
    >>> best(rows, "850110", 7), best(rows, "850110", 8), best(rows, "8502", 7)
    (3, 2, 4)
    >>> best(rows, "9403", 7), best(rows, "", 7)
    (0, 0)
    >>> best(index([Row(1, "85"), Row(2, "85", 0, 5)]), "8501", 0)
    2
    """
    for length in range(min(LONGEST, len(digits)), SHORTEST - 1, -1):
        fitting = [
            row
            for row in rows.get(digits[:length], ())
            if row.origin_id in (0, origin_id)
        ]
        if fitting:
            return max(fitting, key=_rank).id
    return 0


def _rank(row: Row) -> tuple[bool, bool, datetime.date, int]:
    begins = row.date_from or datetime.date.min
    return bool(row.origin_id), bool(row.company_id), begins, row.id


def customs_value(
    revenue: float, freight: float, insurance: float, bears: tuple[bool, bool]
) -> float:
    """Return the value duty is charged on: the goods at the border of the buyer (CIF).

    What the price already contains is not added again: under CIF, CIP and the D terms
    it contains both, under CFR and CPT the freight, under EXW and the F terms neither.

    :param freight: estimated main carriage, positive
    :param insurance: estimated premium, positive
    :param bears: whether the seller pays (freight, insurance)

    >>> customs_value(70000, 3500, 231, (True, True))
    70000
    >>> customs_value(70000, 3500, 231, (False, False))
    73731
    >>> customs_value(70000, 3500, 231, (True, False))
    70231
    """
    has_freight, has_insurance = bears
    return (
        revenue + (0 if has_freight else freight) + (0 if has_insurance else insurance)
    )


def import_vat(customs: float, duty: float, percent: float) -> float:
    """Return the VAT at import: it is charged on the duty too.

    >>> round(import_vat(70000, 3500, 21), 2)
    15435.0
    """
    return (customs + duty) * percent / 100
