"""Two people at one receipt: one gets it, the other reads who; nothing is booked twice.

Real connections: a server of its own, a thread for each person, committed data.
"""

import contextlib
import json
import re
import socket
import subprocess
import threading
import time

import pytest
import requests

from devtools import databases
from devtools.paths import PYTHON, ROOT

RECEIPTS = 6
SELLERS = 3
WAITING_RECEIPTS = """
from datetime import timedelta
from odoo import Command, fields
from odoo.addons.trade_base.tests.common import TradeCase

class Fixture(TradeCase):
    pass

Fixture.env = env
Fixture._work_in(Fixture._create_trade_company("Race Trading"))
env, company = Fixture.env, Fixture.company
env["stock.warehouse"].create({"company_id": company.id})
today = fields.Date.today()
Fixture._set_rate("USD", today - timedelta(days=9), 7.0)
pricelist = env["product.pricelist"].create({
    "name": "USD", "currency_id": env.ref("base.USD").id, "company_id": company.id})
product = env["product.product"].create({
    "name": "Lamp", "type": "consu", "taxes_id": []})
customer = env["res.partner"].create({"name": "Race customer"})
sellers = [Fixture._create_user(f"race-{n}", "sales_team.group_sale_salesman")
           for n in range(%(sellers)s)]
clerks = [Fixture._create_user(f"race-clerk-{n}", "account.group_account_invoice")
          for n in range(2)]
orders = env["sale.order"].create([{
    "partner_id": customer.id, "pricelist_id": pricelist.id, "user_id": seller.id,
    "order_line": [Command.create({"product_id": product.id, "product_uom_qty": 100,
                                   "price_unit": 100, "tax_ids": []})],
} for seller in sellers])
orders.action_confirm()
bank = env["account.journal"].search(
    [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1)
receipts = env["trade.receipt.claim"].create([{
    "amount": 1000, "currency_id": env.ref("base.USD").id, "date": today,
    "journal_id": bank.id, "payer": "RACE CUSTOMER", "company_id": company.id,
} for _n in range(%(receipts)s)])
keys = [
    env["res.users.apikeys"].with_user(user).sudo()._generate(
        "rpc", "test", fields.Datetime.now() + timedelta(days=1))
    for user in sellers + clerks
]
env.cr.commit()
print("FACTS", *orders.ids, *receipts.ids, *keys)
"""
BOOKED = """
import json
receipts = env["trade.receipt.claim"].browse(%s)
print("RESULT", json.dumps([
    [receipt.state, receipt.claimer_id.login, receipt.amount_claimed,
     receipt.line_ids.order_id.user_id.mapped("login"), len(receipt.payment_ids)]
    for receipt in receipts]))
"""


@pytest.fixture(scope="module")
def facts(suite_copy, odoo_shell):
    """Ids and API keys of what the script committed."""
    script = WAITING_RECEIPTS % {"sellers": SELLERS, "receipts": RECEIPTS}
    words = re.search(r"FACTS (.*)", odoo_shell(suite_copy, script)).group(1).split()
    ids, keys = [int(w) for w in words[: SELLERS + RECEIPTS]], words[-SELLERS - 2 :]
    return {
        "orders": ids[:SELLERS],
        "receipts": ids[SELLERS:],
        "sellers": keys[:SELLERS],
        "clerks": keys[SELLERS:],
    }


