"""Measure 3: the reminder run against OCA's account_credit_control."""

import os
import signal
import subprocess
import time

from devtools import databases
from devtools.paths import PYTHON, ROOT
from devtools.say import run, say, step

from . import process
from .table import Row

PACKAGE = "odoo-addon-account-credit-control==19.0.*"
MODULE = "account_credit_control"
SHARE = 50
"""One instalment of so many matches: 2,000 of 100,000."""


def measure(name, size):
    """Fill `name` with open instalments; return the rows of measure 3."""
    found = fill(name, size)
    with databases.copied(name, "bench_oca") as copy:
        peer = run_peer(copy)
    say(f"    OCA: {peer['result']}")
    with databases.copied(name, "bench_reminder") as copy:
        is_there = process.run(copy, "reminder", "prepare")["result"]
        if not is_there:
            say("  trade.reminder is not installed: only the peer was measured.")
            return [missing(found, peer)]
        with databases.copied(copy, "bench_kill") as other:
            killed = run_and_kill(other)
        own = run_own(copy)
    return compare(found, peer, own) + after(found, own, killed)


def fill(name, size):
    from .finance import Filler

    with step(f"{size} open instalments"):
        made = process.run(name, "due", "make")["result"]
        Filler(name, made, size).fill(size)
        matching = max(size // SHARE, 1)
        found = process.run(name, "due", "spread", matching=matching)["result"]
        databases.vacuum(name)
    return found


# == The peer ==


def run_peer(copy):
    """Install OCA's addon in the copy only, run it, return what it took."""
    bring_peer()
    with step(f"OCA {MODULE}: installing and running"):
        command = [PYTHON, "-m", "odoo", *process.options(copy)]
        run(
            [*command, "--stop-after-init", "-i", MODULE],
            "bench-oca",
            "OCA's addon cannot be installed in the bench's database.",
            "Read the log.",
            cwd=ROOT,
        )
        return process.run(copy, "credit_control", "run")


def bring_peer():
    """Put OCA's addon (AGPL: for this comparison only) into a folder of its own."""
    if (process.EXTRA_ADDONS / "odoo" / "addons" / MODULE).is_dir():
        return
    with step(f"Package {PACKAGE}"):
        pip = [PYTHON, "-m", "pip", "install", "--quiet", "--no-deps", "--no-compile"]
        run(
            [*pip, "--target", process.EXTRA_ADDONS, PACKAGE],
            "bench-pip",
            "The peer to compare with cannot be installed.",
            "Check that pip reaches its index (pip config list, http_proxy).",
        )


def missing(found, peer):
    return Row(
        f"Reminder run, {found['matching']} of {found['open']} open instalments",
        "OCA: lines",
        peer["result"]["lines"],
        "trade.reminder",
        "is not installed",
        None,
        "at least 20 times faster",
        None,
        peer["peak_mb"],
    )


# == The suite ==


def run_own(copy):
    """Run twice; return both runs and what they left."""
    with step("Reminders: run, and run again"):
        first = process.run(copy, "reminder", "run")
        second = process.run(copy, "reminder", "run")
        count = process.run(copy, "reminder", "count")["result"]
    return {"first": first, "second": second, "count": count}


def run_and_kill(copy):
    """Kill a run after its first committed reminders, run again, count.

    A run that commits nothing before its end is killed after two seconds of work.
    """
    with step("Reminders: a run killed half-way, and a further one"):
        words = process.command(copy, "reminder", "run")
        process_group = subprocess.Popen(
            words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        left = wait_for_rows(copy, process_group)
        os.kill(process_group.pid, signal.SIGKILL)
        process_group.wait()
        process.run(copy, "reminder", "run")
        count = process.run(copy, "reminder", "count")["result"]
    return {"before": left, **count}


def wait_for_rows(copy, running, seconds=120):
    """Wait until the run has committed something or ended; return how many rows."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and running.poll() is None:
        rows = databases.count_rows(copy, "trade_reminder")
        if rows:
            return rows
        time.sleep(0.02)
    return databases.count_rows(copy, "trade_reminder")


# == What must hold ==


def compare(found, peer, own):
    """Return the rows of the seconds: all of the suite's run, and what OCA's does too.

    OCA's run leaves lines and letters; the suite's also an activity for each letter.
    """
    result = own["first"]["result"]
    theirs = sum(peer["result"][name] for name in ("lines", "ready", "letters"))
    what = f"Reminder run, {found['matching']} of {found['open']} open instalments"
    return [
        Row(
            what,
            "OCA: lines and letters",
            theirs,
            other,
            seconds,
            theirs / seconds,
            "at least 20 times faster",
            theirs / seconds >= 20,
            own["first"]["peak_mb"],
        )
        for other, seconds in (
            ("suite: reminders and letters", result["run"] - result["activities"]),
            ("suite: activities as well", result["run"]),
        )
    ]


def after(found, own, killed):
    """Return the rows of the second run and of the killed one."""
    wanted = found["matching"]
    second = own["second"]["result"]["made"]
    complete = {"reminders": wanted, "instalments": wanted}
    is_complete = all(killed[name] == wanted for name in complete)
    return [
        Row(
            "Reminder run again on the same day",
            "first run made",
            own["first"]["result"]["made"],
            "second run made",
            second,
            None,
            "nothing",
            second == 0 and own["count"]["reminders"] == wanted,
            own["second"]["peak_mb"],
        ),
        Row(
            "Reminder run killed (SIGKILL) and started again",
            "committed when killed",
            killed["before"],
            "after the further run",
            {name: killed[name] for name in ("reminders", "instalments", "activities")},
            None,
            f"each of {wanted} once",
            is_complete,
            None,
        ),
    ]
