"""How facts about people become points, a score and a letter.

Knows numbers only: no records, no clock, no names of metrics. A share is a number
between 0 and 1, points and scores lie between 0 and 100, weights are any numbers of
0 or more. "No data" is ``None`` everywhere: never 0, never 100.
"""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from statistics import median as _median
from typing import NamedTuple

ENOUGH = 0.5  # coverage from which a score gets a letter
CENTS = Decimal("0.01")


class Fact(NamedTuple):
    """What a collector found about one person for one metric and one period.

    `evidence` holds the ids of all records behind the denominator, `missed` those
    that cost points, the worst first; both of the metric's evidence model.
    """

    numerator: float
    denominator: float
    evidence: tuple = ()
    missed: tuple = ()


class Scale(NamedTuple):
    """How one metric is measured; `floor` earns 0 points, `target` earns 100."""

    floor: float
    target: float
    sample: float = 1
    strength: float = 0.0
    is_total: bool = False


class Mark(NamedTuple):
    """The outcome of one fact: `value` and `points` are None without data."""

    raw: float | None
    value: float | None
    points: float | None


def ratio(numerator: float, denominator: float) -> float | None:
    """Return the share, or None when there is nothing to divide by.

    >>> ratio(9, 10), ratio(0, 4), ratio(0, 0)
    (0.9, 0.0, None)
    """
    return numerator / denominator if denominator else None


def shrink(
    numerator: float, denominator: float, base: float | None, strength: float
) -> float | None:
    """Pull a rate towards `base` as if `strength` more cases had gone like the team.

    (k + m x p0) / (n + m): one case out of one says little, ninety out of a hundred
    say a lot.

    >>> [round(shrink(k, n, 0.85, 10), 3) for k, n in ((1, 1), (3, 3), (9, 10))]
    [0.864, 0.885, 0.875]
    >>> round(shrink(90, 100, 0.85, 10), 3)
    0.895
    >>> shrink(3, 4, None, 10), shrink(3, 4, 0.5, 0), shrink(0, 0, 0.85, 10)
    (0.75, 0.75, None)
    """
    if not denominator:
        return None
    if base is None:
        return numerator / denominator
    return (numerator + strength * base) / (denominator + strength)


def points(value: float | None, floor: float, target: float) -> float | None:
    """Place `value` on the line from `floor` (0 points) to `target` (100), clipped.

    Less is better when the target lies below the floor.

    >>> points(0.75, 0.5, 1.0), points(0.4, 0.5, 1.0), points(1.2, 0.5, 1.0)
    (50.0, 0.0, 100.0)
    >>> points(6, 10, 2), points(12, 10, 2), points(-5000, 0, 100000)
    (50.0, 0.0, 0.0)
    >>> points(None, 0, 1) is None
    True
    """
    if value is None:
        return None
    reached = 100.0 * (value - floor) / (target - floor)
    return min(100.0, max(0.0, reached))


def mark(fact: Fact, scale: Scale, base: float | None) -> Mark:
    """Return raw rate, value and points of one person for one metric.

    A total (money) is its own value: it is no rate, so nothing is shrunk. A sample
    below the smallest one gives no points, in neither direction.

    >>> mark(Fact(3, 4), Scale(0.5, 1.0), None)
    Mark(raw=0.75, value=0.75, points=50.0)
    >>> mark(Fact(3, 4), Scale(0.5, 1.0, sample=5), None)
    Mark(raw=0.75, value=None, points=None)
    >>> mark(Fact(25000, 2), Scale(0, 100000, is_total=True), 0.3)
    Mark(raw=25000, value=25000, points=25.0)
    >>> mark(Fact(0, 0), Scale(0, 1), 0.5)
    Mark(raw=None, value=None, points=None)
    """
    raw = ratio(fact.numerator, fact.denominator)
    if scale.is_total:
        raw = fact.numerator if fact.denominator else None
    if raw is None or fact.denominator < scale.sample:
        return Mark(raw, None, None)
    value = raw
    if not scale.is_total:
        value = shrink(fact.numerator, fact.denominator, base, scale.strength)
    return Mark(raw, value, points(value, scale.floor, scale.target))


