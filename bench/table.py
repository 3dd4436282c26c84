"""How results are printed."""

from typing import NamedTuple

from devtools.say import say


class Row(NamedTuple):
    """One comparison: two figures taken in the same run, and what must hold."""

    what: str
    base: str
    base_figure: object
    other: str
    other_figure: object
    ratio: float | None
    limit: str
    holds: bool | None
    """None: there is no limit, or nothing to measure yet."""
    peak_mb: int | None


VERDICTS = {True: "holds", False: "DOES NOT HOLD", None: "for information"}


def print_rows(rows):
    """Print and return the rows."""
    for row in rows:
        say(f"\n  {row.what}")
        say(f"    {row.base:<28} {figure(row.base_figure)}")
        say(f"    {row.other:<28} {figure(row.other_figure)}")
        words = [] if row.ratio is None else [f"ratio {row.ratio:.2f}"]
        words += [row.limit, VERDICTS[row.holds]]
        say("    " + ", ".join(word for word in words if word))
        if row.peak_mb:
            say(f"    peak memory of Odoo {row.peak_mb} MB")
    return rows


def figure(value):
    if isinstance(value, float):
        return f"{value:.4f} s"
    return str(value)
