"""Fixtures of the tests that look at the suite from outside an Odoo transaction."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from devtools import databases  # noqa: E402
from devtools.paths import PYTHON  # noqa: E402


@pytest.fixture(scope="session")
def suite_copy():
    """A throw-away database with the six addons, for what must really commit."""
    with databases.copied(databases.ensure_suite(), "outside") as name:
        yield name


@pytest.fixture(scope="session")
def odoo_shell():
    """Run a script in `odoo shell` on a database; return what it printed."""

    def run(database, script):
        options = databases.odoo_options(database)
        done = subprocess.run(
            [PYTHON, "-m", "odoo", "shell", *options, "--no-http", "--log-level=error"],
            input=script,
            capture_output=True,
            text=True,
            cwd=ROOT,
            check=False,
        )
        assert done.returncode == 0 and "Traceback" not in done.stderr, (
            done.stdout + done.stderr
        )
        return done.stdout

    return run
