"""A program outside Odoo reads an order's profit over JSON-2 with an API key.

Nothing here shares Odoo's process: a server of its own serves a committed database.
"""

import contextlib
import re
import socket
import subprocess
import time

import pytest
import requests

from devtools import databases
from devtools.paths import PYTHON, ROOT

PROFIT = ["estimated_profit", "actual_profit", "profit_variance"]
# 100 pieces at 20 USD, cost 80 CNY each, at 7.00: 14,000 - 8,000 = 6,000.
A_COMPANY_WITH_AN_ORDER = """
from datetime import timedelta
from odoo import Command, fields
from odoo.addons.trade_base.tests.common import TradeCase

class Fixture(TradeCase):
    pass

Fixture.env = env
company = Fixture._create_trade_company("Outside Trading")
Fixture._work_in(company)
env = Fixture.env
company = Fixture.company
company.trade_auto_estimate = True
env["stock.warehouse"].create({"company_id": company.id})
Fixture._set_rate("USD", fields.Date.today() - timedelta(days=1), 7.0)
pricelist = env["product.pricelist"].create({
    "name": "USD", "currency_id": env.ref("base.USD").id, "company_id": company.id})
product = env["product.product"].create({
    "name": "Outside lamp", "is_storable": True, "standard_price": 80, "taxes_id": []})
seller = Fixture._create_user("outside-seller", "sales_team.group_sale_salesman",
                              "trade_base.group_trade_profit")
clerk = Fixture._create_user("outside-clerk", "sales_team.group_sale_salesman")
other = Fixture._create_user("outside-other", "sales_team.group_sale_salesman",
                             "trade_base.group_trade_profit")
orders = env["sale.order"].create([{
    "partner_id": env["res.partner"].create({"name": "Outside customer"}).id,
    "pricelist_id": pricelist.id,
    "user_id": user.id,
    "order_line": [Command.create({"product_id": product.id, "product_uom_qty": 100,
                                   "price_unit": 20, "tax_ids": []})],
} for user in (seller, clerk)])
orders.action_confirm()
keys = [
    env["res.users.apikeys"].with_user(user).sudo()._generate(
        "rpc", "test", fields.Datetime.now() + timedelta(days=1))
    for user in (seller, clerk, other)
]
env.cr.commit()
print("FACTS", orders[0].id, orders[1].id, *keys)
"""


@pytest.fixture(scope="module")
def facts(suite_copy, odoo_shell):
    """Two committed orders, and the API keys of three salespeople."""
    printed = odoo_shell(suite_copy, A_COMPANY_WITH_AN_ORDER)
    words = re.search(r"FACTS (.*)", printed).group(1).split()
    return dict(
        zip(
            ("order", "clerks_order", "seller", "clerk", "other"),
            [int(words[0]), int(words[1]), *words[2:]],
            strict=True,
        )
    )


@pytest.fixture(scope="module")
def server(suite_copy, facts):
    """The address of a server process on the committed database."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [PYTHON, "-m", "odoo", *databases.odoo_options(suite_copy)]
    command += [f"--db-filter=^{suite_copy}$", "--http-port", str(port)]
    command += ["--max-cron-threads=0"]
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


def call(server, key, method, **arguments):
    return requests.post(
        f"{server}/json/2/sale.order/{method}",
        json=arguments,
        headers={"Authorization": f"bearer {key}"},
        timeout=60,
    )


def test_a_client_reads_the_profit_of_the_sellers_order(server, facts):
    answer = call(server, facts["seller"], "read", ids=[facts["order"]], fields=PROFIT)
    assert answer.status_code == 200, answer.text
    (order,) = answer.json()
    assert order["estimated_profit"] == 6000
    assert order["actual_profit"] == 0
    assert order["profit_variance"] == -6000


def test_without_the_profit_group_the_field_is_refused(server, facts):
    mine = facts["clerks_order"]
    for name in PROFIT:
        answer = call(server, facts["clerk"], "read", ids=[mine], fields=[name])
        assert answer.status_code in (401, 403), answer.text
    everything = call(server, facts["clerk"], "read", ids=[mine], fields=["name"])
    assert everything.status_code == 200


def test_another_salespersons_order_is_refused(server, facts):
    answer = call(server, facts["other"], "read", ids=[facts["order"]], fields=PROFIT)
    assert answer.status_code == 403, answer.text


def test_a_wrong_key_reads_nothing(server, facts):
    answer = call(server, "0" * 40, "read", ids=[facts["order"]], fields=PROFIT)
    assert answer.status_code == 401, answer.text
