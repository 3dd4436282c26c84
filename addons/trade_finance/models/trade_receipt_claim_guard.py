# One class would make a file of 800 lines.
# pylint: disable=consider-merging-classes-inherited
from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_amount

FINANCE = "account.group_account_invoice"
FLOW_FIELDS = {"state", "claimer_id", "claim_date", "return_reason", "reminder_date"}
"""Written by the steps of the flow, which check who may and what follows."""
MONEY_FIELDS = {"amount", "currency_id", "date", "company_id"}
BOOKED_FIELDS = MONEY_FIELDS | {
    "journal_id",
    "fee_amount",
    "fee_bearer",
    "rest_partner_id",
}


class TradeReceiptClaim(models.Model):
    """What nobody may do to a receipt, and how it speaks of itself."""

    _inherit = "trade.receipt.claim"

    @api.model_create_multi
    def create(self, vals_list):
        defaults = {key.removeprefix("default_") for key in self.env.context}
        self._check_flow_fields([*vals_list, defaults])
        for vals in vals_list:
            if vals.get("name", "/") == "/":
                company = self.env["res.company"].browse(vals.get("company_id"))
                sequence = self.env["ir.sequence"].with_company(
                    company or self.env.company
                )
                vals["name"] = sequence.next_by_code("trade.receipt.claim") or "/"
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        self._check_flow_fields([vals])
        for receipt in self:
            receipt._check_frozen(set(vals))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_claimed(self):
        kept = self.filtered(lambda receipt: receipt.state in ("claimed", "confirmed"))
        kept |= self.filtered("payment_ids")
        if kept:
            raise UserError(
                self.env._(
                    "%(receipts)s cannot be deleted: it was claimed or booked. Reject "
                    "it, then cancel it, so that others can read what happened.",
                    receipts=", ".join(kept.mapped("name")),
                )
            )

    # == Guards ==

    def _check_flow_fields(self, vals_list):
        """Refuse to set by hand what the buttons set."""
        if not self.env.su and any(FLOW_FIELDS & set(vals) for vals in vals_list):
            raise UserError(
                self.env._(
                    "State and claimer of a receipt follow its buttons: claim, "
                    "confirm, reject, cancel. Leave these fields out."
                )
            )

    def _check_frozen(self, names):
        """Refuse to change the money once somebody has claimed or booked it."""
        frozen = {"unclaimed": set(), "claimed": MONEY_FIELDS}
        if names & frozen.get(self.state, BOOKED_FIELDS) and not self.env.su:
            raise UserError(
                self.env._(
                    "%(receipt)s is %(state)s: its amount, currency and date stay as "
                    "they are. Send it back to unclaimed, then correct it.",
                    receipt=self.name,
                    state=self._say_state(),
                )
            )

    def _get_borne_fee(self):
        """Return the fee the seller bears, in the money's currency."""
        self.ensure_one()
        return self.fee_amount if self.fee_bearer == "company" else 0.0

    def _lock(self):
        """Wait until nobody else is at these receipts, then look at them anew.

        `lock_for_update` would give up instead of waiting, and the loser of a race
        could not read who has won: the wait ends in a serialisation error, Odoo runs
        the request again, and the state that is checked next is the winner's.
        """
        self.flush_recordset()
        self.env.execute_query(
            SQL(
                """SELECT id FROM trade_receipt_claim WHERE id IN %s
                 ORDER BY id FOR NO KEY UPDATE""",
                self._ids,
            )
        )
        self.invalidate_recordset()

    def _check_state(self, *states):
        wrong = self.filtered(lambda receipt: receipt.state not in states)[:1]
        if not wrong:
            return
        if wrong.claimer_id:
            raise UserError(
                self.env._(
                    "%(receipt)s is %(state)s: %(claimer)s has claimed it. Speak to "
                    "each other, or ask finance to reject the claim.",
                    receipt=wrong.name,
                    state=wrong._say_state(),
                    claimer=wrong.sudo().claimer_id.name,  # a colleague's name
                )
            )
        raise UserError(
            self.env._(
                "%(receipt)s is %(state)s, so this cannot be done now. Open it again "
                "to see what has happened.",
                receipt=wrong.name,
                state=wrong._say_state(),
            )
        )

    def _check_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(
                self.env._("Say why: the claimer must know what to do better.")
            )

    def _check_group(self, groups):
        if not self.env.su and not self.env.user.has_groups(groups):
            raise AccessError(
                self.env._(
                    "Salespeople claim receipts, finance registers, confirms and "
                    "rejects them. Ask somebody who may."
                )
            )
        self.check_access("read")

    # == Words ==

    def _say(self, amount, currency=None):
        return format_amount(self.env, amount, currency or self.currency_id)

    def _say_state(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _say_too_much(self, claimed):
        return self.env._(
            "%(receipt)s: %(claimed)s is claimed, but only %(amount)s can be. Lower "
            "the amounts by %(excess)s.",
            receipt=self.name,
            claimed=self._say(claimed),
            amount=self._say(self.amount_claimable),
            excess=self._say(claimed - self.amount_claimable),
        )

    def _tell_orders(self, text):
        """Write into the chatter of the orders, with receipt and amount.

        Not into the receipt's: while it waits, salespeople of other orders read that.
        """
        # A note only, by whoever may claim or book the receipt.
        for line_sudo in self.sudo().line_ids:
            body = f"{text}: {self.name}, {self._say(line_sudo.amount)}"
            author = self.env.user.partner_id
            line_sudo.order_id._message_log(body=body, author_id=author.id)

    def _post(self, text, items=(), partners=None):
        """Write into the chatter; `partners` are told."""
        body = Markup("%s") % text
        if items:
            rows = Markup().join(Markup("<li>%s</li>") % item for item in items)
            body += Markup("<ul>%s</ul>") % rows
        self.message_post(
            body=body,
            partner_ids=partners.ids if partners else [],
            subtype_xmlid="mail.mt_comment" if partners else "mail.mt_note",
        )
