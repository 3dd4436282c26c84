"""Programs of the machine that tests and pictures need: browser, PDF printer, fonts."""

import contextlib
import os
import shutil
import subprocess

from .say import SetupError, run, say, step

# program to look for -> Debian package
PROGRAMS = {"chromium": "chromium", "wkhtmltopdf": "wkhtmltopdf"}
CHINESE_FONT = "fonts-noto-cjk"
FIRST_PAGE = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--dump-dom",
    "about:blank",
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def browser():
    """Return the path of a Chromium or Chrome, or None."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def missing():
    packages = [] if browser() else [PROGRAMS["chromium"]]
    if not shutil.which("wkhtmltopdf"):
        packages.append(PROGRAMS["wkhtmltopdf"])
    if not has_chinese_font():
        packages.append(CHINESE_FONT)
    return packages


def has_chinese_font():
    if not shutil.which("fc-list"):
        return False
    listed = subprocess.run(
        ["fc-list", ":lang=zh-cn"], capture_output=True, text=True, check=False
    )
    return bool(listed.stdout.strip())


def bring():
    """Install what is missing where we may (root on Debian), otherwise say the command.

    :raise SetupError: something is missing and we may not install it.
    """
    packages = missing()
    if not packages:
        return
    command = f"apt-get install {' '.join(packages)}"
    if os.geteuid() or not shutil.which("apt-get"):
        raise SetupError(
            f"Tests and pictures need {', '.join(packages)}.", f"sudo {command}"
        )
    with step(f"System packages: {', '.join(packages)}"):
        network = "Check network and apt sources, or run it yourself: " + command
        run(
            ["apt-get", "-q", "update"], "apt-system", "apt-get update failed.", network
        )
        run(
            ["apt-get", "-q", "-y", "install", *packages],
            "apt-system",
            "The system packages cannot be installed.",
            network,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
        open_first_page()
    say()


def open_first_page():
    """Let a fresh browser do its slow first start outside a test's patience."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        subprocess.run(
            [browser(), *FIRST_PAGE], capture_output=True, check=False, timeout=60
        )
