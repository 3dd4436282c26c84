"""Whether clones are what the ORM would have written: correctness before speed."""

import random

ORDER_FIELDS = (
    "amount_total",
    "invoice_status",
    "delivery_status",
    "amount_received",
    "amount_outstanding",
    "receipt_status",
    "fx_difference",
    "estimated_profit",
    "actual_profit",
    "expected_profit",
    "profit_variance",
    "actual_profit_percent",
)
INVOICE_FIELDS = ("amount_total", "amount_residual", "payment_state")


def sample(env, count=50, seed=1):
    """Recompute `count` random orders and their invoices; return what differs."""
    orders = env["sale.order"].search([("state", "=", "sale")])
    chosen = random.Random(seed).sample(orders.ids, min(count, len(orders)))
    orders = orders.browse(chosen)
    different = recompute(orders, ORDER_FIELDS)
    different += recompute(orders.invoice_ids, INVOICE_FIELDS)
    return {"orders": len(orders), "different": different + unbalanced(orders)}


def recompute(records, names):
    """Return a sentence for each stored value that computing anew changes."""
    stored = {name: records.mapped(lambda r, n=name: r[n]) for name in names}
    for name in names:
        records.env.add_to_compute(records._fields[name], records)
    different = []
    for name, values in stored.items():
        for record, value in zip(records, values, strict=True):
            if not is_same(record[name], value):
                different.append(f"{record} {name}: {value} became {record[name]}")
    return different


def is_same(value, other):
    if isinstance(value, float):
        return abs(value - other) < 0.005
    return value == other


def unbalanced(orders):
    """Return a sentence for each entry of the orders that does not balance."""
    return [
        f"{move} does not balance"
        for move in orders.invoice_ids.line_ids.move_id
        if abs(sum(move.line_ids.mapped("balance"))) >= 0.005
    ]


def spoil(env):
    """Make one stored total wrong, to see that `sample` finds it."""
    env.cr.execute(
        """UPDATE sale_order SET amount_received = amount_received + 1
            WHERE id = (SELECT MAX(id) FROM sale_order)"""
    )
