"""The bench at a small scale: its data and its answers are right. Nothing is timed."""

import pytest

from bench import finance, process
from devtools import databases

ORDERS = 60


@pytest.fixture(scope="module")
def filled():
    """A database with templates and their clones."""
    with databases.copied(databases.ensure_suite(), "benchtest") as name:
        made = process.run(name, "templates", "make")["result"]
        finance.Filler(name, made, ORDERS).fill(ORDERS)
        yield name


def test_clones_are_what_the_orm_would_have_written(filled):
    found = process.run(filled, "check", "sample", count=ORDERS)["result"]
    assert found == {"orders": ORDERS, "different": []}


@pytest.mark.parametrize(("_who", "login"), finance.READERS)
def test_the_pivot_equals_the_hand_written_sql(filled, _who, login):
    found = process.run(filled, "pivot", "measure", login=login, runs=1)["result"]
    assert found["groups"] > 5
    assert not found["different"]


def test_the_profit_tab_takes_the_same_queries_for_every_order(filled):
    found = process.run(filled, "profit_tab", "measure", orders=10, runs=1)["result"]
    assert len(found["queries"]) == 1


def test_a_wrong_total_is_found(filled):
    with databases.copied(filled, "benchwrong") as name:
        process.run(name, "check", "spoil")
        found = process.run(name, "check", "sample", count=ORDERS)["result"]
    assert len(found["different"]) == 1


def test_open_instalments_match_as_many_as_wanted():
    with databases.copied(databases.ensure_suite(), "benchdue") as name:
        made = process.run(name, "due", "make")["result"]
        finance.Filler(name, made, ORDERS).fill(ORDERS)
        found = process.run(name, "due", "spread", matching=7)["result"]
    assert found == {"open": ORDERS, "matching": 7}
