"""Posting an invoice of 100 lines takes at most 10 percent more queries than core."""

import json
import re

import pytest

from devtools import databases

ALLOWED = 1.10
MEASURE = """
import json
from odoo import Command

company = env["res.company"].create(
    {"name": "Posting", "country_id": env.ref("base.cn").id})
env.user.write({"company_ids": [Command.link(company.id)], "company_id": company.id})
env["account.chart.template"].try_loading(
    "generic_coa", company=company, install_demo=False)
env.cr.precommit.clear()
company.currency_id = env.ref("base.CNY")
env.ref("base.CNY").active = env.ref("base.USD").active = True
env["res.currency.rate"].create({
    "currency_id": env.ref("base.USD").id, "company_id": company.id,
    "name": "2020-01-01", "inverse_company_rate": 7.0})
env = env(context={**env.context, "allowed_company_ids": company.ids})
env["stock.warehouse"].create({"company_id": company.id})
pricelist = env["product.pricelist"].create({
    "name": "USD", "currency_id": env.ref("base.USD").id, "company_id": company.id})
products = env["product.product"].create([{
    "name": f"Product {number}", "type": "consu", "invoice_policy": "order",
    "taxes_id": [],
} for number in range(100)])


def measure(lines, times=3):
    orders = env["sale.order"].create([{
        "partner_id": env["res.partner"].create({"name": "Customer"}).id,
        "pricelist_id": pricelist.id,
        "order_line": [Command.create({
            "product_id": product.id, "product_uom_qty": 10, "price_unit": 20,
        }) for product in products[:lines]],
    } for _time in range(times)])
    orders.action_confirm()
    posting, paying = [], []
    for order in orders:  # the first ones fill caches, the last is measured
        invoice = order._create_invoices()
        posting.append(count(invoice, lambda: invoice.action_post()))
        wizard = env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids).create({})
        paying.append(count(invoice, wizard._create_payments))
    return posting[-1], paying[-1]


def count(invoice, action):
    env.flush_all()
    env.invalidate_all()
    invoice.line_ids.mapped("name")
    before = env.cr.sql_log_count
    action()
    env.flush_all()
    return env.cr.sql_log_count - before


result = {str(lines): measure(lines) for lines in (10, 100)}
print("RESULT", json.dumps(result))
"""


@pytest.fixture(scope="module")
def queries(odoo_shell):
    """Queries {"core"|"suite": {lines: [posting, paying]}}."""
    counted = {}
    for label, source in (
        ("core", databases.ensure_core()),
        ("suite", databases.ensure_suite()),
    ):
        with databases.copied(source, "posting") as name:
            printed = odoo_shell(name, MEASURE)
            counted[label] = json.loads(re.search(r"RESULT (.*)", printed).group(1))
    return counted


def test_posting_a_hundred_lines_costs_at_most_10_percent_more(queries):
    core, suite = queries["core"]["100"][0], queries["suite"]["100"][0]
    assert suite <= core * ALLOWED, (core, suite)


def test_what_posting_and_paying_cost_more_does_not_grow_with_the_lines(queries):
    for step in (0, 1):
        extra = {
            lines: queries["suite"][lines][step] - queries["core"][lines][step]
            for lines in ("10", "100")
        }
        assert extra["100"] - extra["10"] <= 3, (step, queries)
