"""Template orders: confirmed, estimated, delivered, invoiced and paid for real.

They are made once by the business steps of Odoo; `clone` multiplies their rows. Every
one has at least one posted invoice and one partial, most have two with exchange
entries. All amounts are whole, so that times a whole number they stay exact.
"""

from . import clone
from .desk import Desk


def make(env):
    """Make the templates; return how many, and their ids as `clone` wants them."""
    desk = Desk.open(env)
    before = clone.id_limits(desk.env)
    for story in STORIES:
        story(desk)
    ranges = clone.id_ranges(before, clone.id_limits(desk.env))
    low, high = ranges["sale_order"]
    return {"orders": high - low + 1, "ranges": ranges}


def two_payments(desk):
    """Deliver, invoice at 6.95, receive two thirds of it at 6.95 and 6.90."""
    order = desk._next_order()
    desk._deliver(order)
    invoice = desk._invoice(order)
    desk._pay(invoice, 6000, desk.INVOICE_DAY)
    desk._pay(invoice, 4000)
    desk._bill(order, 5000)


def part_paid(desk):
    """Leave a part of the invoice open, and the goods half delivered."""
    order = desk._next_order(quantity=20)
    desk._deliver(order, 10)
    invoice = desk._invoice(order)
    desk._pay(invoice, 4000)
    desk._pay(invoice, 6000)
    desk._bill(order, 3000, "other")


def deposit_first(desk):
    """Take a deposit before the invoice; the balance comes later."""
    order = desk._next_order(quantity=30)
    deposit = desk._deposit(order, 9000, desk.INVOICE_DAY)
    invoice = desk._invoice(order)
    lines = (deposit.move_id + invoice).line_ids
    lines.filtered(
        lambda line: line.account_id.account_type == "asset_receivable"
    ).reconcile()
    desk._pay(invoice)
    desk._deliver(order)


def deposit_open(desk):
    """Take a deposit no invoice has used, next to an invoice of the down payment."""
    order = desk._next_order(quantity=40)
    invoice = desk._post(desk._down_payment(order, 50))
    desk._pay(invoice)
    desk._deposit(order, 7000)


def five_lines(desk):
    """Sell five kinds of goods, and let the banks keep 20 of the money."""
    order = desk._next_order(order_line=desk._add_lines(5))
    desk._deliver(order)
    invoice = desk._invoice(order)
    desk._pay(invoice, 5000)
    desk._pay_with_fee(invoice, 9980)
    desk._bill(order, 900, "insurance")


def shared_invoice(desk):
    """Invoice two orders together, and share a freight bill among them."""
    one = desk._next_order()
    other = desk._next_order(quantity=30, partner_id=one.partner_id.id)
    orders = one | other
    for order in orders:
        desk._deliver(order)
    invoice = desk._invoice(orders)
    desk._pay(invoice, 20000)
    desk._pay(invoice, 10000)
    desk._share_bill(orders, 8000)


def goods_back(desk):
    """Take goods back and give a credit note for a tenth."""
    order = desk._next_order()
    picking = desk._deliver(order)
    desk._take_back(picking, 1)
    invoice = desk._invoice(order)
    desk._pay(invoice, 5000, desk.INVOICE_DAY)
    desk._pay(invoice, 2000)
    refund = desk._reverse(invoice, amount=1000)
    lines = (invoice + refund).line_ids.filtered(
        lambda line: line.account_id.account_type == "asset_receivable"
    )
    lines.filtered(lambda line: not line.reconciled).reconcile()


def own_currency(desk):
    """Sell in the company's own currency, without any exchange difference."""
    order = desk._next_order(pricelist_id=desk._create_pricelist("CNY").id)
    desk._deliver(order)
    invoice = desk._invoice(order)
    desk._pay(invoice, 4000)
    desk._pay(invoice, 6000)
    desk._bill(order, 500)


def dollar_bill(desk):
    """Pay the freight in dollars, with an exchange entry of the bill as well."""
    order = desk._next_order(quantity=50)
    desk._deliver(order)
    invoice = desk._invoice(order)
    desk._pay(invoice, 20000)
    desk._pay(invoice, 20000)
    desk._pay(desk._bill(order, 700, currency="USD"))


STORIES = (
    two_payments,
    part_paid,
    deposit_first,
    deposit_open,
    five_lines,
    shared_invoice,
    goods_back,
    own_currency,
    dollar_bill,
)
