"""make demo, make stop: the demo company on a server of its own."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

from . import databases
from .paths import LOGS, PYTHON, ROOT, STATE
from .say import SetupError, need_disk, say, step

RUNNING = STATE / "demo.json"
FIRST_PORT = 8069


def demo():
    """Install the demo company once, start the server, say what to look at."""
    name = ensure_demo_database()
    port = running_port()
    if not port:
        port = start(name)
    say(welcome(port))


def ensure_demo_database():
    name = databases.name_of("demo")
    databases.ensure_own(name)
    state = databases.suite_state()
    known = databases.register().get(name)
    if known == state and databases.exists(name):
        return name
    stop()
    if known and databases.exists(name) and known.get("core") == state["core"]:
        changed = [module for module in state if known.get(module) != state[module]]
        with step(f"Odoo: upgrading {', '.join(changed)}"):
            install(name, "-u", ",".join(changed))
    else:
        need_disk(STATE, 2, "The demo database")
        databases.drop(name)
        with step("Odoo: installing the suite with its demo company (3 to 6 minutes)"):
            databases.remember(name, {"being made": True})
            install(
                name, "-i", databases.DEMO_ADDON, "--with-demo", *databases.LANGUAGES
            )
    databases.remember(name, state)
    return name


def install(name, *arguments):
    text = databases.odoo(
        name,
        *arguments,
        log="install-demo",
        what="The demo company cannot be installed.",
    )
    if "demo data failed to install" in text:
        raise SetupError(
            f"The demo company could not be loaded (log: {LOGS}/install-demo.log).",
            "make clean, then make demo; if it happens again, report the log.",
        )


# == the server ==


def running_port():
    """Return the port of the running demo server, or None."""
    if not RUNNING.exists():
        return None
    entry = json.loads(RUNNING.read_text())
    return entry["port"] if is_ours(entry["pid"]) else None


def is_ours(pid):
    """Tell whether process `pid` is a demo server of this checkout."""
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            command = file.read().decode(errors="replace")
    except OSError:
        return False
    return databases.name_of("demo") in command and str(STATE) in command


def start(name):
    port = choose_port()
    LOGS.mkdir(parents=True, exist_ok=True)
    command = [str(PYTHON), "-m", "odoo", *databases.odoo_options(name)]
    command += ["--db-filter", f"^{name}$", "--http-port", str(port)]
    command += ["--max-cron-threads", "1"]
    with step("Server: starting"):
        with (LOGS / "demo-server.log").open("w") as log:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        RUNNING.write_text(json.dumps({"pid": process.pid, "port": port}))
        wait_until_it_answers(process, port)
    return port


def choose_port():
    """Return PORT when given and free, otherwise the first free one from 8069.

    :raise SetupError: the port that was asked for is taken.
    """
    asked = os.environ.get("PORT")
    if asked and not (asked.isdigit() and is_free(int(asked))):
        raise SetupError(
            f"Port {asked} is taken or is no port.",
            "Choose another, make demo PORT=8100, or leave PORT out to have one found.",
        )
    if asked:
        return int(asked)
    return next(port for port in range(FIRST_PORT, 65535) if is_free(port))


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return False
    return True


def wait_until_it_answers(process, port, seconds=120):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/web/login", timeout=10)
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise SetupError(
        "The server does not answer.",
        f"Read {LOGS / 'demo-server.log'}, then make stop and make demo.",
    )


def stop():
    """Stop the demo server if it runs."""
    if RUNNING.exists():
        pid = json.loads(RUNNING.read_text())["pid"]
        if is_ours(pid):
            os.kill(pid, signal.SIGTERM)
            for _wait in range(100):
                if not is_ours(pid):
                    break
                time.sleep(0.1)
            else:
                os.kill(pid, signal.SIGKILL)
        RUNNING.unlink()


def welcome(port):
    return f"""
  The demo company is at   http://127.0.0.1:{port}
  Log in as                admin / admin  (sees all)

  See docs/tour.md for a walk of ten minutes; the people to try are listed there.
  make stop ends the server, make test runs the tests, make clean undoes everything.
"""
