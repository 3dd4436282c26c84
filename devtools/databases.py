"""Databases: install once, copy often.

`core` holds the core modules the suite depends on, `suite` the addons and the tests
that concern several of them, without demo data, `demo` the demo company. Tests run on a
copy of `suite`.
"""

import contextlib
import hashlib
import json
import os
import shutil
import time

from . import postgres
from .paths import CORE_MODULES, FILESTORE, PYTHON, ROOT, STATE, SUITE
from .say import SetupError, run, step

PREFIX = os.environ.get("TRADE_DB_PREFIX") or "trade_suite"
REGISTER = STATE / "databases.json"
TEST_ADDON = "test_trade"
DEMO_ADDON = "trade_demo"
# The first one becomes everybody's language until they choose another.
LANGUAGES = ("--load-language", "en_US,zh_CN")
# What an addon's database content does not depend on.
NOT_INSTALLED = ("tests", "__pycache__", "README.md")
DROP_ATTEMPTS = 30


def name_of(kind):
    return f"{PREFIX}_{kind}"


# == the register: which database was made from which state of the code ==


def register():
    return json.loads(REGISTER.read_text()) if REGISTER.exists() else {}


def remember(name, content):
    entries = register()
    entries[name] = content
    if content is None:
        del entries[name]
    REGISTER.write_text(json.dumps(entries, indent=1))


def fingerprint(folder):
    """Return a hash of what installing the addon in `folder` depends on."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not set(parts) & set(NOT_INSTALLED):
            digest.update("/".join(parts).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def core_state():
    text = (ROOT / "requirements-addons.txt").read_text()
    text += " ".join((*CORE_MODULES, *LANGUAGES))
    return {"core": hashlib.sha256(text.encode()).hexdigest()[:16]}


def suite_state(tests=False):
    """Return {addon: fingerprint} of what the demo or the tests are made from."""
    folders = [ROOT / "addons" / name for name in (*SUITE, DEMO_ADDON)]
    if tests:
        folders.append(ROOT / "tests" / TEST_ADDON)
    return {**core_state(), **{folder.name: fingerprint(folder) for folder in folders}}


# == the server's side ==


@contextlib.contextmanager
def cursor():
    import psycopg2

    link = psycopg2.connect(dbname="postgres", **postgres.connection())
    link.autocommit = True
    with contextlib.closing(link), link.cursor() as opened:
        yield opened


def exists(name):
    with cursor() as cr:
        cr.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return bool(cr.fetchone())


def drop(name):
    """Drop the database and its files; nothing happens where there is none."""
    from psycopg2 import errors, sql

    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    for attempt in range(DROP_ATTEMPTS):
        try:
            with cursor() as cr:
                cr.execute(statement.format(sql.Identifier(name)))
            break
        except errors.InsufficientPrivilege:
            # The server's own clean-up is at work in it: nobody may end that.
            if attempt == DROP_ATTEMPTS - 1:
                raise
            time.sleep(1)
    shutil.rmtree(FILESTORE / name, ignore_errors=True)
    if name in register():
        remember(name, None)


def copy(source, target):
    """Copy database and filestore; about a second."""
    from psycopg2 import sql

    drop(target)
    with cursor() as cr:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        cr.execute(statement.format(sql.Identifier(target), sql.Identifier(source)))
    if (FILESTORE / source).is_dir():
        shutil.copytree(FILESTORE / source, FILESTORE / target)
    remember(target, {"copy of": source})


@contextlib.contextmanager
def copied(source, label):
    """Give the name of a throw-away copy of database `source`."""
    name = name_of(f"{label}_{os.getpid()}")
    copy(source, name)
    try:
        yield name
    finally:
        drop(name)


@contextlib.contextmanager
def kept_copy(source, label):
    """Give the name of a copy of database `source` that stays, to look into."""
    name = name_of(label)
    copy(source, name)
    yield name


def vacuum(name):
    """Tidy up database `name` and count its rows, as autovacuum does in time."""
    import psycopg2

    link = psycopg2.connect(dbname=name, **postgres.connection())
    link.autocommit = True
    with contextlib.closing(link), link.cursor() as cr:
        cr.execute("VACUUM ANALYZE")


def count_rows(name, table):
    """Return how many rows of `table` others have committed in database `name`."""
    import psycopg2
    from psycopg2 import sql

    link = psycopg2.connect(dbname=name, **postgres.connection())
    with contextlib.closing(link), link.cursor() as cr:
        statement = sql.SQL("SELECT COUNT(*) FROM {}")
        cr.execute(statement.format(sql.Identifier(table)))
        return cr.fetchone()[0]


@contextlib.contextmanager
def empty(label):
    """Give the name of a throw-away database that Odoo creates when it is first run."""
    name = name_of(f"{label}_{os.getpid()}")
    drop(name)
    remember(name, {"new": True})
    try:
        yield name
    finally:
        drop(name)


# == Odoo's side ==


def odoo_options(database):
    """Return Odoo's command-line options for this project, each as --name=value."""
    reach = postgres.connection()
    paths = [ROOT / "addons", ROOT / "tests"]
    options = {
        "config": ROOT / "odoo.conf",
        "database": database,
        "addons-path": ",".join(str(path) for path in paths if path.is_dir()),
        "data-dir": STATE / "data",
        **{f"db_{key}": value for key, value in reach.items()},
    }
    return [f"--{name}={value}" for name, value in options.items()]


