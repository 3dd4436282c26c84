"""The peer of measure 3: OCA's account_credit_control on the same instalments.

It reminds of what is due on or before the day of the run, so its run takes place on the
day the matching instalments are due: it then matches the very same ones.
"""

import time

from odoo import Command, fields

from .due import DATE


def run(env):
    """Run it once; return how many lines it made, and the seconds of each step."""
    company = env["res.company"].search([("name", "=", "Bench Trading")])
    env = env(context={**env.context, "allowed_company_ids": company.ids})
    policy = make_policy(env, company)
    date = fields.Date.add(fields.Date.to_date(DATE), days=7)
    control = env["credit.control.run"].create(
        {
            "date": date,
            "company_id": company.id,
            "policy_ids": [Command.set(policy.ids)],
        }
    )
    env.flush_all()
    env.invalidate_all()
    seconds = {
        "lines": timed(env, control.generate_credit_lines),
        "ready": timed(env, control.set_to_ready_lines),
        "letters": timed(
            env,
            lambda: env[
                "credit.control.communication"
            ]._generate_comm_from_credit_lines(control.line_ids),
        ),
    }
    return {"made": len(control.line_ids), **seconds}


def make_policy(env, company):
    """Return a policy with one level: the day an instalment is due."""
    receivable = env["account.account"].search(
        [("account_type", "=", "asset_receivable"), ("company_ids", "in", company.ids)]
    )
    template = env.ref("account_credit_control.email_template_credit_control_base")
    policy = env["credit.control.policy"].create(
        {
            "name": "Bench",
            "company_id": company.id,
            "account_ids": [Command.set(receivable.ids)],
            "level_ids": [
                Command.create(
                    {
                        "name": "Due",
                        "level": 1,
                        "computation_mode": "net_days",
                        "delay_days": 0,
                        "channel": "email",
                        "email_template_id": template.id,
                        "custom_text": "Please pay.",
                        "custom_mail_text": "Please pay.",
                    }
                )
            ],
        }
    )
    company.credit_policy_id = policy
    return policy


def timed(env, action):
    begin = time.perf_counter()
    action()
    env.flush_all()
    return time.perf_counter() - begin
