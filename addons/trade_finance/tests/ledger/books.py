"""Compares all orders together with the profit and loss and the bank of the company."""

from decimal import Decimal

from .oracle import exact

# Values of stock moves: in periodic valuation no journal item holds them.
VALUED = ("product", "landed_cost")


class Books:
    """What a company's journal items say, less what no order's document met."""

    def audit_company(self, oracle, receipts, lines):
        loose = self.loose_result(oracle)
        if loose is not None:
            self.counts["books compared"] += 1
            booked = -sum(self.result_items().mapped("balance"))
            ours = sum(
                amount
                for by_code in lines.values()
                for code, amount in by_code.items()
                if code not in VALUED
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
