"""Two users confirm, invoice and pay at once: nothing is lost, nothing doubled.

Real connections in two threads on a committed database; what collides is tried again,
as Odoo's http layer does.
"""

import re

import pytest

COMPANY = """
import threading
from odoo import Command
from odoo.service.model import retrying
from odoo.addons.trade_base.tests.common import QUIET_MAIL
from odoo.addons.trade_finance.tests.common import FinanceCase

ROUNDS = 6


class Company(FinanceCase):
    pass


Company.env = env(context={**env.context, **QUIET_MAIL})
company = Company._create_trade_company("At once")
env.cr.precommit.clear()
Company._work_in(company)
Company.env["stock.warehouse"].create({"company_id": company.id})
Company._trade_in_dollars(7.00, 6.95, 6.90)
orders = Company.env["sale.order"].union(
    *(Company._create_order() for _round in range(ROUNDS)))
paid = Company.env["sale.order"].union(
    *(Company._create_order() for _round in range(ROUNDS)))
paid.action_confirm()
invoices = [Company._invoice(order).id for order in paid]
order_ids, paid_ids, company_id = orders.ids, paid.ids, company.id
context = dict(Company.env.context)
env.cr.commit()


def worker(env_of):
    world = type("Worker", (FinanceCase,), {})
    world.env = env_of
    world.company = env_of["res.company"].browse(company_id)
    return world


barrier, errors = threading.Barrier(2), []


def run(steps):
    for step in steps:
        barrier.wait(60)
        with env.registry.cursor() as cr:
            own = env(cr=cr, context=context)
            try:
                retrying(lambda: step(worker(own)), own)
            except Exception as error:
                errors.append(repr(error))


def confirm(order_id):
    def step(world):
        order = world.env["sale.order"].browse(order_id)
        if order.state == "draft":
            order.action_confirm()
    return step


def deposit(order_id, amount):
    def step(world):
        world.customer = world.env["sale.order"].browse(order_id).partner_id
        world._deposit(world.env["sale.order"].browse(order_id), amount)
    return step


def pay(invoice_id, amount):
    def step(world):
        world._pay(world.env["account.move"].browse(invoice_id), amount)
    return step


def pairs():
    for order_id, paid_id, invoice_id in zip(order_ids, paid_ids, invoices):
        yield confirm(order_id), confirm(order_id)
        yield confirm(order_id), deposit(order_id, 100)
        yield deposit(order_id, 300), deposit(order_id, 500)
        yield pay(invoice_id, 4000), pay(invoice_id, 5000)
        yield deposit(paid_id, 30), pay(invoice_id, 1000)


rounds = list(pairs())
threads = [
    threading.Thread(target=run, args=([pair[side] for pair in rounds],))
    for side in (0, 1)
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
env.cr.rollback()
env.invalidate_all()
"""
CHECK = """
env = env(context=context)
receipts = dict(env["trade.order.receipt"]._read_group(
    [("order_id", "in", order_ids + paid_ids)], ["order_id"], ["amount:sum"]))
wrong = []
for order in env["sale.order"].browse(order_ids + paid_ids):
    wanted = 900 if order.id in order_ids else 10030
    stored = order.amount_received, order.amount_outstanding
    if order.state != "sale" or order.trade_rate <= 0:
        wrong.append(f"{order.name} {order.state} {order.trade_rate}")
    if round(stored[0] - receipts.get(order, 0), 2):
        wrong.append(f"{order.name} stored {stored} view {receipts.get(order)}")
    if stored != (wanted, 10000 - wanted):
        wrong.append(f"{order.name} {stored} instead of {wanted}")
payments = env["account.payment"].search([("company_id", "=", company_id)])
print("ERRORS", errors, "WRONG", wrong)
print("PAYMENTS", len(payments), "DONE")
"""


@pytest.mark.usefixtures("suite_copy")
def test_two_users_lose_and_double_nothing(suite_copy, odoo_shell):
    printed = odoo_shell(suite_copy, COMPANY + CHECK)
    assert "ERRORS [] WRONG []" in printed, printed[-3000:]
    # Six rounds of three deposits, two payments, and a deposit and a payment more.
    assert re.search(r"PAYMENTS 42 DONE", printed), printed[-500:]
