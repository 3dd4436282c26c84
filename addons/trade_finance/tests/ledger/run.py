"""Plays random sequences of business steps and audits the orders after each."""

import random
import time
from collections import Counter, defaultdict
from decimal import Decimal

from odoo.tests import freeze_time

from .goods import GoodsSteps
from .money import MoneySteps
from .oracle import Oracle, exact
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
    "landed_cost_late": 1,
    "cancel": 1,
}
# Steps that need a model which may not be installed.
NEEDS = {"landed_cost_late": "stock.landed.cost"}


class Ledger(MoneySteps, GoodsSteps):
    """One sequence of steps in a `World`."""

    def __init__(self, world, seed):
        self.world, self.env = world, world.env
        self.seed, self.dice = seed, random.Random(seed)
        self.confirmed = self.env["sale.order"]
        self.history, self.counts = [], Counter()

    @classmethod
    def skipped(cls, env):
        """Return {step: why} of the steps that cannot be played in this database."""
        return {
            step: f"{model} is not installed"
            for step, model in NEEDS.items()
            if model not in env
        }

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

    # == The audit ==

    def audit(self):
        self.env.flush_all()
        oracle = Oracle(self.confirmed)
        receipts = self.read_receipts()
        lines = self.read_profit_lines()
        for order in self.confirmed:
            self.audit_receipts(oracle, order, receipts[order.id])
            self.audit_profit(oracle, order, lines[order.id])
        self.audit_core(oracle)
        self.audit_company(oracle, receipts, lines)

    def read_receipts(self):
        rows = defaultdict(list)
        Receipt = self.env["trade.order.receipt"]
        Receipt.invalidate_model()
        for row in Receipt.search([("order_id", "in", self.confirmed.ids)]):
            rows[row.order_id.id].append(row)
        return rows

    def read_profit_lines(self):
        sums = defaultdict(dict)
        groups = self.env["trade.profit.line"]._read_group(
            [("order_id", "in", self.confirmed.ids)],
            ["order_id", "cost_type_id"],
            ["actual:sum"],
        )
        for order, cost_type, actual in groups:
            sums[order.id][cost_type.code] = actual
        return sums

    def equal(self, found, wanted, what):
        if abs(exact(found) - exact(wanted)) >= Decimal("0.005"):
            raise AssertionError(f"{what}: {found} instead of {wanted}")

    def audit_receipts(self, oracle, order, rows):
        sums = oracle.receipt_sums(order)
        invoiced, still_open = oracle.document_sums(order)
        name = order.name
        for row in rows:
            if row.move_id:
                both = row.fx_before_invoice + row.fx_booked
                self.equal(both, row.fx_difference, f"{name} FX identity")
        for measure, field in (
            ("received", "amount"),
            ("value", "value_receipt"),
            ("fx", "fx_difference"),
        ):
            found = sum(getattr(row, field) for row in rows)
            self.equal(found, sums[measure], f"{name} view {field}")
        self.equal(order.amount_received, sums["received"], f"{name} received")
        self.equal(order.fx_difference, sums["fx"], f"{name} FX")
        to_come = Decimal(0)
        if order.state == "sale":
            to_come = max(exact(order.amount_total) - invoiced, Decimal(0))
        outstanding = to_come + still_open - sums["deposited"]
        self.equal(order.amount_outstanding, outstanding, f"{name} outstanding")

    def audit_profit(self, oracle, order, found):
        wanted = oracle.profit(order)
        for code in {*wanted, *found}:
            what = f"{order.name} {code}"
            self.equal(found.get(code, 0), wanted.get(code, 0), what)
        total = sum(wanted.values())
        self.equal(order.actual_profit, total, f"{order.name} profit")

    def audit_core(self, oracle):
        """Compare with what core says of invoices, where drafts do not differ."""
        for order in self.confirmed:
            documents = order.invoice_ids.filtered(
                lambda move: (
                    move.state == "posted"
                    and move.trade_share_ids.order_id == order  # noqa: B023
                )
            )
            if documents != order.invoice_ids.filtered(lambda m: m.state == "posted"):
                continue
            _invoiced, still_open = oracle.document_sums(order)
            others = documents.line_ids.filtered(
                lambda line: line.display_type == "payment_term"
            )
            settled_by = (
                others.matched_credit_ids.credit_move_id
                | others.matched_debit_ids.debit_move_id
            ).move_id
            if all(
                move.state == "posted" and move.origin_payment_id.state != "rejected"
                for move in settled_by
            ):
                residual = -sum(
                    line.amount_residual_currency * -1 for line in others
                )
                self.equal(still_open, residual, f"{order.name} core's residual")
            invoiced = sum(order.order_line.mapped("amount_invoiced"))
            booked = sum(documents.mapped("amount_total_in_currency_signed"))
            self.equal(invoiced, booked, f"{order.name} core's invoiced")

    # == The company's books ==

    def audit_company(self, oracle, receipts, lines):
        loose = self.loose_result(oracle)
        if loose is not None:
            self.counts["books compared"] += 1
            booked = -sum(self.result_items().mapped("balance"))
            ours = sum(
                amount
                for by_code in lines.values()
                for code, amount in by_code.items()
                if code != "product"
            )
            self.equal(ours, exact(booked) - loose, "profit and loss")
        loose = self.loose_money(oracle)
        if loose is not None:
            self.counts["bank compared"] += 1
            ours = sum(row.value_receipt for rows in receipts.values() for row in rows)
            money = sum(
                self.customer_entries(oracle)
                .line_ids.filtered(oracle.is_money)
                .mapped("balance")
            )
            self.equal(ours, exact(money) - loose, "money")

    def items(self, *domain):
        return self.env["account.move.line"].search(
            [
                ("company_id", "=", self.world.company.id),
                ("parent_state", "=", "posted"),
                *domain,
            ]
        )

    def result_items(self):
        return self.items(("account_id.internal_group", "in", ("income", "expense")))

    def loose_result(self, oracle):
        """Return what entries booked that no order's document met, None if in part."""
        loose = Decimal(0)
        entries = self.result_items().move_id.filtered(
            lambda move: move.move_type == "entry"
        )
        for entry in entries - self.exchanges_and_reversals(oracle):
            state = self.met_state(oracle, entry)
            if state == "part":
                return None
            if state == "none":
                results = entry.line_ids.filtered(oracle.is_result)
                loose -= sum(exact(line.balance) for line in results)
        for partial in self.exchange_partials(oracle):
            states = {
                self.line_state(oracle, line)
                for line in partial.debit_move_id | partial.credit_move_id
            }
            if "documents" in states:
                continue
            if states != {"none"}:
                return None
            loose += oracle.exchange_result(partial)
        return loose

    def exchange_partials(self, oracle):
        return self.env["account.partial.reconcile"].search(
            [
                ("company_id", "=", self.world.company.id),
                ("exchange_move_id.state", "=", "posted"),
            ]
        )

    def exchanges_and_reversals(self, oracle):
        journal = self.world.company.currency_exchange_journal_id
        return self.items(("journal_id", "=", journal.id)).move_id

    def line_state(self, oracle, line):
        """Say what a line has met: is it of a document, or all, nothing, part of it."""
        if line.display_type == "payment_term" and line.move_id.trade_share_ids:
            return "documents"
        return self.met_state(oracle, line.move_id)

    def met_state(self, oracle, entry):
        """Say whether an entry's claims met orders' documents: all, part or none."""
        used, total = Decimal(0), Decimal(0)
        for line in entry.line_ids.filtered(oracle.is_claim):
            total += abs(exact(line.amount_currency))
            for _partial, other, mine, _its in oracle.parts(line):
                is_document = other.display_type == "payment_term"
                if is_document and other.move_id.trade_share_ids:
                    used += mine
                elif other.move_id not in self.exchanges_and_reversals(oracle):
                    return "part"
        return {Decimal(0): "none", total: "all"}.get(used, "part")

    def customer_entries(self, oracle):
        """Return posted entries of customers that hold money."""
        entries = self.items(("move_id.move_type", "=", "entry")).move_id
        return entries.filtered(
            lambda move: (
                any(oracle.is_money(line) for line in move.line_ids)
                and move.origin_payment_id.partner_type != "supplier"
                and move.origin_payment_id.state != "rejected"
            )
        )

    def loose_money(self, oracle):
        """Return money no order has, None when some of it is on its way."""
        loose = Decimal(0)
        tied = self.env["account.move.line"].union(
            *(oracle.tied_lines(order) for order in self.confirmed)
        )
        for entry in self.customer_entries(oracle):
            ratio = None
            for line in entry.line_ids.filtered(oracle.is_claim):
                for _partial, other, _mine, _its in oracle.parts(line):
                    if other.parent_state == "posted" and not (
                        other.display_type == "payment_term"
                        and other.move_id.trade_share_ids
                    ):
                        return None
                if line not in tied:
                    ratio, value, _loss, _fx = oracle.cash(line)
                    _amount, worth = oracle.open_part(
                        self.confirmed[:1], line, ratio, value, Decimal(1), line.date
                    )
                    loose += worth
        return loose


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
