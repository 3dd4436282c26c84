"""Measure 1: the profit pivot by month and customer against hand-written SQL."""

import time
from pathlib import Path

from odoo import SUPERUSER_ID

HAND_WRITTEN = (Path(__file__).parent / "pivot.sql").read_text()
GROUPS = ["date:month", "partner_id"]
MEASURES = ["estimated:sum", "actual:sum", "variance:sum"]


def measure(env, login=None, runs=3):
    """Compare what the pivot reads, as `login` or the superuser, with the SQL.

    :return: seconds (fastest of `runs`) of each, the number of groups, and the groups
        that differ by half a cent or more (none, or the comparison means nothing)
    """
    user = env["res.users"].search([("login", "=", login)]) if login else env.user
    company = env["res.company"].search([("name", "=", "Bench Trading")])
    reader = env["trade.profit.line"].with_user(user).with_company(company)
    reader = reader.with_context(allowed_company_ids=company.ids)
    own = user.id if login and not sees_all(user) else None
    reads = {
        "sql": lambda: by_hand(env, own),
        "orm": lambda: by_orm(reader),
        "screen": lambda: by_screen(reader),
    }
    groups = {name: read() for name, read in reads.items()}
    return {
        **timed(reads, runs),
        "groups": len(groups["sql"]),
        "different": differences(groups["sql"], groups["orm"], sees_lines(user)),
    }


def sees_all(user):
    return user.has_group("sales_team.group_sale_salesman_all_leads")


def timed(reads, runs):
    """Return {name: seconds} of the fastest of `runs` calls of each of `reads`.

    In turns, so that other programs on the machine disturb all of them alike.
    """
    seconds = {name: [] for name in reads}
    for _run in range(runs):
        for name, read in reads.items():
            begin = time.perf_counter()
            read()
            seconds[name].append(time.perf_counter() - begin)
    return {name: min(found) for name, found in seconds.items()}


def by_hand(env, user_id):
    """Return {(month, customer id): (estimated, actual)} by the hand-written SQL."""
    env.cr.execute(HAND_WRITTEN, {"user": user_id})
    return {(month, partner): amounts for month, partner, *amounts in env.cr.fetchall()}


def by_orm(lines):
    """Return the same by the ORM, with the reader's groups and record rules."""
    lines.env.invalidate_all()
    return {
        (month, partner.id): (estimated, actual)
        for month, partner, estimated, actual, _variance in lines._read_group(
            [], GROUPS, MEASURES
        )
    }


def by_screen(lines):
    """Return what the web client gets for the same pivot: formatted, with names."""
    lines.env.invalidate_all()
    return lines.formatted_read_group([], GROUPS, MEASURES)


def sees_lines(user):
    """Say whether months can be compared: others get lines summed up per order."""
    return user.id == SUPERUSER_ID or user.has_group("trade_base.group_trade_cost")


def differences(one, other, is_by_month):
    """Return the groups whose amounts differ; a group of zeros may be missing."""
    zeros = (0, 0)
    if not is_by_month:
        one, other = by_customer(one), by_customer(other)
    return [
        f"{key[0]} customer {key[1]}: {one.get(key)} by hand, {other.get(key)} by ORM"
        for key in sorted(one.keys() | other.keys())
        if any(
            abs(float(left) - float(right)) >= 0.005
            for left, right in zip(
                one.get(key, zeros), other.get(key, zeros), strict=True
            )
        )
    ][:10]


def by_customer(groups):
    totals = {}
    for (_month, partner), (estimated, actual) in groups.items():
        before = totals.get((None, partner), (0, 0))
        totals[None, partner] = (
            before[0] + float(estimated),
            before[1] + float(actual),
        )
    return totals