def odoo(database, *arguments, log, what):
    """Run Odoo once on `database` and stop.

    :raise SetupError: Odoo ended with an error, or logged one.
    """
    once = ["--stop-after-init", "--no-http", "--max-cron-threads", "0"]
    command = [PYTHON, "-m", "odoo", *odoo_options(database), *once, *arguments]
    todo = "Read the log; if the code is at fault, mend it and call again."
    return run(command, log, what, todo, cwd=ROOT)


def ensure_core():
    """Return the name of the database that holds core alone."""
    name = name_of("core")
    arguments = ["-i", ",".join(CORE_MODULES), *LANGUAGES]
    return ensure_made(name, core_state(), "core apps (once; a minute)", arguments)


def ensure_bare():
    """Return the name of a database for core's own tests.

    They expect English alone and no national chart of accounts.
    """
    modules = [module for module in CORE_MODULES if not module.startswith("l10n_")]
    arguments = ["-i", ",".join(modules)]
    return ensure_made(name_of("bare"), core_state(), "core apps, bare", arguments)


def ensure_made(name, state, what, arguments):
    if register().get(name) == state and exists(name):
        return name
    ensure_own(name)
    drop(name)
    remember(name, {"being made": True})
    with step(f"Odoo: installing the {what}"):
        failure = "Odoo's core apps cannot be installed."
        odoo(name, *arguments, log="install-core", what=failure)
    remember(name, state)
    return name


def ensure_suite():
    """Return the name of the database that holds the suite without demo data."""
    core = ensure_core()
    name, state = name_of("suite"), suite_state(tests=True)
    known = register().get(name)
    if known == state and exists(name):
        return name
    changed = [module for module in state if (known or {}).get(module) != state[module]]
    same_modules = known and set(known) == set(state) and "core" not in changed
    if same_modules and exists(name):
        with step(f"Odoo: upgrading {', '.join(changed)}"):
            change_suite(name, "-u", changed)
    else:
        copy(core, name)
        with step("Odoo: installing the suite"):
            change_suite(name, "-i", [module for module in state if module != "core"])
    remember(name, state)
    return name


def change_suite(name, option, modules):
    remember(name, {"being changed": True})
    odoo(
        name,
        *(option, ",".join(modules)),
        log="install-suite",
        what="The suite cannot be installed.",
    )


def ensure_own(name):
    """Refuse to touch a database of that name which this project did not make.

    :raise SetupError: it exists on the server and not in the project's register.
    """
    if exists(name) and name not in register():
        raise SetupError(
            f"The server has a database {name} that this checkout did not make.",
            "Set TRADE_DB_PREFIX to another prefix, or drop that database yourself.",
        )


def drop_all():
    """Drop every database this project made."""
    for name in list(register()):
        drop(name)
