"""The terms of every addon: export from a database, merge into zh_CN.po."""

import os
import subprocess

from . import databases
from .paths import PYTHON, ROOT, addons

LANGUAGE = "zh_CN"
# Runs in a process of its own: it is Odoo that reads the terms.
EXPORT = """
import sys
from odoo import api
from odoo.modules.registry import Registry
from odoo.tools import config, translate
config.parse_config(sys.argv[2:])
with Registry(sys.argv[3]).cursor() as cr:
    env = api.Environment(cr, api.SUPERUSER_ID, {})
    for pair in sys.argv[1].split(","):
        addon, path = pair.split("=")
        with open(path, "wb") as file:
            translate.trans_export(False, [addon], file, "po", env)
"""


def export(database, targets):
    """Write the template of terms of each addon in `targets` ({addon: path})."""
    pairs = ",".join(f"{addon}={path}" for addon, path in targets.items())
    options = databases.odoo_options(database)
    words = [PYTHON, "-c", EXPORT, pairs, "-d", database]
    words += [word for word in options if word not in ("-d", database)]
    subprocess.run([str(word) for word in words], check=True, cwd=ROOT)


def update(database):
    """Refresh .pot and zh_CN.po of every addon; return {addon: open terms}."""
    targets = {}
    for addon in addons():
        folder = ROOT / "addons" / addon / "i18n"
        os.makedirs(folder, exist_ok=True)
        targets[addon] = folder / f"{addon}.pot"
    export(database, targets)
    return {addon: merge(path) for addon, path in targets.items()}


def merge(template):
    """Merge `template` into its zh_CN.po; return the number of open terms."""
    import polib

    path = template.parent / f"{LANGUAGE}.po"
    fresh = polib.pofile(str(template), wrapwidth=0)
    catalog = polib.pofile(str(path), wrapwidth=0) if path.exists() else fresh
    if catalog is not fresh:
        catalog.merge(fresh)
        for entry in catalog.obsolete_entries():
            catalog.remove(entry)
    for entry in catalog:
        if entry.fuzzy:
            entry.flags.remove("fuzzy")
            entry.msgstr = ""
    catalog.metadata["Language"] = LANGUAGE
    catalog.metadata["Plural-Forms"] = "nplurals=1; plural=0;"
    catalog.save(str(path))
    return len(catalog.untranslated_entries())
