"""The suite's side of measure 3: one run, a second run, a run after a kill."""

import time
from unittest.mock import patch

from odoo import fields

from .due import DATE


def prepare(env):
    """Switch reminders on, seven days before an instalment is due.

    :return: False while the addon has no reminders
    """
    if "trade.reminder" not in env:
        return False
    company = env["res.company"].search([("name", "=", "Bench Trading")])
    company.trade_reminders = True
    rules = env["trade.reminder.rule"].with_company(company)
    rules.search([]).active = False
    rules.create(
        {
            "name": "Seven days before",
            "kind": "receivable",
            "days": -7,
            "company_id": company.id,
            "responsible": "salesperson",
        }
    )
    return True


def run(env):
    """Run once, committing as the nightly job does.

    :return: how many reminders the run says it made, its seconds, and those it spent
        on activities, which OCA's run does not plan
    """
    model = env.registry["trade.reminder"]
    plan = model._plan_activities
    activities = []

    def timed_plan(leads):
        begin = time.perf_counter()
        plan(leads)
        leads.env.flush_all()
        activities.append(time.perf_counter() - begin)

    begin = time.perf_counter()
    with patch.object(model, "_plan_activities", timed_plan):
        made = env["trade.reminder"]._run(
            fields.Date.to_date(DATE), progress=env["ir.cron"]._commit_progress
        )
    env.flush_all()
    seconds = time.perf_counter() - begin
    return {"made": made, "run": seconds, "activities": sum(activities)}


def count(env):
    """Return the numbers of reminders, of instalments and of activities of them."""
    reminders = env["trade.reminder"].search([])
    return {
        "reminders": len(reminders),
        "instalments": len(reminders.line_id),
        "activities": len(
            env["mail.activity"].search(
                [
                    ("res_model", "=", "account.move"),
                    ("res_id", "in", reminders.move_id.ids),
                ]
            )
        ),
    }
