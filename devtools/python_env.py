"""The virtual environment in .trade/venv: Odoo's libraries, tools, OCA's addon."""

import hashlib
import os
import shutil
import subprocess
import sys

from .paths import PYTHON, ROOT, STATE, VENV
from .say import SetupError, need_disk, run, step

REQUIREMENTS = ("requirements.txt", "requirements-dev.txt", "requirements-addons.txt")
SUPPORTED = ((3, 10), (3, 12))


def bring(odoo_folder):
    """Make or complete the environment; a finished one costs nothing.

    :raise SetupError: wrong Python, no venv module, packages not to be had.
    """
    wanted = fingerprint(odoo_folder)
    stamp = VENV / "complete"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    check_python()
    need_disk(STATE, 1, "The Python environment")
    with step("Python: environment and packages"):
        if not PYTHON.exists():
            create()
        install(odoo_folder)
    stamp.write_text(wanted)


def fingerprint(odoo_folder):
    text = str(odoo_folder) + str(VENV)
    text += "".join((ROOT / name).read_text() for name in REQUIREMENTS)
    return hashlib.sha256(text.encode()).hexdigest()


def check_python():
    low, high = SUPPORTED
    if not low <= sys.version_info[:2] <= high:
        raise SetupError(
            f"This is Python {sys.version.split()[0]}; the pinned packages have wheels "
            f"for {low[0]}.{low[1]} to {high[0]}.{high[1]}.",
            "Name another one: make demo PYTHON=python3.11",
        )


def create():
    shutil.rmtree(VENV, ignore_errors=True)
    VENV.parent.mkdir(parents=True, exist_ok=True)
    run(
        [sys.executable, "-m", "venv", VENV],
        "venv",
        "The virtual environment cannot be made.",
        "On Debian: apt-get install python3-venv",
    )


def install(odoo_folder):
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    network = "Check that pip reaches its index (pip config list, http_proxy)."
    run(
        [*pip, "-r", ROOT / "requirements-dev.txt"],
        "pip",
        "Python packages cannot be installed.",
        network,
    )
    name_odoo_to_pip(odoo_folder)
    run(
        [*pip, "-c", ROOT / "requirements.txt", "-r", ROOT / "requirements-addons.txt"],
        "pip-addons",
        "OCA's purchase_request cannot be installed.",
        network,
    )


def name_odoo_to_pip(odoo_folder):
    """Put Odoo on the path, and tell pip it is there: OCA's wheels depend on `odoo`."""
    site = subprocess.run(
        [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    with open(os.path.join(site, "odoo-19.pth"), "w") as file:
        file.write(f"{odoo_folder}\n")
    stub = os.path.join(site, "odoo-19.0.dist-info")
    os.makedirs(stub, exist_ok=True)
    with open(os.path.join(stub, "METADATA"), "w") as file:
        file.write("Metadata-Version: 2.1\nName: odoo\nVersion: 19.0\n")
    with open(os.path.join(stub, "RECORD"), "w") as file:
        file.write("")
