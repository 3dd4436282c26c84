"""What the person at the terminal reads, and how a failure says what to do."""

import contextlib
import shutil
import subprocess
import sys
import time

from .paths import LOGS, STATE


class SetupError(Exception):
    """Something the person can mend: what went wrong, and what to do about it."""

    def __init__(self, what, todo):
        super().__init__(what)
        self.what, self.todo = what, todo


def say(text=""):
    print(text, flush=True)


@contextlib.contextmanager
def step(text):
    """Announce a step, then its seconds."""
    print(f"  ... {text}", flush=True)
    start = time.monotonic()
    yield
    print(f"   ok {text} ({time.monotonic() - start:.0f} s)", flush=True)


def run(command, log, what, todo, **options):
    """Run `command` with its output in .trade/logs/`log`.

    :raise SetupError: when it fails, with the last lines of its output.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    path = LOGS / f"{log}.log"
    with path.open("w") as file:
        done = subprocess.run(
            [str(word) for word in command],
            stdout=file,
            stderr=subprocess.STDOUT,
            check=False,
            **options,
        )
    text = path.read_text(errors="replace")
    if done.returncode:
        tail = "\n".join(f"    {line}" for line in text.splitlines()[-12:])
        raise SetupError(f"{what} (full log: {path})\n{tail}", todo)
    return text


def need_disk(folder, gigabytes, what):
    """Refuse to start what would fill the disk."""
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free / 1e9
    if free < gigabytes:
        raise SetupError(
            f"{what} needs about {gigabytes} GB, {folder} has {free:.1f} GB free.",
            "Free some space, or set XDG_CACHE_HOME to a folder on a larger disk.",
        )


def report(trouble):
    """Print a failure the way every command does: what, then what to do."""
    print(f"\n  !! {trouble.what}\n     What to do: {trouble.todo}", file=sys.stderr)
    if STATE.exists():
        print("     Then call the same command again; it goes on where it stopped.")
