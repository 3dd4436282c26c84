"""What a list of shipment events says about where the goods are.

Events are only ever added. One that was wrong is taken back by a later one that points
to it, so what holds now is read from all of them, in whatever order they came in.
Nothing here knows of records, clocks or time zones.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

EXPECTED = ("PLN", "EST")
ACTUAL = ("ACT",)

#: The actual event that opens each stage, the farthest first.
STAGE_OF_EVENT = (
    ("DROP", "delivered"),
    ("ARRI", "arrived"),
    ("DEPA", "departed"),
    ("CONF", "booked"),
)


class Event(NamedTuple):
    """One event: `at` is the local date at the place, `reported` when it was said."""

    id: int
    code: str
    classifier: str
    at: date
    reported: datetime
    retracts: int | None = None


def live(events: Iterable[Event]) -> list[Event]:
    """Return the events that still hold: neither retracted nor retractions.

    A retraction may itself be retracted; what it took back then holds again. It always
    has a higher id than the event it points to.

    >>> now = datetime(2026, 3, 1)
    >>> def event(id, retracts=None):
    ...     return Event(id, "ARRI", "EST", date(2026, 4, id), now, retracts)
    >>> [e.id for e in live([event(1), event(2), event(3, 2)])]
    [1]
    >>> [e.id for e in live([event(4, 3), event(3, 2), event(2)])]
    [2]
    >>> live([])
    []
    """
    dead: set[int] = set()
    holding = []
    for event in sorted(events, key=lambda event: event.id, reverse=True):
        if event.id in dead:
            continue
        if event.retracts:
            dead.add(event.retracts)
        else:
            holding.append(event)
    return holding[::-1]


def latest(
    events: Iterable[Event], code: str, classifiers: tuple[str, ...]
) -> Event | None:
    """Return the event of `code` that was reported last, or None.

    The last word counts, not the last arrival in the system: a file that is read late
    does not undo what a newer one said.

    >>> late = Event(1, "ARRI", "EST", date(2026, 4, 9), datetime(2026, 3, 9))
    >>> read_after = Event(2, "ARRI", "PLN", date(2026, 4, 5), datetime(2026, 3, 1))
    >>> latest([late, read_after], "ARRI", EXPECTED).at
    datetime.date(2026, 4, 9)
    >>> latest([late], "DEPA", EXPECTED) is None
    True
    """
    said = [e for e in events if e.code == code and e.classifier in classifiers]
    return max(said, key=lambda event: (event.reported, event.id), default=None)


def stage(events: Iterable[Event]) -> str:
    """Return the stage that the actual events among live `events` have reached.

    >>> stage([])
    'requested'
    >>> said = datetime(2026, 3, 1)
    >>> stage([Event(1, "CONF", "ACT", said.date(), said),
    ...        Event(2, "DEPA", "EST", said.date(), said)])
    'booked'
    """
    happened = {event.code for event in events if event.classifier in ACTUAL}
    return next(
        (name for code, name in STAGE_OF_EVENT if code in happened), "requested"
    )
