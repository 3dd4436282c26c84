"""Compares views and stored totals with the oracle, core and the company's books."""

from collections import defaultdict
from decimal import Decimal

from .books import Books
from .oracle import Oracle, exact


class Audit(Books):
    """The comparisons made after each step of a `Ledger`."""

    def audit(self):
        self.env.flush_all()
        oracle = Oracle(self.confirmed, self.late_costs)
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

    def equal(self, found, wanted, what, cents=0):
        """Compare two amounts to the cent, or within a number of `cents`."""
        allowed = Decimal(cents) / 100 + Decimal("0.005")
        if abs(exact(found) - exact(wanted)) >= allowed:
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
        """Compare with core's own totals, where drafts do not make them differ."""
        for order in self.confirmed:
            documents = order.invoice_ids.filtered(lambda move: move.state == "posted")
            if documents.trade_share_ids.order_id - order:
                continue
            dues = documents.line_ids.filtered(
                lambda line: line.display_type == "payment_term"
            )
            if self.is_settled_by_posted(dues):
                _invoiced, still_open = oracle.document_sums(order)
                residual = sum(dues.mapped("amount_residual_currency"))
                self.equal(still_open, residual, f"{order.name} core's residual")
            invoiced = sum(order.order_line.mapped("amount_invoiced"))
            booked = sum(documents.mapped("amount_total_in_currency_signed"))
            # Core rounds each order line here, and the documents as a whole.
            lines = len(documents.invoice_line_ids)
            self.equal(invoiced, booked, f"{order.name} core's invoiced", lines)

    def is_settled_by_posted(self, dues):
        others = dues.matched_credit_ids.credit_move_id
        others |= dues.matched_debit_ids.debit_move_id
        return all(
            move.state == "posted" and move.origin_payment_id.state != "rejected"
            for move in others.move_id
        )
