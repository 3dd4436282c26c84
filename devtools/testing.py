"""make test, core-tests, lint, translations, pictures, bench-finance."""

import os
import subprocess
from pathlib import Path

from . import databases, machine, translations
from .paths import PYTHON, ROOT, STATE, SUITE, addons
from .say import SetupError, say, step

CORE_TESTED = (
    "sale_margin",
    "sale_stock",
    "purchase_stock",
    "stock_account",
    "sale_purchase_stock",
    "stock_delivery",
    "sale_crm",
)


def test(arguments):
    """Run the tests named by `arguments` (pytest's words), or all of them."""
    machine.bring()
    suite = databases.ensure_suite()
    words = list(arguments)
    chosen = any((ROOT / word.partition("::")[0]).exists() for word in words)
    if not chosen:
        words += [*own_tests(), "tests"]
    with databases.copied(suite, "test") as name:
        code = pytest(name, words)
    if code == 0:
        say("\n  All green. make demo shows the demo company.")
    else:
        say("\n  Something failed. One test again: make test ARGS='-k NAME -x'")
    return code


def own_tests():
    return [
        str((ROOT / "addons" / name / "tests").relative_to(ROOT))
        for name in addons()
        if (ROOT / "addons" / name / "tests").is_dir()
    ]


def pytest(database, words):
    """Run pytest-odoo on `database`; return its exit code."""
    options = [
        f"--odoo-extra={word.removeprefix('--')}"
        for word in databases.odoo_options(database)
    ]
    command = [PYTHON, "-m", "pytest", "--odoo-http", f"--odoo-database={database}"]
    return subprocess.run(
        [*command, *options, *words], cwd=ROOT, check=False
    ).returncode


def core_tests(_arguments):
    """Run core's own tests without and with the suite, on copies, and compare."""
    machine.bring()
    bare = databases.ensure_bare()
    paths = [core_folder() / name / "tests" for name in CORE_TESTED]
    words = ["-q", "-p", "no:cacheprovider", *paths]
    codes = {}
    for label, modules in (("core alone", ()), ("with the suite", SUITE)):
        with databases.copied(bare, "coretest") as name:
            if modules:
                with step("Odoo: installing the suite"):
                    databases.change_suite(name, "-i", modules)
            say(f"\n== core's own tests, {label}")
            codes[label] = pytest(name, words)
    say("\n" + ", ".join(f"{label}: exit {code}" for label, code in codes.items()))
    return max(codes.values())


def core_folder():
    """Return the folder of core's addons."""
    script = "import odoo.addons.sale as addon; print(addon.__path__[0])"
    done = subprocess.run(
        [PYTHON, "-c", script], capture_output=True, text=True, check=True, cwd=STATE
    )
    return Path(done.stdout.strip()).parent


def lint(_arguments):
    """Run the linters over the whole project, cheapest first."""
    return max(
        subprocess.run(words, cwd=ROOT, check=False).returncode
        for words in lint_commands()
    )


def lint_commands():
    """Return the linters' calls: ruff, OCA's hooks, pylint-odoo."""
    scripts = PYTHON.parent
    folders = [str(path.parent) for path in ROOT.glob("*/*/__manifest__.py")]
    po_files = [str(path) for path in ROOT.glob("addons/*/i18n/*.po")]
    hooks = ["--disable=prefer-readme-rst"]
    calls = [
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("oca-checks-odoo-module", *hooks, *folders),
        ("oca-checks-po", "--disable=po-pretty-format", *po_files),
        ("pylint", "--disable=manifest-required-author", *folders),
    ]
    return [[str(scripts / program), *words] for program, *words in calls]


def translate(_arguments):
    """Export every addon's terms and merge them into its zh_CN.po."""
    suite = databases.ensure_suite()
    with step("Terms: exporting and merging"):
        open_terms = translations.update(suite)
    for addon, count in open_terms.items():
        say(f"   {addon}: {count} terms to translate")
    return 0


def pictures(_arguments):
    machine.bring()
    from . import demo, pictures

    demo.demo()
    return pictures.take(demo.running_port())


def bench_finance(_arguments):
    """Measure trade_finance: SIZE orders; KEEP=1 leaves the databases."""
    from bench import finance

    size = os.environ.get("SIZE") or "100000"
    if not size.isdigit():
        raise SetupError(f"SIZE={size} is no number.", "E.g. SIZE=5000.")
    return finance.bench(int(size), keep=bool(os.environ.get("KEEP")))


COMMANDS = {
    "test": test,
    "core-tests": core_tests,
    "lint": lint,
    "translations": translate,
    "pictures": pictures,
    "bench-finance": bench_finance,
    "setup": lambda _arguments: 0,
}
