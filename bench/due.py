"""Data of measure 3: open instalments, of which some are due on one day."""

from odoo import fields
from odoo.tools import SQL

from . import clone
from .desk import Desk

TEMPLATES = 10
DATE = "2026-06-01"
"""The day of the run: what matches is due 7 days later, the others after that."""


def make(env):
    """Make the template orders, each with one open invoice; return their ids."""
    desk = Desk.open(env)
    before = clone.id_limits(desk.env)
    for _number in range(TEMPLATES):
        desk._invoice(desk._next_order(product=desk.machine))
    return {
        "orders": TEMPLATES,
        "ranges": clone.id_ranges(before, clone.id_limits(desk.env)),
    }


def spread(env, matching):
    """Set the due dates: `matching` random instalments match, the others do not yet.

    :return: the number of open instalments and of those that match
    """
    env.cr.execute(
        SQL(
            """WITH instalment AS (
                   SELECT id, ROW_NUMBER() OVER (ORDER BY md5(id::text)) AS number
                     FROM account_move_line
                    WHERE display_type = 'payment_term' AND NOT reconciled
               ), due AS (
                   UPDATE account_move_line line
                      SET date_maturity = %(date)s::date + CASE
                          WHEN number <= %(matching)s THEN 7
                          ELSE 8 + (number %% 170)::int END
                     FROM instalment WHERE instalment.id = line.id
                RETURNING line.move_id, line.date_maturity
               )
               UPDATE account_move move SET invoice_date_due = due.date_maturity
                 FROM due WHERE due.move_id = move.id""",
            date=DATE,
            matching=matching,
        )
    )
    Line = env["account.move.line"]
    due_day = fields.Date.add(fields.Date.to_date(DATE), days=7)
    domain = [("display_type", "=", "payment_term"), ("reconciled", "=", False)]
    return {
        "open": Line.search_count(domain),
        "matching": Line.search_count([*domain, ("date_maturity", "=", due_day)]),
    }
