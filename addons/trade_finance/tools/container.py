"""How many containers goods fill.

Volume and weight decide: whichever is reached first. Goods never fill a container to
the last corner, so a part of the volume is taken to be lost; the payload is a limit.
"""

import math
from typing import NamedTuple

TOLERANCE = 1e-6
"""A container too many for the noise of a sum of floats would cost thousands."""


class Capacity(NamedTuple):
    """What fits into a container."""

    volume: float
    """m3 inside"""
    payload: float
    """kg"""


CAPACITIES = {
    "20GP": Capacity(33.2, 28130),
    "40GP": Capacity(67.7, 28750),
    "40HC": Capacity(76.3, 28560),
}


def count(weight: float, volume: float, code: str, fill_percent: float = 100.0) -> int:
    """Return the number of containers for goods of `weight` and `volume`.

    :param weight: kg
    :param volume: m3
    :param code: a key of `CAPACITIES`
    :param fill_percent: how much of the volume inside is used

    >>> count(5000, 33.2, "20GP"), count(5000, 33.3, "20GP")
    (1, 2)
    >>> count(60000, 20, "20GP")
    3
    >>> count(5000, 30, "20GP", 85), count(5000, 61, "40HC", 80)
    (2, 1)
    >>> count(0, 0, "40HC"), count(1, 0, "40HC"), count(-5, -1, "40HC")
    (0, 1, 0)
    """
    capacity = CAPACITIES[code]
    share = max(
        volume / (capacity.volume * fill_percent / 100),
        weight / capacity.payload,
    )
    return max(0, math.ceil(share - TOLERANCE)) if share > 0 else 0
