"""Brings Odoo 19 Community: an existing one (variable ODOO), or Debian's package.

Debian builds Odoo 19 for its suite `sid`; the package is pure Python, so it is only
unpacked, never installed. Mirror and trust come from the machine's own apt
configuration, whose sources stay untouched.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

from .paths import CACHE
from .say import SetupError, need_disk, run, say, step

VERSION = "19.0"
HOME = CACHE / "odoo-19.0"
PACKAGES = HOME / "usr" / "lib" / "python3" / "dist-packages"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
FROM_SID = (
    "odoo-19",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-glyphicons-halflings",
    "fonts-ocr-b",
)
# sid's Font Awesome is version 7; Odoo's style sheets need the 4.7 of Debian 12.
FROM_BOOKWORM = ("fonts-font-awesome", "fonts-inconsolata")
# Debian takes this script out of its package; without it every page of the web client
# logs an error, and a browser tour stops at the first one.
SELFIE = "@mediapipe/selfie_segmentation@0.1.1675465747"
SELFIE_FILE = "selfie_segmentation.js"
OR_OWN = (
    "Or point the variable ODOO at an Odoo 19 you have (a checkout, or the folder "
    "that holds the package `odoo`): make demo ODOO=/path/to/odoo"
)


def bring():
    """Return the folder to put on Python's path so that `import odoo` is Odoo 19.

    :raise SetupError: wrong version, no apt, no network, no disk.
    """
    own = os.environ.get("ODOO")
    if own:
        return check_version(Path(own).expanduser().resolve())
    if not (HOME / "complete").exists():
        unpack_debian_package()
    return check_version(PACKAGES)


def check_version(folder):
    release = folder / "odoo" / "release.py"
    if not release.exists():
        raise SetupError(
            f"There is no Odoo in {folder} (no odoo/release.py).",
            "Give the folder that holds the Python package `odoo`.",
        )
    found = re.search(r"version_info = \((\d+), (\d+)", release.read_text())
    version = ".".join(found.groups()) if found else "unknown"
    if version != VERSION:
        raise SetupError(
            f"{folder} is Odoo {version}; the suite is written for {VERSION}.",
            "Point ODOO at an Odoo 19.0, or leave it out to download one.",
        )
    return folder


def unpack_debian_package():
    if not (shutil.which("apt-get") and shutil.which("dpkg") and KEYRING.exists()):
        raise SetupError(
            "Odoo is downloaded as a Debian package, and this is no Debian machine.",
            OR_OWN,
        )
    need_disk(CACHE, 4, "Odoo with its translations")
    shutil.rmtree(HOME, ignore_errors=True)
    packages = CACHE / "packages"
    packages.mkdir(parents=True, exist_ok=True)
    with step("Odoo 19: downloading Debian's package (about 130 MB)"):
        download(packages)
    with step("Odoo 19: unpacking (1.3 GB)"):
        for package in sorted(packages.glob("*.deb")):
            subprocess.run(["dpkg", "-x", package, HOME], check=True)
        add_selfie_script(packages)
    links = (path for path in HOME.rglob("*") if path.is_symlink())
    broken = [path for path in links if not path.exists()]
    if broken:
        raise SetupError(
            f"The unpacked Odoo has {len(broken)} broken links, first {broken[0]}.",
            "Debian's package has changed; please report it. " + OR_OWN,
        )
    shutil.rmtree(packages)
    (HOME / "complete").touch()


def download(folder):
    apt = private_apt(folder)
    network = "Check the network and the proxy (http_proxy). " + OR_OWN
    run([*apt, "update"], "apt-update", "Debian's lists cannot be read.", network)
    wanted = [f"{name}/sid" for name in FROM_SID]
    wanted += [f"{name}/bookworm" for name in FROM_BOOKWORM]
    run(
        [*apt, "download", *wanted],
        "apt-download",
        "Debian's packages cannot be downloaded.",
        network,
        cwd=folder,
    )


def private_apt(folder):
    """Return the start of an apt-get call with its own sources and its own lists."""
    for name in ("etc", "lists/partial", "cache/archives/partial"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "etc" / "debian.sources").write_text(
        f"Types: deb\nURIs: {mirror()}\nSuites: sid bookworm\nComponents: main\n"
        f"Signed-By: {KEYRING}\n"
    )
    options = {
        "Dir::Etc::SourceList": "/dev/null",
        "Dir::Etc::SourceParts": folder / "etc",
        "Dir::State::Lists": folder / "lists",
        "Dir::Cache": folder / "cache",
        "APT::Sandbox::User": "",
        "Acquire::Languages": "none",
    }
    words = ["apt-get", "-q"]
    for key, value in options.items():
        words += ["-o", f"{key}={value}"]
    return words


def mirror():
    """Return the address of Debian's archive this machine is configured with."""
    lines = subprocess.run(
        [
            "apt-get",
            "indextargets",
            "--format",
            "$(ORIGIN)|$(CODENAME)|$(REPO_URI)",
            "Created-By: Packages",
        ],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.splitlines()
    targets = [line.split("|", 2) for line in lines if line.count("|") >= 2]
    # Without downloaded lists apt does not know the origin yet; the address tells.
    addresses = [
        address
        for origin, codename, address in targets
        if origin in ("Debian", "")
        and "-" not in codename
        and "security" not in address
        and "debian" in address
    ]
    if not addresses:
        # apt lists nothing before its first update; its sources say it all the same.
        addresses = addresses_in(apt_sources())
    if not addresses:
        raise SetupError(
            "This machine's apt has no Debian archive configured.",
            "Add one to /etc/apt/sources.list. " + OR_OWN,
        )
    return addresses[0]


def apt_sources():
    """Return the text of apt's sources, both of its formats."""
    folder = Path("/etc/apt")
    paths = [folder / "sources.list", *sorted(folder.glob("sources.list.d/*"))]
    return "\n".join(path.read_text() for path in paths if path.is_file())


def addresses_in(sources):
    """Return the addresses of Debian archives in the text of apt's sources."""
    found = re.findall(r"(?m)^(?:deb\s+(?:\[[^\]]*\]\s+)?|URIs:\s*)(\S+)", sources)
    return [
        address
        for address in found
        if "debian" in address and "security" not in address
    ]


def add_selfie_script(folder):
    target = PACKAGES / "odoo/addons/mail/static/lib/selfie_segmentation" / SELFIE_FILE
    if target.exists():
        return
    if not shutil.which("npm"):
        say("      npm is missing: browser tours will report a missing script.")
        return
    run(
        ["npm", "pack", "--silent", "--cache", folder / "npm", SELFIE],
        "npm-pack",
        "A script of Odoo's web client cannot be downloaded.",
        "Check that npm reaches its registry.",
        cwd=folder,
    )
    archive = next(folder.glob("mediapipe-*.tgz"))
    shutil.unpack_archive(archive, folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(folder / "package" / SELFIE_FILE, target)
