"""Linters find nothing: ruff, pylint-odoo, OCA's hooks, and Odoo's own test_lint."""

import re
import subprocess

import pytest

from devtools import databases, testing
from devtools.paths import PYTHON, ROOT

OWN_LINT = (
    "/test_lint,-/test_lint:TestPyLint"
    ",-/test_lint:TestJsTranslations,-/test_lint:TestESLint"
)


# A docstring of OCA's addon, which we depend on and do not change.
NOT_OURS = "module='purchase_request'"


@pytest.mark.parametrize(
    "words",
    testing.lint_commands(),
    ids=lambda words: "-".join([words[0].rpartition("/")[2], words[1]])[:30],
)
def test_linter_finds_nothing(words):
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_odoos_own_lint_finds_nothing():
    """The first two left out scan all of Odoo, the last wants node tools."""
    with databases.copied(databases.ensure_suite(), "lint") as name:
        options = databases.odoo_options(name)
        command = [PYTHON, "-m", "odoo", *options, "-i", "test_lint", "--no-http"]
        command += ["--test-tags", OWN_LINT, "--stop-after-init", "--log-level=info"]
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, check=False
        )
    text = done.stdout + done.stderr
    ran = re.search(r"of (\d+) tests", text)
    assert ran and int(ran.group(1)) > 15, text[-3000:]
    found = re.findall(r"(?:ERROR|FAIL): (?:Subtest )?(Test.*)", text)
    assert not [line for line in found if NOT_OURS not in line], text[-6000:]
