"""Plays random sequences of business steps, audited after each."""

import random
import time
from collections import Counter

from odoo.tests import freeze_time

from .audit import Audit
from .goods import GoodsSteps
from .money import MoneySteps
from .world import DAYS, World

SHORTEST, LONGEST = 5, 25
# How often a step is drawn. An addon with facts of its own adds its steps here.
WEIGHTS = {
    "confirm": 4,
    "invoice": 4,
    "invoice_part": 4,
    "invoice_several_orders": 3,
    "down_payment": 2,
    "credit_note": 3,
    "pay": 6,
    "pay_in_another_currency": 3,
    "pay_with_a_fee": 3,
    "pay_too_much": 2,
    "refund_the_customer": 3,
    "deposit": 5,
    "statement_line": 3,
    "write_off": 2,
    "move_an_advance": 3,
    "use_outstanding_credit": 5,
    "unreconcile": 3,
    "payment_to_draft": 3,
    "payment_posted_again": 2,
    "payment_cancelled": 1,
    "payment_rejected": 1,
    "invoice_to_draft": 2,
    "invoice_posted_again": 3,
    "invoice_cancelled": 1,
    "deposit_of_another_order": 1,
    "rate_of_the_order_corrected": 1,
    "rate_of_a_day_corrected": 1,
    "deliver": 3,
    "return_goods": 2,
    "cost_of_the_goods_changes": 1,
    "bill_freight": 3,
    "bill_refunded": 1,
    "pay_the_forwarder": 2,
    "landed_cost_late": 2,
    "cancel": 1,
}
# Steps that need a model which may not be installed.
NEEDS = {"landed_cost_late": "stock.landed.cost"}


class Ledger(MoneySteps, GoodsSteps, Audit):
    """One sequence of steps in a `World`."""

    def __init__(self, world, seed):
        self.world, self.env = world, world.env
        self.seed, self.dice = seed, random.Random(seed)
        self.confirmed = self.env["sale.order"]
        self.history, self.counts = [], Counter()
        self.late_costs = []

    @classmethod
    def skipped(cls, env):
        """Return {step: why} of the steps that cannot be played in this database."""
        return {
            step: f"{model} is not installed"
            for step, model in NEEDS.items()
            if model not in env
        }

    @classmethod
    def steps(cls):
        """Return the names of all steps there are."""
        return list(WEIGHTS)

    def freeze_confirm(self, order):
        with freeze_time(self.dice.choice(DAYS[:2])):
            order.action_confirm()

    def length(self):
        """Return 5 to 25 steps, the short ones more often."""
        return SHORTEST + int((LONGEST - SHORTEST + 1) * self.dice.random() ** 2.5)

    def play(self):
        self.take("confirm")
        for _step in range(self.length() - 1):
            self.take(None)
        return self.counts

    def take(self, name):
        """Take one step that has something to do, then audit."""
        skipped = self.skipped(self.env)
        names = [step for step in WEIGHTS if step not in skipped]
        weights = [WEIGHTS[step] for step in names]
        done = None
        while not done:
            step = name or self.dice.choices(names, weights)[0]
            done = getattr(self, f"step_{step}")()
        self.history.append(step)
        self.counts[step] += 1
        try:
            self.audit()
        except AssertionError as error:
            raise AssertionError(
                f"seed {self.seed}, {' > '.join(self.history)}: {error}"
            ) from None


def play(env, currency, seeds, stop_at=None):
    """Play the sequences `seeds` in a company in `currency`; return what was done.

    :param stop_at: seconds after which no further sequence is begun, for trying out
    """
    World.build(env, currency, random.Random(currency))
    counts, began = Counter(), time.monotonic()
    for seed in seeds:
        if stop_at and time.monotonic() - began > stop_at:
            break
        with World.env.cr.savepoint() as savepoint:
            counts += Ledger(World, seed).play()
            counts["sequences"] += 1
            savepoint.rollback()
        World.env.invalidate_all()
    return dict(counts)
