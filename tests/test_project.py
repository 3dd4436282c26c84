"""What must hold of the files of the project, without any database."""

import re
import subprocess

import pytest

from devtools.paths import ROOT, addons


def project_files():
    """Return the project's files: what git knows, or all where there is no checkout."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        return listed.stdout.splitlines()
    made = {".trade", ".git", "__pycache__", ".ruff_cache"}
    paths = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return [str(path) for path in paths if not made & set(path.parts)]


TRACKED = [name for name in project_files() if (ROOT / name).is_file()]
TEXT = [
    name
    for name in TRACKED
    if name.endswith((".py", ".xml", ".md", ".toml", ".txt", ".conf", ".js", ".csv"))
    or name in ("Makefile", ".ci/run")
]


def test_no_models_file_is_longer_than_300_lines():
    long = [
        name
        for name in TRACKED
        if name.endswith(".py")
        and "/tests/" not in name
        and len((ROOT / name).read_text().splitlines()) > 300
    ]
    assert not long


def test_no_package_registry_and_no_path_of_a_machine_is_named():
    registry = re.compile(
        r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian\.org|/root/|/home/\w+/"
    )
    here = "tests/test_project.py"
    guilty = [
        name
        for name in TEXT
        if name != here and registry.search((ROOT / name).read_text(errors="replace"))
    ]
    assert not guilty


@pytest.mark.parametrize("addon", addons())
def test_every_addon_says_what_it_is(addon):
    readme = ROOT / "addons" / addon / "README.md"
    assert len(readme.read_text().splitlines()) >= 15


@pytest.mark.parametrize("addon", addons())
def test_tools_are_plain_python(addon):
    """Arithmetic that knows no record can be read, doctested and trusted alone."""
    for path in (ROOT / "addons" / addon / "tools").glob("*.py"):
        assert not re.search(r"^\s*(from|import) odoo\b", path.read_text(), re.M), path
