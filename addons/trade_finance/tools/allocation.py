"""Share an amount out, to the last unit.

Knows nothing of currencies or documents: an amount, weights and the smallest unit go
in, amounts that add up come out. The SQL views of the suite use the same arithmetic:
round(amount x share_to) - round(amount x share_from).
"""

from decimal import ROUND_HALF_UP, Decimal


def shares(weights: list[float]) -> list[tuple[float, float]]:
    """Return the slice (from, to) of 0..1 that belongs to each weight, in order.

    Slices follow one another without a gap and the last ends at exactly 1. When the
    weights add up to nothing, all slices are equally long.

    >>> shares([30, 70])
    [(0.0, 0.3), (0.3, 1.0)]
    >>> shares([0, 0])
    [(0.0, 0.5), (0.5, 1.0)]
    >>> shares([50, -10])
    [(0.0, 1.25), (1.25, 1.0)]
    >>> shares([])
    []
    """
    exact = [Decimal(str(weight)) for weight in weights]
    if not sum(exact):
        exact = [Decimal(1)] * len(exact)
    total = sum(exact)
    slices, start, reached = [], 0.0, Decimal(0)
    for weight in exact:
        reached += weight
        end = float(reached / total)
        slices.append((start, end))
        start = end
    return slices


def allocate(amount: float, weights: list[float], rounding: float) -> list[float]:
    """Share `amount` out by `weights`, each share a multiple of `rounding`.

    The shares add up to `amount` to the last unit, whatever its sign; equal shares
    when all weights are 0.

    >>> allocate(100, [1, 1, 1], 0.01)
    [33.33, 33.34, 33.33]
    >>> allocate(-10, [3, 7], 0.01)
    [-3.0, -7.0]
    >>> allocate(1, [0, 0], 1)
    [1.0, 0.0]
    >>> allocate(5, [], 0.01)
    []
    """
    unit = Decimal(str(rounding))
    units = Decimal(str(amount)) / unit
    start, allocated = Decimal(0), []
    for _from, to in shares(weights):
        end = _whole(units * Decimal(str(to)))
        allocated.append(float((end - start) * unit))
        start = end
    return allocated


def _whole(value: Decimal) -> Decimal:
    """Round half away from zero, as currencies do."""
    return value.quantize(Decimal(1), rounding=ROUND_HALF_UP)
