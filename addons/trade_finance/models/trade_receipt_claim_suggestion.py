# One class would make a file of 900 lines.
# pylint: disable=consider-merging-classes-inherited
from typing import NamedTuple

from odoo import api, fields, models
from odoo.fields import Domain

from ..tools import claim

SHOWN = 6


class Suggestion(NamedTuple):
    """An order that may have been paid, and how sure the reasons make (0 to 100)."""

    order: models.Model
    score: int
    reasons: list[claim.Reason]


class TradeReceiptClaim(models.Model):
    """Which orders a receipt may be for, with the reasons in words.

    Only orders the reader may open are looked at. Whatever the number of receipts, the
    number of queries is the same: candidates of all of them are read together.
    """

    _inherit = "trade.receipt.claim"

    suggestion = fields.Char(
        "May be for",
        compute="_compute_suggestion",
        help="The most likely of the orders you may open, and why.",
    )

    @api.depends("amount_claimable", "currency_id", "payer", "memo", "state")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_suggestion(self):
        waiting = self.filtered(lambda receipt: receipt.state == "unclaimed")
        found = waiting._get_suggestions(1)
        for receipt in self:
            receipt.suggestion = False
            for suggestion in found.get(receipt, []):
                receipt.suggestion = self.env._(
                    "%(order)s, %(customer)s: %(reasons)s",
                    order=suggestion.order.name,
                    customer=suggestion.order.partner_id.display_name,
                    reasons=receipt._say_reasons(suggestion),
                )

    def _get_suggestions(self, limit=SHOWN):
        """Return {receipt: [Suggestion]}, likeliest first, of orders one may open."""
        money = {receipt: receipt._get_money() for receipt in self._origin}
        if not money:
            return {}
        customers = self._find_customers(list(money.values()))
        orders = self._find_orders(list(money.values()), customers)
        candidates = self._get_candidates(orders, customers)
        return {
            receipt: receipt._rank(paid, candidates)[:limit]
            for receipt, paid in money.items()
        }

    def _rank(self, paid, candidates):
        """Return a Suggestion for each order with a reason, likeliest first."""
        tolerance = self.company_id.trade_claim_tolerance
        suggestions = [
            Suggestion(order, claim.score(why), why)
            for order, candidate in candidates.items()
            if order.company_id == self.company_id
            and (why := claim.reasons(paid, candidate, tolerance))
        ]
        return sorted(suggestions, key=lambda one: (-one.score, -one.order.id))

    def _get_money(self):
        # The payer's account is compared, never shown to who may not see it.
        account = self.sudo().payer_account or ""
        return claim.Money(
            amount=self.amount_claimable,
            currency_id=self.currency_id.id,
            payer=self.payer or "",
            account="".join(filter(str.isalnum, account)).upper(),
            memo=self.memo or "",
        )

    # == Candidates ==

    def _get_candidates(self, orders, customers):
        """Return {order: Candidate}: what each order expects and from whom."""
        invoices = self._read_invoices(orders)
        candidates = {}
        for order in orders:
            names, accounts, past = customers.get(
                order.partner_id.commercial_partner_id, ((), frozenset(), frozenset())
            )
            mine = invoices.get(order.id, [])
            candidates[order] = claim.Candidate(
                currency_id=order.currency_id.id,
                expected=(*self._get_expected(order), *(due for due, _names in mine)),
                references=(
                    order.name or "",
                    order.client_order_ref or "",
                    *(name for _due, names_ in mine for name in names_),
                ),
                names=names,
                accounts=accounts,
                past_payers=past,
            )
        return candidates

    def _get_expected(self, order):
        """Return what the order waits for. Hook: extend with ``super()``."""
        expected = [claim.Expected("outstanding", order._get_claimable())]
        if not order.amount_received:
            expected += [
                claim.Expected(
                    "deposit",
                    order.currency_id.round(
                        order.amount_total * line.value_amount / 100
                    ),
                    f"{line.value_amount:g}",
                )
                for line in order.payment_term_id.line_ids
                if line.value == "percent" and 0 < line.value_amount < 100
            ]
        return expected

    def _read_invoices(self, orders):
        """Return {order id: [(Expected, names)]} of the orders' open invoices."""
        # Number and open amount of invoices of orders the reader may open.
        shares_sudo = self.env["trade.order.share"].sudo()
        groups = shares_sudo._read_group(
            Domain("order_id", "in", orders.ids)
            & Domain("move_id", "any", self._get_invoice_domain()),
            ["order_id", "move_id"],
        )
        invoices = {}
        for order, move in groups:
            due = claim.Expected("invoice", move.amount_residual, move.name)
            names = [move.name, move.payment_reference or ""]
            invoices.setdefault(order.id, []).append((due, names))
        return invoices

    # == Words ==

    def _say_reasons(self, suggestion):
        """Return the reasons as one line of text."""
        order = suggestion.order
        return "; ".join(
            self._say_reason(reason, order) for reason in suggestion.reasons
        )

    def _say_reason(self, reason, order):
        if reason.code in ("amount", "short"):
            return self._say_amount(reason, order)
        texts = {
            "reference": self.env._("“%(subject)s” is in the reference"),
            "account": self.env._("paid from an account of the customer"),
            "name": self.env._("the payer is %(subject)s"),
            "similar": self.env._("the payer reads like %(subject)s"),
            "past": self.env._("the same payer has paid for this customer before"),
            "currency": self.env._("same currency"),
        }
        return texts[reason.code] % {"subject": reason.subject}

    def _say_amount(self, reason, order):
        kind, _sep, label = reason.subject.partition(":")
        what = {
            "outstanding": self.env._("what is outstanding"),
            "deposit": self.env._("the deposit of %(percent)s %%", percent=label),
            "invoice": self.env._("the open amount of %(invoice)s", invoice=label),
        }[kind]
        if reason.code == "amount":
            return self.env._("the amount is %(what)s", what=what)
        return self.env._(
            "the amount is %(what)s less %(missing)s, a bank fee perhaps",
            what=what,
            missing=self._say(reason.amount, order.currency_id),
        )
