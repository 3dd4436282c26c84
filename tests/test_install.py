"""Each addon installs alone, with nothing but its dependencies, and goes again."""

import pytest

from devtools import databases
from devtools.paths import SUITE

# Sells, delivers nothing, invoices: the least a company needs from core.
CORE_STILL_WORKS = """
if "sale.order" in env:
    if not env.company.chart_template:
        env["account.chart.template"].try_loading(
            "generic_coa", company=env.company, install_demo=False
        )
    partner = env["res.partner"].create({"name": "Core customer"})
    product = env["product.product"].create(
        {"name": "Core product", "type": "consu", "invoice_policy": "order"}
    )
    order = env["sale.order"].create({
        "partner_id": partner.id,
        "order_line": [(0, 0, {"product_id": product.id, "product_uom_qty": 3,
                               "price_unit": 100, "tax_ids": []})],
    })
    order.action_confirm()
    invoice = order._create_invoices()
    invoice.action_post()
    assert order.state == "sale" and invoice.amount_total == 300, invoice.amount_total
env["res.partner"].create({"name": "Still here"})
installed = env["ir.module.module"].search([
    ("state", "=", "installed"), ("name", "=like", "trade%")]).mapped("name")
print("WORKS", sorted(installed))
env.cr.commit()
"""
# trade_base takes along everything that stands on it.
UNINSTALL = """
base = env["ir.module.module"].search([("name", "=", "trade_base")])
base.button_immediate_uninstall()
env.cr.commit()
print("GONE")
"""
LEFT_BEHIND = """
env.cr.execute(
    "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v') AND relname LIKE 'trade%'"
)
tables = [name for name, in env.cr.fetchall()]
fields = env["ir.model.fields"].search(
    [("name", "=like", "trade%"), ("state", "=", "base")])
print("LEFT", sorted(set(tables)), fields.mapped("name"))
"""


@pytest.fixture(scope="module")
def base_database():
    """A database with nothing but Odoo's base, to install one addon on."""
    with databases.empty("base") as name:
        databases.odoo(name, "-i", "base", log="install-base", what="No base")
        yield name


@pytest.mark.parametrize("addon", SUITE)
def test_installs_alone_and_uninstalls(addon, base_database, odoo_shell):
    with databases.copied(base_database, "alone") as name:
        log = f"alone-{addon}"
        databases.odoo(name, "-i", addon, log=log, what=f"{addon} cannot be installed")
        assert addon in odoo_shell(name, CORE_STILL_WORKS)
        assert "GONE" in odoo_shell(name, UNINSTALL)
        assert "WORKS []" in odoo_shell(name, CORE_STILL_WORKS)
        assert "LEFT [] []" in odoo_shell(name, LEFT_BEHIND)
