"""Two languages, always complete: zh_CN has every term the source has."""

import polib
import pytest

from devtools import databases, translations
from devtools.paths import ROOT, SUITE

PLACEHOLDERS = ("%(", "%s", "%d", "{{")


@pytest.fixture(scope="module")
def terms(tmp_path_factory):
    """The terms as Odoo exports them now, {addon: path of the template}."""
    folder = tmp_path_factory.mktemp("terms")
    targets = {addon: folder / f"{addon}.pot" for addon in SUITE}
    with databases.copied(databases.ensure_suite(), "terms") as name:
        translations.export(name, targets)
    return targets


@pytest.mark.parametrize("addon", SUITE)
def test_every_term_is_translated(addon, terms):
    catalog = polib.pofile(str(ROOT / "addons" / addon / "i18n" / "zh_CN.po"))
    known = {entry.msgid: entry.msgstr for entry in catalog if not entry.obsolete}
    wanted = [entry.msgid for entry in polib.pofile(str(terms[addon]))]
    assert not [term for term in wanted if not known.get(term)]


@pytest.mark.parametrize("addon", SUITE)
def test_translations_keep_their_placeholders(addon):
    catalog = polib.pofile(str(ROOT / "addons" / addon / "i18n" / "zh_CN.po"))
    broken = [
        entry.msgid
        for entry in catalog
        for mark in PLACEHOLDERS
        if entry.msgid.count(mark) != entry.msgstr.count(mark)
    ]
    assert not broken
