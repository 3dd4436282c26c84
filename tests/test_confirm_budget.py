"""Confirming an order costs hardly more with the suite than with core alone.

Queries are counted, not seconds. Both databases have the same core modules; only one
has the suite, with every setting switched on. The purchase request and the shipment
the suite makes on confirmation are documents of their own: counted apart.
"""

import json
import re

import pytest

from devtools import databases

LINES = 100
ALLOWED = 1.15
# The two documents may take a fixed number of statements, whatever the lines.
DOCUMENTS_ALLOWED = 60

MEASURE = """
import json
from odoo import Command
from odoo.tools import mute_logger

company = env["res.company"].create(
    {"name": "Budget", "country_id": env.ref("base.cn").id})
env.user.write({"company_ids": [Command.link(company.id)], "company_id": company.id})
env["account.chart.template"].try_loading(
    "generic_coa", company=company, install_demo=False)
company.currency_id = env.ref("base.CNY")
env.ref("base.CNY").active = env.ref("base.USD").active = True
env["res.currency.rate"].create({
    "currency_id": env.ref("base.USD").id, "company_id": company.id,
    "name": "2020-01-01", "inverse_company_rate": 7.0})
env = env(context={**env.context, "allowed_company_ids": company.ids})
DOCUMENTS = {"trade_auto_request", "trade_auto_shipment"}
switches = [
    name for name, field in company._fields.items()
    if name.startswith("trade_") and field.type == "boolean" and field.store
    and not field.compute
]
pricelist = env["product.pricelist"].create({
    "name": "USD", "currency_id": env.ref("base.USD").id, "company_id": company.id})
vendor = env["res.partner"].create({"name": "Vendor"})
products = env["product.product"].create([{
    "name": f"Product {number}", "is_storable": True, "standard_price": 10,
    "taxes_id": [], "weight": 1, "volume": 0.1,
    "seller_ids": [Command.create({"partner_id": vendor.id, "price": 10, "delay": 5})],
} for number in range(100)])
stock = env["stock.warehouse"].create({"company_id": company.id}).lot_stock_id
for product in products:
    env["stock.quant"]._update_available_quantity(product, stock, 5)


def measure(lines):
    orders = env["sale.order"].create([{
        "partner_id": env["res.partner"].create({"name": "Customer"}).id,
        "pricelist_id": pricelist.id,
        "order_line": [Command.create({
            "product_id": product.id, "product_uom_qty": 10, "price_unit": 20,
        }) for product in products[:lines]],
    } for _time in range(2)])
    env.flush_all()
    for order in orders:  # the first one fills caches, the second is measured
        env.invalidate_all()
        order.order_line.mapped("product_id.name")
        before = env.cr.sql_log_count
        order.action_confirm()
        env.flush_all()
        count = env.cr.sql_log_count - before
    return count


result = {}
for label, wanted in (
    ("off", set()),
    ("on", set(switches) - DOCUMENTS),
    ("documents", set(switches)),
):
    company.write({name: name in wanted for name in switches})
    result[label] = {str(lines): measure(lines) for lines in (10, 100)}
result["switches"] = switches
print("RESULT", json.dumps(result))
"""


@pytest.fixture(scope="module")
def queries(odoo_shell):
    """Queries of one confirmation, {"core"|"suite": {setting: {lines: count}}}."""
    counted = {}
    for label, source in (
        ("core", databases.ensure_core()),
        ("suite", databases.ensure_suite()),
    ):
        with databases.copied(source, "budget") as name:
            printed = odoo_shell(name, MEASURE)
            counted[label] = json.loads(re.search(r"RESULT (.*)", printed).group(1))
    return counted


def test_every_switch_was_found(queries):
    assert not queries["core"]["switches"]
    assert {"trade_auto_request", "trade_auto_shipment", "trade_auto_estimate"} <= set(
        queries["suite"]["switches"]
    )


def test_confirming_a_hundred_lines_costs_at_most_15_percent_more(queries):
    core, suite = queries["core"]["off"]["100"], queries["suite"]["on"]["100"]
    assert suite <= core * ALLOWED, (core, suite)


def test_installed_and_switched_off_it_costs_almost_nothing(queries):
    core, suite = queries["core"]["off"]["100"], queries["suite"]["off"]["100"]
    assert suite <= core * 1.05, (core, suite)


def test_request_and_shipment_take_a_number_that_hardly_grows_with_the_lines(queries):
    suite = queries["suite"]
    extra = {
        lines: suite["documents"][lines] - suite["on"][lines] for lines in ("10", "100")
    }
    assert extra["100"] <= DOCUMENTS_ALLOWED, extra
    assert extra["100"] - extra["10"] <= 5, extra