def rounded(score: float) -> float:
    """Round half up to the two decimals that are shown, so that they decide.

    >>> rounded(89.995), rounded(74.994), rounded(0.1 + 0.2), rounded(100)
    (90.0, 74.99, 0.3, 100.0)
    """
    return float(Decimal(repr(score)).quantize(CENTS, ROUND_HALF_UP))


def weighted_score(weighted: Iterable[tuple[float, float | None]]) -> float | None:
    """Return the weighted mean of the points that exist, None without any.

    :param weighted: pairs (weight, points or None)

    >>> weighted_score([(50, 80.0), (30, 50.0), (20, None)])
    68.75
    >>> weighted_score([(50, None)]) is None, weighted_score([(0, 90.0)]) is None
    (True, True)
    >>> weighted_score([(1, 100.0), (2, 100.0)])
    100.0
    """
    rated = [pair for pair in weighted if pair[1] is not None]
    total = sum(weight for weight, _points in rated)
    if not total:
        return None
    return rounded(sum(weight * value for weight, value in rated) / total)


def coverage(weighted: Iterable[tuple[float, float | None]]) -> float:
    """Return which share of all weight has data behind it, 0 to 1.

    >>> coverage([(50, 80.0), (30, 0.0), (20, None)]), coverage([])
    (0.8, 0.0)
    """
    weighted = list(weighted)
    total = sum(weight for weight, _points in weighted)
    rated = sum(weight for weight, value in weighted if value is not None)
    return rated / total if total else 0.0


def is_enough(share: float) -> bool:
    """Say whether a coverage suffices for a letter; exactly half of it does.

    >>> is_enough(0.5), is_enough(0.4999), is_enough(0.2 + 0.2 + 0.1)
    (True, False, True)
    """
    return round(share, 6) >= ENOUGH


def band(score: float | None, bounds: Iterable[tuple[float, object]]) -> object | None:
    """Return what stands beside the highest lower bound the score reaches.

    :param bounds: pairs (lower bound, anything); exactly on a bound goes up

    >>> letters = [(90, "A"), (75, "B"), (0, "E")]
    >>> [band(score, letters) for score in (100, 90, 89.99, 75, 0)]
    ['A', 'A', 'B', 'B', 'E']
    >>> band(None, letters) is None, band(10, [(60, "C")]) is None
    (True, True)
    """
    if score is None:
        return None
    reached = [pair for pair in bounds if score >= pair[0]]
    return max(reached, key=lambda pair: pair[0])[1] if reached else None


def points_lost(weight: float, value: float | None) -> float:
    """Return what a metric cost: weight x points missing to 100; 0 without data.

    >>> points_lost(40, 75.0), points_lost(40, 100.0), points_lost(40, None)
    (1000.0, 0.0, 0.0)
    """
    return 0.0 if value is None else weight * (100.0 - value)


def largest(losses: Mapping[object, float], count: int = 3) -> list:
    """Return the keys of the largest losses; equal ones keep their given order.

    >>> largest({"late": 1000.0, "quotes": 400.0, "profit": 1000.0, "calls": 0.0})
    ['late', 'profit', 'quotes']
    >>> largest({}), largest({"a": 0.0})
    ([], [])
    """
    lost = [key for key, loss in losses.items() if loss > 0]
    return sorted(lost, key=lambda key: -losses[key])[:count]


def median(values: Iterable[float | None]) -> float | None:
    """Return the median of what has data, None without any.

    >>> median([0.2, None, 0.6]), median([3, 1, 2]), median([None])
    (0.4, 2, None)
    """
    known = [value for value in values if value is not None]
    return _median(known) if known else None
