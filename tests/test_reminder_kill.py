"""Nobody is reminded twice and nobody left out, whatever happens to the process.

The nightly job runs in processes of its own on a committed database; they are killed
in the middle, and two of them run at once.
"""

import contextlib
import subprocess
import time

import psycopg2
import pytest

from devtools import databases, postgres
from devtools.paths import PYTHON, ROOT

NUMBER = 150
INVOICES = f"""
from datetime import timedelta
from odoo import Command, fields
from odoo.addons.trade_base.tests.common import TradeCase

class Fixture(TradeCase):
    pass

Fixture.env = env
company = Fixture._create_trade_company("Kill Trading")
Fixture._work_in(company)
env = Fixture.env
seller = Fixture._create_user("kill-seller", "sales_team.group_sale_salesman")
Fixture.company.trade_reminders = True
env["trade.reminder.rule"].create({{
    "name": "Seven days before", "days": -7, "company_id": company.id,
    "mail_template_id": env.ref("trade_finance.mail_template_reminder").id,
    "send_mode": "automatic"}})
partner = env["res.partner"].create({{"name": "Customer", "email": "k@example.com"}})
today = env["trade.reminder.rule"]._get_today(company)
env["account.move"].create([{{
    "move_type": "out_invoice", "partner_id": partner.id, "invoice_date": today,
    "invoice_date_due": today + timedelta(days=7), "invoice_user_id": seller.id,
    "invoice_payment_term_id": False,
    "invoice_line_ids": [Command.create({{
        "name": "Goods", "quantity": 1, "price_unit": 100 + number, "tax_ids": []}})],
}} for number in range({NUMBER})]).action_post()
env.cr.commit()
"""
NIGHT = 'env["trade.reminder"]._cron_run(batch_size=3)\nenv.cr.commit()\n'
TWICE = """
  SELECT COUNT(*), COUNT(DISTINCT move_id), COUNT(DISTINCT activity_id),
         COUNT(DISTINCT message_id),
         (SELECT COUNT(*) FROM mail_activity
           WHERE res_model = 'account.move' AND active),
         (SELECT COUNT(*) FROM mail_mail mail JOIN mail_message message
              ON message.id = mail.mail_message_id AND message.model = 'account.move')
    FROM trade_reminder
"""


@pytest.fixture
def due(odoo_shell):
    """A database with invoices that are due in seven days, and nobody reminded."""
    with databases.copied(databases.ensure_suite(), "kill") as name:
        odoo_shell(name, INVOICES)
        yield name


def query(database, statement):
    link = psycopg2.connect(dbname=database, **postgres.connection())
    with contextlib.closing(link), link.cursor() as cr:
        cr.execute(statement)
        return cr.fetchone()


@contextlib.contextmanager
def night(database):
    """The nightly job in a process of its own."""
    command = [PYTHON, "-m", "odoo", "shell", *databases.odoo_options(database)]
    process = subprocess.Popen(
        [str(word) for word in [*command, "--no-http", "--log-level=error"]],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=ROOT,
        text=True,
    )
    process.stdin.write(NIGHT)
    process.stdin.close()
    yield process
    process.wait(120)


def wait_for(database, number):
    """Wait until a running night has committed at least `number` reminders."""
    for _moment in range(6000):
        if query(database, "SELECT COUNT(*) FROM trade_reminder")[0] >= number:
            return
        time.sleep(0.01)
    raise AssertionError("The night does not get on.")


def test_a_night_that_is_killed_goes_on_where_it_ended(due, odoo_shell):
    for number in (10, 70):
        with night(due) as process:
            wait_for(due, number)
            process.kill()
        reminders, *others = query(due, TWICE)
        assert number <= reminders < NUMBER, "It was not killed in the middle."
        assert others == [reminders] * 5
    odoo_shell(due, NIGHT)
    assert query(due, TWICE) == (NUMBER,) * 6


def test_two_nights_at_once_remind_once(due, odoo_shell):
    with night(due) as first, night(due) as second:
        printed = [process.stdout.read() for process in (first, second)]
    assert not any("Traceback" in text for text in printed), printed
    odoo_shell(due, NIGHT)
    assert query(due, TWICE) == (NUMBER,) * 6
