"""What orders received and earned, added up in Python from the records themselves.

Nothing here reads the suite's views or stored totals. Amounts are ``Decimal``.
"""

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

RESULT = ("income", "expense", "off")
CLAIMS = (
    "asset_receivable",
    "asset_current",
    "liability_current",
    "liability_non_current",
)


def exact(value):
    """Return a float as PostgreSQL casts it to numeric."""
    return Decimal(f"{value:.15g}")


def rounded(value, currency):
    unit = exact(currency.rounding)
    return (value / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit


class Oracle:
    """Audits `orders` of one company.

    :param late_costs: (delivery, amount, from, to): the slice of a landed cost that
        came when the delivery had left
    """

    def __init__(self, orders, late_costs=()):
        self.orders = orders
        self.late_costs = late_costs
        self.env = orders.env
        self.currency = orders.company_id.currency_id
        methods = self.env["account.payment.method.line"].sudo().search([])
        self.outstanding = methods.payment_account_id

    # == Entries ==

    def is_money(self, line):
        account = line.account_id
        return (
            account.account_type in ("asset_cash", "liability_credit_card")
            or account in self.outstanding
            or account == line.move_id.origin_payment_id.outstanding_account_id
        )

    def is_result(self, line):
        return line.account_id.account_type.split("_")[0] in RESULT

    def is_claim(self, line):
        account = line.account_id
        return (
            account.account_type in CLAIMS
            and account.reconcile
            and not self.is_money(line)
        )

    def sums(self, move, sign):
        """Return claim, money and loss of an entry with its claim on side `sign`."""
        claim = money = loss = Decimal(0)
        is_rejected = move.origin_payment_id.state == "rejected"
        for line in move.line_ids:
            balance = exact(line.balance) * sign
            if self.is_money(line):
                money -= 0 if is_rejected else balance
            elif self.is_result(line):
                is_tied = line.trade_order_id or move.move_type != "entry"
                loss -= 0 if is_tied else balance
            elif balance > 0:
                claim += balance
        return claim, max(money, Decimal(0)), loss

    def parts(self, line):
        """Return partials of `line`: (partial, other line, used of this, of it)."""
        return [
            (
                partial,
                partial.credit_move_id,
                exact(partial.debit_amount_currency),
                exact(partial.credit_amount_currency),
            )
            for partial in line.matched_credit_ids
        ] + [
            (
                partial,
                partial.debit_move_id,
                exact(partial.credit_amount_currency),
                exact(partial.debit_amount_currency),
            )
            for partial in line.matched_debit_ids
        ]

    def whole(self, partial, line):
        """Return the company value a partial has on the side of `line`."""
        value = exact(partial.amount)
        entry = partial.exchange_move_id
        if entry.state == "posted":
            side = 1 if line == partial.debit_move_id else -1
            value += sum(
                max(-side * exact(item.balance), Decimal(0))
                for item in entry.line_ids
                if item.account_id == line.account_id
            )
        return value

    def cash(self, line):
        """Return ratio, value, loss, fx of the entry that settles with `line`."""
        sign = 1 if line.balance > 0 else -1
        claim, money, loss = self.sums(line.move_id, sign)
        worth, fx = money, Decimal(0)
        if line.move_id.move_type == "entry" and money < claim:
            for used in line.move_id.line_ids - line:
                for partial, source, mine, its in self.parts(used):
                    on_side = (used.balance or -sign) * sign <= 0
                    if source.parent_state != "posted" or not on_side:
                        continue
                    their_claim, their_money, their_loss = self.sums(
                        source.move_id, sign
                    )
                    if not used.amount_currency or not source.amount_currency:
                        continue
                    if their_claim:
                        ratio = min(their_money / their_claim, Decimal(1))
                        book = abs(
                            exact(used.balance) * mine / exact(used.amount_currency)
                        )
                        value = abs(
                            exact(source.balance) * its / exact(source.amount_currency)
                        )
                        money += book * ratio
                        worth += value * ratio
                        loss += value * their_loss / their_claim
                    fx += self.exchange_result(partial) * sign
        whole = max(claim, money)
        if not whole:
            return Decimal(0), Decimal(0), Decimal(0), Decimal(0)
        base = claim or whole
        return money / whole, worth / whole, loss / base, fx / base

    def exchange_result(self, partial):
        """Return what a partial's exchange entry books as expense, minus income."""
        entry = partial.exchange_move_id
        if entry.state != "posted":
            return Decimal(0)
        lines = entry.line_ids.filtered(self.is_result)
        return -sum((exact(line.balance) for line in lines), Decimal(0))

    def spent(self, partial, line, total, currency):
        """Return the partial's part of `total` of `line`, rounded one after another."""
        used = own = Decimal(0)
        for other, _line, mine, _its in sorted(
            self.parts(line), key=lambda row: row[0].id
        ):
            if (other.debit_move_id == line) != (partial.debit_move_id == line):
                continue
            if other.id < partial.id:
                used += mine
            elif other == partial:
                own = mine
        base = abs(exact(line.amount_currency))
        if not base:
            return Decimal(0)
        stop, start = abs(total) * (used + own) / base, abs(total) * used / base
        return rounded(stop, currency) - rounded(start, currency)

    # == Receipts ==

    def shared(self, amount, share, currency):
        upper, lower = exact(share.share_to), exact(share.share_from)
        return rounded(amount * upper, currency) - rounded(amount * lower, currency)

    def shares(self, order):
        return (
            self.env["trade.order.share"]
            .sudo()
            .search([("order_id", "=", order.id), ("line_id", "=", False)])
        )

    def settlements(self, document, states=("posted",)):
        """Return (partial, due line, settling line) of an invoice or credit note."""
        if document.state not in states or not document.is_sale_document(True):
            return
        is_refund = document.move_type == "out_refund"
        for due in document.line_ids:
            if due.display_type == "payment_term":
                partials = (
                    due.matched_debit_ids if is_refund else due.matched_credit_ids
                )
                for partial in partials:
                    other = (
                        partial.debit_move_id if is_refund else partial.credit_move_id
                    )
                    if other.parent_state == "posted":
                        yield partial, due, other

    def receipt_sums(self, order):
        """Return received, deposited (of it), its value, FX difference of an order."""
        totals = defaultdict(Decimal)
        for share in self.shares(order):
            for partial, due, other in self.settlements(share.move_id):
                amount, received, invoiced = self.money_of(partial, due, other)
                if received:
                    sign = -1 if share.move_id.move_type == "out_refund" else 1
                    document = share.move_id
                    value = self.shared(sign * received, share, self.currency)
                    if document.currency_id == order.currency_id:
                        own = self.shared(sign * amount, share, order.currency_id)
                    else:
                        own = self.shared(
                            sign * invoiced / exact(order.trade_rate),
                            share,
                            order.currency_id,
                        )
                    self.add_receipt(totals, order, own, value)
        for amount, value in self.deposits(order):
            totals["deposited"] += amount
            self.add_receipt(totals, order, amount, value)
        return totals

    def add_receipt(self, totals, order, amount, value):
        totals["received"] += amount
        totals["value"] += value
        if order.trade_rate:
            at_order = rounded(amount * exact(order.trade_rate), self.currency)
            totals["fx"] += value - at_order

    def money_of(self, partial, due, other):
        """Return what of a partial is money: in its currency, received, invoiced."""
        ratio, value, _loss, _fx = self.cash(other)
        amount = exact(
            partial.debit_amount_currency
            if due == partial.debit_move_id
            else partial.credit_amount_currency
        )
        received = self.whole(partial, other) * value
        if value not in (0, 1):
            received = self.spent(
                partial, other, exact(other.balance) * value, self.currency
            )
        if ratio not in (0, 1):
            if due.currency_id == other.currency_id:
                total = exact(other.amount_currency) * ratio
                amount = self.spent(partial, other, total, due.currency_id)
            else:
                amount = rounded(amount * ratio, due.currency_id)
        elif not ratio:
            amount = Decimal(0)
        invoiced = rounded(self.whole(partial, due) * ratio, self.currency)
        return amount, received, invoiced

    # == Deposits ==

    def tied_lines(self, order):
        """Return the claims of entries that name the order, as a whole or on a line."""
        moves = (
            order.sudo()
            .trade_payment_ids.filtered(
                lambda payment: payment.partner_type == "customer"
            )
            .move_id
        )
        lines = moves.line_ids | order.sudo().trade_line_ids.filtered(
            lambda line: not line.payment_id
        )
        return lines.filtered(
            lambda line: (
                line.parent_state == "posted"
                and line.move_id.move_type == "entry"
                and self.is_claim(line)
            )
        )

    def deposits(self, order):
        """Yield (amount, value) of money that names the order and no invoice took."""
        for line in self.tied_lines(order):
            ratio, value, _loss, _fx = self.cash_of_own(line)
            yield self.open_part(order, line, ratio, value, Decimal(1), line.date)
            for _partial, used, mine, its in self.parts(line):
                mover = used.move_id
                if used.parent_state != "posted" or mover.move_type != "entry":
                    continue
                claim, _money, _loss = self.sums(mover, -1)
                if line.balance > 0 or not claim:
                    continue
                worth = abs(exact(line.balance) * mine / exact(line.amount_currency))
                book = abs(exact(used.balance) * its / exact(used.amount_currency or 1))
                for moved in mover.line_ids - used:
                    if book and moved.balance < 0 and self.is_claim(moved):
                        part, price = book / claim, ratio * worth / book
                        yield self.open_part(
                            order, moved, ratio, price, part, line.date
                        )

    def cash_of_own(self, line):
        claim, money, _loss = self.sums(line.move_id, 1 if line.balance > 0 else -1)
        ratio = money / max(claim, money) if money else Decimal(0)
        return ratio, ratio, Decimal(0), Decimal(0)

    def open_part(self, order, line, ratio, value, part, date):
        """Return amount and value of what `line` has open."""
        taken = used = Decimal(0)
        for partial, other, mine, _its in self.parts(line):
            if other.parent_state == "posted":
                used += mine
                taken += self.whole(partial, line)
        base = abs(exact(line.amount_currency))
        share = used / base if base else Decimal(0)
        if share == 1:
            return Decimal(0), Decimal(0)
        if value == part == 1:
            worth = -exact(line.balance) + (taken if line.balance > 0 else -taken)
        else:
            total = -exact(line.balance) * part * value
            worth = rounded(total, self.currency) - rounded(
                total * share, self.currency
            )
        if not worth:
            return Decimal(0), Decimal(0)
        if line.currency_id == order.currency_id:
            total = -exact(line.amount_currency) * part * ratio
            amount = rounded(total, order.currency_id) - rounded(
                total * share, order.currency_id
            )
        else:
            daily = self.env["res.currency"]._get_conversion_rate(
                self.currency, order.currency_id, order.company_id, date
            )
            amount = rounded(worth * exact(daily), order.currency_id)
        return amount, worth

    # == Documents ==

    def document_sums(self, order):
        """Return what is invoiced and what of it is open, in the order's currency."""
        invoiced = still_open = Decimal(0)
        for share in self.shares(order):
            document = share.move_id
            if document.state != "posted" or not document.is_sale_document(True):
                continue
            total = exact(document.amount_total_in_currency_signed)
            settled = sum(
                (
                    mine if due.balance > 0 else -mine
                    for due in document.line_ids
                    if due.display_type == "payment_term"
                    for _partial, other, mine, _its in self.parts(due)
                    if other.parent_state == "posted"
                    and other.payment_id.state != "rejected"
                ),
                Decimal(0),
            )
            if document.move_type != "out_refund":
                invoiced += self.shared(total, share, order.currency_id)
            still_open += self.shared(total - settled, share, order.currency_id)
        return invoiced, still_open

    # == Profit ==

    def profit(self, order):
        """Return {cost type code: amount} of the posted facts of an order."""
        totals = defaultdict(Decimal)
        for line in order.sudo().trade_line_ids:
            self.add_line(totals, order, line)
        for move in order.order_line.move_ids:
            if move.state == "done":
                is_back = not move.is_out and move.location_id.usage == "customer"
                totals["product"] += exact(move.value) * (1 if is_back else -1)
        for delivery, cost, start, stop in self.late_costs:
            if delivery.sale_line_id.order_id == order:
                totals["landed_cost"] -= rounded(cost * stop, self.currency)
                totals["landed_cost"] += rounded(cost * start, self.currency)
        for share in self.shares(order):
            self.add_exchange(totals, share)
            self.add_on_the_way(totals, share)
        return {code: amount for code, amount in totals.items() if amount}

    def add_line(self, totals, order, line):
        document = line.move_id
        is_product = line.display_type == "product"
        if document.state != "posted" or not is_product:
            return
        balance = -exact(line.balance)
        if document.is_sale_document(True):
            if not self.is_result(line):
                return
            at_order = balance
            if order.trade_rate and line.currency_id == order.currency_id:
                at_order = rounded(
                    -exact(line.amount_currency) * exact(order.trade_rate),
                    self.currency,
                )
            totals["revenue"] += at_order
            totals["fx_invoice"] += balance - at_order
        elif self.is_result(line):
            totals[line.trade_cost_type_id.code or "other"] += balance

    def add_exchange(self, totals, share):
        """Add the exchange entries of a document, once where two documents meet."""
        for due in share.move_id.line_ids:
            if due.display_type != "payment_term":
                continue
            for partial, other, _mine, _its in self.parts(due):
                entry = partial.exchange_move_id
                is_credit = due == partial.credit_move_id
                meets = is_credit and self.env["trade.order.share"].sudo().search_count(
                    [("move_id", "=", other.move_id.id)]
                )
                if entry.state != "posted" or (
                    meets and other.display_type == "payment_term"
                ):
                    continue
                credit = self.whole(partial, partial.credit_move_id)
                debit = self.whole(partial, partial.debit_move_id)
                totals["fx_booked"] += self.shared(
                    credit, share, self.currency
                ) - self.shared(debit, share, self.currency)

    def add_on_the_way(self, totals, share):
        """Add fees, write-offs and moved advances of what settled a document."""
        sign = 1 if share.move_id.move_type == "out_refund" else -1
        for partial, _due, other in self.settlements(
            share.move_id, ("posted", "draft")
        ):
            if other.move_id in self.exchange_entries:
                continue
            ratio, _value, loss, fx = self.cash(other)
            for code, part in (("bank" if ratio else "other", loss), ("fx_booked", fx)):
                total = exact(other.balance) * part
                lost = self.signed_spent(partial, other, total, part)
                totals[code] += self.shared(sign * lost, share, self.currency)

    def signed_spent(self, partial, line, total, part):
        spent = self.spent(partial, line, total, self.currency)
        return spent if part > 0 else -spent

    @cached_property
    def exchange_entries(self):
        return (
            self.env["account.partial.reconcile"]
            .search([("company_id", "=", self.orders.company_id.id)])
            .exchange_move_id
        )
