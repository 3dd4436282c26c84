"""make bench-finance: fill a database, check it, measure, say what holds."""

import os
import platform
import time

from devtools import databases
from devtools.say import SetupError, say, step

from . import process, reminders_run
from .table import Row, print_rows

SMALL = 1000
TURNS = 3
READERS = (
    ("superuser", None),
    ("sees all orders, with costs", "manager"),
    ("own orders, with costs", "seller"),
    ("own orders, no unit costs", "seller1"),
)


def bench(size, keep=False):
    """Run all measures at `size` orders and instalments; return 0 when all hold.

    :param keep: leave the databases, to look into
    """
    if size < SMALL:
        raise SetupError(
            f"SIZE={size} is too small to compare with {SMALL} orders.",
            f"Choose at least SIZE={SMALL}, e.g. make bench-finance SIZE=5000.",
        )
    say(introduction(size))
    suite = databases.ensure_suite()
    begin = time.monotonic()
    rows = []
    with database(suite, "bench_orders", keep) as name:
        rows += orders(name, size)
    with database(suite, "bench_due", keep) as name:
        rows += print_rows(reminders_run.measure(name, size))
    say(f"\n  {time.monotonic() - begin:.0f} s in all.")
    return int(any(row.holds is False for row in rows))


def introduction(size):
    return (
        f"\n  make bench-finance SIZE={size}\n"
        f"  {os.cpu_count()} processors, {platform.machine()}, "
        f"Python {platform.python_version()}, load now {os.getloadavg()[0]:.1f}: other "
        "programs on\n  the machine change the seconds, less so the ratios (both "
        "sides ran in this run).\n"
    )


def database(suite, label, keep):
    """Give a copy of the suite's database, dropped afterwards unless `keep`."""
    if keep:
        return databases.kept_copy(suite, label)
    return databases.copied(suite, label)


def orders(name, size):
    """Fill in two steps; measure the tab in both, the pivot in the last."""
    made = process.run(name, "templates", "make")["result"]
    filler = Filler(name, made, size)
    with step(f"{SMALL} orders"):
        filler.fill(SMALL)
    with databases.copied(name, "bench_small") as small:
        with step(f"{size} orders"):
            filler.fill(size)
        with step("50 orders computed again by the ORM, to compare"):
            check(name)
        with step("Profit tab"):
            rows = print_rows(compare_tabs(*tabs(small, name)))
    with step("Profit pivot"):
        found = pivots(name)
    return rows + print_rows(found)


def tabs(*names):
    """Measure the tab in each database, in turns: return the fastest of each.

    In turns, so that other programs on the machine disturb all of them alike.
    """
    turns = [
        [process.run(name, "profit_tab", "measure") for name in names]
        for _turn in range(TURNS)
    ]
    return [
        min(runs, key=lambda run: run["result"]["seconds"])
        for runs in zip(*turns, strict=True)
    ]


class Filler:
    """Clones templates until there are so many orders."""

    def __init__(self, database, made, size):
        self.database, self.made = database, made
        self.next = 1
        self.customers = max(2, size // made["orders"] // 50)

    def fill(self, size):
        last = -(-size // self.made["orders"])
        if last > self.next:
            process.run(
                self.database,
                "clone",
                "fill",
                ranges=self.made["ranges"],
                first=self.next,
                last=last,
                customers=self.customers,
            )
            self.next = last
        databases.vacuum(self.database)


def check(name):
    """Stop when a clone is not what the ORM would have written."""
    found = process.run(name, "check", "sample")["result"]
    if found["different"]:
        lines = "\n".join(f"    {line}" for line in found["different"][:10])
        raise SetupError(
            f"Clones are not what the ORM computes:\n{lines}",
            "Mend bench/clone.py or bench/templates.py; measures would mean nothing.",
        )


def compare_tabs(small, large):
    """Return the rows of measure 2."""
    peak, small, large = large["peak_mb"], small["result"], large["result"]
    ratio = large["seconds"] / small["seconds"]
    return [
        Row(
            "Profit tab of one order: seconds",
            f"{small['orders']} orders",
            small["seconds"],
            f"{large['orders']} orders",
            large["seconds"],
            ratio,
            "at most 1.5",
            ratio <= 1.5,
            peak,
        ),
        Row(
            "Profit tab of one order: queries",
            f"{small['orders']} orders",
            small["queries"],
            f"{large['orders']} orders",
            large["queries"],
            None,
            "the same",
            small["queries"] == large["queries"],
            peak,
        ),
    ]


def pivots(name):
    """Return the rows of measure 1, one per kind of reader."""
    rows = []
    for who, login in READERS:
        done = process.run(name, "pivot", "measure", login=login)
        found = done["result"]
        if found["different"]:
            raise SetupError(
                "The hand-written SQL and the pivot differ:\n    "
                + "\n    ".join(found["different"]),
                "Mend bench/pivot.sql, or a source in addons/trade_finance/report.",
            )
        for label in ("orm", "screen"):
            ratio = found[label] / found["sql"]
            rows.append(
                Row(
                    f"Profit by month and customer, {who}",
                    "SQL by hand",
                    found["sql"],
                    {"orm": "_read_group", "screen": "as the web client"}[label],
                    found[label],
                    ratio,
                    "at most 3",
                    ratio <= 3,
                    done["peak_mb"],
                )
            )
    return rows
