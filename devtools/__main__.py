"""Called by the Makefile: python3 -m devtools COMMAND [ARGUMENTS]."""

import os
import shutil
import sys

from . import odoo_source, python_env
from .paths import CACHE, PYTHON, ROOT, STATE
from .say import SetupError, report, say

INSIDE = "TRADE_DEVTOOLS_INSIDE"


def setup():
    """Bring Odoo and the environment, then go on inside that environment."""
    STATE.mkdir(exist_ok=True)
    python_env.bring(odoo_source.bring())


def reenter(arguments):
    environment = {**os.environ, INSIDE: "1"}
    words = [str(PYTHON), "-m", "devtools", *arguments]
    os.execve(words[0], words, environment)


def clean():
    if PYTHON.exists() and not os.environ.get(INSIDE):
        reenter(["clean"])
    if PYTHON.exists():
        from . import databases, demo, postgres

        demo.stop()
        if databases.REGISTER.exists() and postgres.own_server():
            databases.drop_all()
        postgres.stop_embedded()
    shutil.rmtree(STATE, ignore_errors=True)
    shutil.rmtree(CACHE, ignore_errors=True)
    say(f"  Removed {STATE} and {CACHE}. make demo starts afresh.")


def inside(command, arguments):
    """Run a command that needs the environment."""
    from . import demo, postgres, testing

    if command == "demo":
        demo.demo()
    elif command == "stop":
        demo.stop()
        postgres.stop_embedded()
        say("  Stopped. make demo starts it again in seconds.")
    else:
        return testing.COMMANDS[command](arguments)
    return 0


def main(arguments):
    os.chdir(ROOT)
    command, *rest = arguments or ["help"]
    try:
        if command == "clean":
            return clean()
        if command == "stop" and not PYTHON.exists():
            return say("  Nothing was set up here, so nothing runs.")
        if not os.environ.get(INSIDE):
            setup()
            reenter(arguments)
        return inside(command, rest)
    except SetupError as trouble:
        report(trouble)
        return 1
    except KeyboardInterrupt:
        say("\n  Stopped by you. Call the same command again; it goes on from here.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
