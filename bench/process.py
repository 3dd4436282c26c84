"""Starts the phases of a bench, each in an Odoo process of its own."""

import json
import subprocess

from devtools import databases
from devtools.paths import LOGS, PYTHON, ROOT, STATE
from devtools.say import SetupError

from .inside import MARK

EXTRA_ADDONS = STATE / "bench-addons"
"""Where a peer's addons are installed to, out of the product's way."""


def command(database, module, function, **arguments):
    """Return the words that call ``bench.<module>.<function>(env, **arguments)``."""
    words = [PYTHON, "-m", "bench.inside", f"bench.{module}", function]
    return [*map(str, words), json.dumps(arguments), *options(database)]


def options(database):
    """Return Odoo's options; the peer's addons are on the path where there are any."""
    peer = EXTRA_ADDONS / "odoo" / "addons"
    found = databases.odoo_options(database)
    if peer.is_dir():
        found = [
            f"{word},{peer}" if word.startswith("--addons-path=") else word
            for word in found
        ]
    return [*found, "--no-http", "--log-level=error", "--max-cron-threads=0"]


def run(database, module, function, **arguments):
    """Run a phase; return ``{"result": …, "seconds": …, "peak_mb": …}``.

    :raise SetupError: when it fails, with where its log is
    """
    words = command(database, module, function, **arguments)
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    for line in done.stdout.splitlines():
        if line.startswith(MARK) and done.returncode == 0:
            return json.loads(line.removeprefix(MARK))
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / "bench.log"
    log.write_text(done.stdout + done.stderr)
    tail = "\n".join(f"    {line}" for line in done.stderr.splitlines()[-12:])
    raise SetupError(
        f"The bench's phase {module}.{function} failed (full log: {log})\n{tail}",
        "Read the log; KEEP=1 keeps the database to look into.",
    )
