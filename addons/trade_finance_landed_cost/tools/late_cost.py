"""Which deliveries a cost that came late belongs to.

Knows nothing of stock moves: receipts and deliveries are quantities. Goods leave first
in, first out.
"""


def take_last(
    deliveries: list[tuple[int, float]], skip: float, quantity: float
) -> list[tuple[int, float]]:
    """Return [(delivery, quantity)] of the goods that left before the last `skip`.

    :param deliveries: (id, quantity), the latest first
    :param skip: what left later, out of later receipts
    :param quantity: what has left of the receipt in question

    >>> take_last([(3, 2), (2, 5), (1, 4)], 0, 4)
    [(3, 2), (2, 2)]
    >>> take_last([(3, 2), (2, 5), (1, 4)], 4, 4)
    [(2, 3), (1, 1)]
    >>> take_last([(3, 2)], 0, 5)
    [(3, 2)]
    >>> take_last([(3, 2)], 0, 0), take_last([], 0, 1)
    ([], [])
    """
    taken = []
    for delivery, delivered in deliveries:
        passed = min(skip, delivered)
        part = min(delivered - passed, quantity)
        skip -= passed
        quantity -= part
        if part > 0:
            taken.append((delivery, part))
    return taken


def slices(
    quantity: float, remaining: float, parts: list[float]
) -> list[tuple[float, float]]:
    """Return the slice (from, to) of 0..1 of each part of a receipt that has left.

    What is still in stock comes first, so that the stock's part rounded to the cent is
    what the books capitalise, and the parts follow without a gap.

    >>> slices(10, 6, [3, 1])
    [(0.6, 0.9), (0.9, 1.0)]
    >>> slices(10, 0, [10])
    [(0.0, 1.0)]
    >>> slices(0, 0, [])
    []
    """
    reached, found = remaining, []
    for part in parts:
        found.append((reached / quantity, (reached + part) / quantity))
        reached += part
    return found
