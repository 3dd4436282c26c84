"""The demo company as `make demo` installs it: by Odoo's own --with-demo."""

import json
import re

import pytest

from devtools import databases, demo
from devtools.databases import LANGUAGES

FACTS = """
import json
company = env["res.company"].search([("name", "like", "Haitong")])
mine = [("company_id", "=", company.id)]
orders = env["sale.order"].search(mine)
view = env["trade.profit.line"].search(mine)
customers = orders.partner_id.commercial_partner_id
facts = {
    "currency": company.currency_id.name,
    "chart": company.chart_template,
    "warehouses": sorted(env["stock.warehouse"].search(mine).mapped("trade_zone")),
    "orders": len(orders),
    "order_states": sorted(set(orders.mapped("state"))),
    "receipt_states": sorted(set(orders.mapped("receipt_status"))),
    "shipment_states": sorted(set(env["trade.shipment"].search(mine).mapped("state"))),
    "customers": len(customers),
    "countries": len(customers.country_id),
    "products": len(env["product.product"].search(
        [("company_id", "=", company.id), ("hs_code", "!=", False)])),
    "actual_of_orders": round(sum(orders.mapped("actual_profit")), 2),
    "actual_of_view": round(
        sum(view.filtered(lambda l: l.stage == "actual").mapped("amount")), 2),
    "letters": env["trade.scorecard"].search_count([*mine, ("letter", "!=", False)]),
    "followups": env["trade.followup"].search_count(mine),
    "requests": env["purchase.request"].search_count(mine),
    "failed": env["ir.demo_failure"].search_count([]),
}
print("FACTS", json.dumps(facts))
"""


@pytest.fixture(scope="module")
def facts(odoo_shell):
    with databases.empty("demotest") as name:
        demo.install(name, "-i", databases.DEMO_ADDON, "--with-demo", *LANGUAGES)
        printed = odoo_shell(name, FACTS)
    return json.loads(re.search(r"FACTS (.*)", printed).group(1))


def test_a_ningbo_trader_with_a_chinese_chart(facts):
    assert facts["currency"] == "CNY"
    assert facts["chart"].startswith("cn")
    assert facts["warehouses"] == ["domestic", "overseas"]
    assert not facts["failed"]


def test_customers_products_and_orders_are_there(facts):
    assert facts["customers"] == 12
    assert facts["countries"] == 8
    assert facts["products"] == 30
    assert facts["orders"] == 60


def test_orders_stand_in_every_stage(facts):
    assert facts["order_states"] == ["cancel", "draft", "sale", "sent"]
    assert {"none", "partial", "paid"} <= set(facts["receipt_states"])
    assert {"requested", "booked", "departed", "arrived", "delivered"} <= set(
        facts["shipment_states"]
    )


def test_lists_and_views_tell_the_same_profit(facts):
    assert facts["actual_of_orders"] == facts["actual_of_view"] != 0


def test_every_department_has_something_to_look_at(facts):
    assert facts["letters"] and facts["followups"] and facts["requests"]
