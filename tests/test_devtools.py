"""A failure of the set-up says what is wrong and what to do about it."""

import socket
import sys
from pathlib import Path

import pytest

from odoo import release

from devtools import databases, demo, odoo_source, postgres, python_env
from devtools.paths import ROOT
from devtools.say import SetupError, need_disk, run


def refusal(call, *arguments):
    with pytest.raises(SetupError) as caught:
        call(*arguments)
    assert caught.value.todo.strip()
    return str(caught.value)


def test_another_version_of_odoo_is_refused(tmp_path):
    release = tmp_path / "odoo" / "release.py"
    release.parent.mkdir()
    release.write_text("version_info = (18, 0, 0, FINAL, 0, '')\n")
    assert "18.0" in refusal(odoo_source.check_version, tmp_path)


def test_a_folder_without_odoo_is_refused(tmp_path):
    assert str(tmp_path) in refusal(odoo_source.check_version, tmp_path)


def test_this_odoo_is_taken(monkeypatch):
    folder = Path(release.__file__).parent.parent
    monkeypatch.setenv("ODOO", str(folder))
    assert odoo_source.bring() == folder.resolve()


def test_the_archive_is_read_from_apts_sources_before_its_first_update():
    sources = """# comment
deb [signed-by=/usr/share/keyrings/x.gpg] https://other.example.com/node nodistro main
Types: deb
URIs: http://security.example.com/debian-security
URIs: http://mirror.example.com/debian
deb http://old.example.com/debian/ bookworm main
"""
    assert odoo_source.addresses_in(sources) == [
        "http://mirror.example.com/debian",
        "http://old.example.com/debian/",
    ]
    assert odoo_source.mirror()


def test_a_python_without_wheels_is_refused(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 9, 0))
    assert "Python" in refusal(python_env.check_python)


def test_a_port_that_is_taken_is_refused(monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        monkeypatch.setenv("PORT", port)
        assert port in refusal(demo.choose_port)


@pytest.mark.parametrize("port", ["abc", "99999", "-1"])
def test_what_is_no_port_is_refused(monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    assert port in refusal(demo.choose_port)


def test_a_full_disk_is_told_before_anything_is_written(tmp_path):
    assert "GB" in refusal(need_disk, tmp_path / "new", 10**9, "Everything")


def test_a_server_that_does_not_answer_is_named():
    gone = {"host": "127.0.0.1", "port": "1", "user": "nobody"}
    assert "127.0.0.1" in refusal(postgres.check_own_server, gone)


def test_a_database_of_somebody_else_is_not_touched():
    name = databases.name_of("suite")
    entries = databases.register()
    try:
        databases.remember(name, None)
        assert name in refusal(databases.ensure_own, name)
    finally:
        databases.remember(name, entries[name])


def test_a_failing_command_shows_the_end_of_its_log():
    command = [sys.executable, "-c", "print('the reason'); raise SystemExit(3)"]
    text = refusal(run, command, "test-failing", "It failed.", "Do this.")
    assert "the reason" in text


def test_the_makefile_says_what_it_can_make():
    makefile = (ROOT / "Makefile").read_text()
    for target in ("demo", "stop", "test", "core-tests", "pictures", "clean"):
        assert f"\n{target}: ##" in makefile
