# One class would make a file of 900 lines.
# pylint: disable=consider-merging-classes-inherited
from odoo import models
from odoo.fields import Domain

from ..tools import claim

POOL = 1000
"""Orders looked at for one list of receipts, newest first."""
OPEN_STATES = ("draft", "sent", "sale")


class TradeReceiptClaim(models.Model):
    """Where suggestions come from: orders something of which fits a receipt.

    Read for all receipts together, in a number of queries that does not grow.
    """

    _inherit = "trade.receipt.claim"

    # == Customers ==

    def _find_customers(self, receipts):
        """Return {commercial partner: (names, accounts, past payers)} that may fit."""
        open_orders = self._get_open_domain()
        groups = self.env["sale.order"]._read_group(open_orders, ["partner_id"])
        partners = self.env["res.partner"].browse(partner.id for (partner,) in groups)
        commercial = partners.commercial_partner_id
        names = {partner: {partner.name or ""} for partner in commercial}
        for partner in partners:
            names[partner.commercial_partner_id].add(partner.name or "")
        for partner in commercial.filtered("trade_payer_names"):
            names[partner] |= set(partner.trade_payer_names.splitlines())
        accounts, past = self._read_accounts(commercial), self._read_past_payers()
        for partner in commercial:
            names[partner] |= {holder for _number, holder in accounts.get(partner, ())}
        wanted = frozenset().union(*(claim.keys(money.payer) for money in receipts))
        numbers = {money.account for money in receipts} - {""}
        payers = {claim.normalise_name(money.payer) for money in receipts} - {""}
        found = {}
        for partner in commercial:
            mine = frozenset(number for number, _h in accounts.get(partner, ()))
            paid = frozenset(past.get(partner, ()))
            keys = frozenset().union(*map(claim.keys, names[partner]))
            if keys & wanted or mine & numbers or paid & payers:
                found[partner] = (tuple(sorted(names[partner])), mine, paid)
        return found

    def _read_accounts(self, partners):
        """Return {partner: {(account, holder)}} of the customers' bank accounts."""
        banks = self.env["res.partner.bank"].search_fetch(
            [("partner_id", "in", partners.ids)],
            ["partner_id", "sanitized_acc_number", "acc_holder_name"],
        )
        accounts = {}
        for bank in banks:
            pair = (bank.sanitized_acc_number or "", bank.acc_holder_name or "")
            accounts.setdefault(bank.partner_id, set()).add(pair)
        return accounts

    def _read_past_payers(self):
        """Return {customer: {payer}} of what was booked before for these payers."""
        # Who paid for whom is known to the company; only own orders are suggested.
        lines_sudo = self.env["trade.receipt.claim.line"].sudo()
        groups = lines_sudo._read_group(
            [
                ("company_id", "in", self.company_id.ids),
                ("claim_id.state", "=", "confirmed"),
                ("claim_id.payer_key", "in", self.mapped("payer_key")),
                ("claim_id.payer_key", "!=", ""),
            ],
            ["order_id", "claim_id"],
        )
        past = {}
        for order, receipt in groups:
            customer = order.partner_id.commercial_partner_id.sudo(False)
            past.setdefault(customer, set()).add(receipt.payer_key)
        return past

    # == Orders ==

    def _get_open_domain(self):
        """Return the domain of orders that wait for money."""
        return Domain("company_id", "in", self.company_id.ids) & (
            Domain("state", "in", ("draft", "sent"))
            | Domain("state", "=", "sale") & Domain("amount_outstanding", ">", 0)
        )

    def _find_orders(self, receipts, customers):
        """Return the orders of which something fits one of the receipts."""
        texts = [claim.references_in(f"{paid.memo} {paid.payer}") for paid in receipts]
        numbers = list(frozenset().union(*texts))
        named = Domain("company_id", "in", self.company_id.ids) & Domain(
            "state", "in", OPEN_STATES
        )
        named &= Domain("name", "in", numbers) | Domain(
            "client_order_ref", "in", numbers
        )
        partners = [partner.id for partner in customers]
        fitting = (
            Domain("partner_id.commercial_partner_id", "in", partners)
            | self._get_amount_domain(receipts)
            | Domain("id", "in", self._find_invoiced(receipts, numbers))
        )
        domain = named | self._get_open_domain() & fitting
        return self.env["sale.order"].search(domain, limit=POOL)

    def _get_amount_domain(self, receipts):
        """Return the domain of orders that expect one of the amounts."""
        percents = self._read_deposit_percents()
        domain = Domain.FALSE
        for currency, low, high in self._get_ranges(receipts):
            amounts = Domain.OR(
                Domain(name, ">=", low / share) & Domain(name, "<=", high / share)
                for name, share in [
                    ("amount_outstanding", 1),
                    *(("amount_total", percent / 100) for percent in (100, *percents)),
                ]
            )
            domain |= Domain("currency_id", "=", currency) & amounts
        return domain

    def _get_ranges(self, receipts):
        """Return (currency id, lowest, highest) of what an order may expect."""
        tolerance = min(max(self.company_id.mapped("trade_claim_tolerance")), 50)
        return [
            (
                paid.currency_id,
                paid.amount - 0.005,
                paid.amount / (1 - tolerance / 100) + 0.005,
            )
            for paid in receipts
        ]

    def _read_deposit_percents(self):
        lines = self.env["account.payment.term.line"]._read_group(
            [("value", "=", "percent"), ("value_amount", "<", 100)],
            ["value_amount"],
        )
        return [percent for (percent,) in lines if percent > 0]

    def _find_invoiced(self, receipts, numbers):
        """Return the ids of orders of which an open invoice fits."""
        domain = Domain("name", "in", numbers)
        for currency, low, high in self._get_ranges(receipts):
            domain |= (
                Domain("currency_id", "=", currency)
                & Domain("amount_residual", ">=", low)
                & Domain("amount_residual", "<=", high)
            )
        # Which orders are meant; that they may be read is checked on the orders.
        shares_sudo = self.env["trade.order.share"].sudo()
        groups = shares_sudo._read_group(
            Domain("move_id", "any", self._get_invoice_domain() & domain),
            ["order_id"],
        )
        return [order.id for (order,) in groups]

    def _get_invoice_domain(self):
        return Domain("company_id", "in", self.company_id.ids) & Domain(
            [
                ("move_type", "=", "out_invoice"),
                ("state", "=", "posted"),
                ("payment_state", "in", ("not_paid", "partial")),
            ]
        )
