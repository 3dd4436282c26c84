"""300 random histories in two companies tie to their ledgers after each step.

Each company's histories are played by a process of its own on a copy of the suite's
database, so that both cores work. `TRADE_LEDGER_SEQUENCES` plays another number.
"""

import json
import os
import re
import subprocess

import pytest

from devtools import databases
from devtools.paths import PYTHON, ROOT

SEQUENCES = int(os.environ.get("TRADE_LEDGER_SEQUENCES") or 300)
COMPANIES = ("CNY", "EUR")
PLAY = """
import json
from odoo.addons.trade_base.tests.common import QUIET_MAIL
from odoo.addons.trade_finance.tests.ledger import Ledger, play

env = env(context={**env.context, **QUIET_MAIL})
played = play(env, "%s", range(%d, %d))
print("PLAYED", json.dumps({"counts": played, "skipped": Ledger.skipped(env),
                            "steps": Ledger.steps()}))
"""


@pytest.fixture(scope="module")
def played():
    """Play the histories of both companies at once; return what each process said."""
    half = (SEQUENCES + 1) // 2
    processes, outputs = {}, {}
    suite = databases.ensure_suite()
    with (
        databases.copied(suite, "ledger_cny") as first,
        databases.copied(suite, "ledger_eur") as second,
    ):
        for number, name in enumerate((first, second)):
            script = PLAY % (COMPANIES[number], number * half, (number + 1) * half)
            processes[COMPANIES[number]] = start(name, script)
        for currency, process in processes.items():
            outputs[currency] = process.communicate(timeout=1800)[0]
    return {currency: read(output) for currency, output in outputs.items()}


def start(database, script):
    options = [str(option) for option in databases.odoo_options(database)]
    process = subprocess.Popen(
        [PYTHON, "-m", "odoo", "shell", *options, "--no-http", "--log-level=error"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
    )
    process.stdin.write(script)
    process.stdin.close()
    process.stdin = None
    return process


def read(output):
    """Return what a process said it played, or its error."""
    found = re.search(r"PLAYED (.*)", output)
    return json.loads(found.group(1)) if found else {"error": output[-4000:]}


@pytest.mark.parametrize("currency", COMPANIES)
def test_every_step_of_every_history_ties(played, currency):
    assert "error" not in played[currency], played[currency]["error"]
    assert played[currency]["counts"]["sequences"] == (SEQUENCES + 1) // 2


def test_every_kind_of_step_was_taken(played):
    """None is left out but those whose model is missing, with the reason."""
    for currency in COMPANIES:
        said = played[currency]
        reasons = said["skipped"].values()
        assert all("is not installed" in reason for reason in reasons), said["skipped"]
        if SEQUENCES >= 300:
            missing = {*said["steps"]} - {*said["skipped"]} - {*said["counts"]}
            assert not missing, missing


def test_the_companies_books_were_compared_in_most_steps(played):
    """Where a claim met documents in part, only orders are compared, not the sum."""
    for currency in COMPANIES:
        counts, steps = played[currency]["counts"], played[currency]["steps"]
        taken = sum(counts.get(step, 0) for step in steps)
        assert counts["books compared"] >= 0.5 * taken, counts
        assert counts["bank compared"] >= 0.3 * taken, counts