@pytest.fixture(scope="module")
def server(suite_copy, facts):
    """The address of a server process on the committed database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [PYTHON, "-m", "odoo", *databases.odoo_options(suite_copy)]
    command += [f"--db-filter=^{suite_copy}$", "--http-port", str(port)]
    command += ["--max-cron-threads=0", "--log-level=error"]
    process = subprocess.Popen([str(word) for word in command], cwd=ROOT)
    address = f"http://127.0.0.1:{port}"
    for _second in range(60):
        with contextlib.suppress(requests.ConnectionError):
            requests.get(f"{address}/web/login", timeout=30)
            break
        time.sleep(1)
    yield address
    process.terminate()
    process.wait(30)


def call(server, key, model, method, **arguments):
    return requests.post(
        f"{server}/json/2/{model}/{method}",
        json=arguments,
        headers={"Authorization": f"bearer {key}"},
        timeout=120,
    )


def at_once(*actions):
    """Run the actions in threads that start together; return their answers."""
    barrier, answers = threading.Barrier(len(actions)), [None] * len(actions)

    def run(number, action):
        barrier.wait()
        answers[number] = action()

    threads = [
        threading.Thread(target=run, args=(number, action))
        for number, action in enumerate(actions)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def prepare_claim(server, facts, seller, receipt):
    """Fill in the wizard as a seller; return the call that claims."""
    key = facts["sellers"][seller]
    line = {"order_id": facts["orders"][seller], "amount": 1000}
    answer = call(
        server,
        key,
        "trade.receipt.claim.wizard",
        "create",
        vals_list=[{"claim_id": receipt, "line_ids": [[0, 0, line]]}],
    )
    assert answer.status_code == 200, answer.text
    return lambda: call(
        server, key, "trade.receipt.claim.wizard", "action_claim", ids=answer.json()
    )


def read_state(odoo_shell, database, receipts):
    printed = odoo_shell(database, BOOKED % receipts)
    return json.loads(re.search(r"RESULT (.*)", printed).group(1))


def test_one_of_three_sellers_gets_the_money_and_it_is_booked_once(
    server, facts, suite_copy, odoo_shell
):
    winners = []
    for receipt in facts["receipts"]:
        answers = at_once(
            *(prepare_claim(server, facts, n, receipt) for n in range(SELLERS))
        )
        won = [n for n, answer in enumerate(answers) if answer.status_code == 200]
        assert len(won) == 1, [answer.text[:300] for answer in answers]
        winners += won
        for number, answer in enumerate(answers):
            if number not in won:
                assert f"race-{won[0]} " in answer.text, answer.text[:500]
                assert "has claimed it" in answer.text
    states = read_state(odoo_shell, suite_copy, facts["receipts"])
    for winner, state in zip(winners, states, strict=True):
        login = f"race-{winner}"
        assert state == ["claimed", login, 1000.0, [login], 0]

    for receipt in facts["receipts"]:
        answers = at_once(
            *(
                lambda key=key, receipt=receipt: call(
                    server, key, "trade.receipt.claim", "action_confirm", ids=[receipt]
                )
                for key in facts["clerks"]
            )
        )
        codes = sorted(answer.status_code for answer in answers)
        assert codes[0] == 200 and codes[1] >= 400, [a.text[:300] for a in answers]
    states = read_state(odoo_shell, suite_copy, facts["receipts"])
    assert [state[0] for state in states] == ["confirmed"] * RECEIPTS
    assert [state[4] for state in states] == [1] * RECEIPTS


def test_undoing_a_booking_twice_at_once_undoes_it_once(
    server, facts, suite_copy, odoo_shell
):
    wizards = [
        call(
            server,
            key,
            "trade.receipt.claim.reason",
            "create",
            vals_list=[
                {
                    "claim_ids": [[6, 0, facts["receipts"][:1]]],
                    "mode": "reset",
                    "reason": "race",
                    "target": "claimed",
                }
            ],
        ).json()
        for key in facts["clerks"]
    ]
    answers = at_once(
        *(
            lambda key=key, ids=ids: call(
                server, key, "trade.receipt.claim.reason", "action_apply", ids=ids
            )
            for key, ids in zip(facts["clerks"], wizards, strict=True)
        )
    )
    codes = sorted(answer.status_code for answer in answers)
    assert codes[0] == 200 and codes[1] >= 400, [a.text[:300] for a in answers]
    state = read_state(odoo_shell, suite_copy, facts["receipts"][:1])[0]
    assert state[0] == "claimed" and state[4] == 1
