# One class would make a file of 800 lines.
# pylint: disable=consider-merging-classes-inherited
from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .trade_receipt_claim_guard import FINANCE

CLAIMERS = f"sales_team.group_sale_salesman,{FINANCE}"
ACTIVITY = "trade_finance.mail_activity_type_claim"


class TradeReceiptClaim(models.Model):
    """Who may do what with a receipt, and what others read about it."""

    _inherit = "trade.receipt.claim"

    # == Claim ==

    def action_open_claim(self):
        """Open the claim with the orders that may have been paid."""
        self.ensure_one()
        self._check_group(CLAIMERS)
        self._check_state("unclaimed")
        wizard = self.env["trade.receipt.claim.wizard"]._create_for(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Claim %(receipt)s", receipt=self.name),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def _claim(self, parts):
        """Claim the receipt for orders, unless somebody was faster.

        :param parts: list of ``{"order_id", "amount"}``, where the currencies differ
            also ``"order_amount"``; amounts in the money's currency
        """
        self.ensure_one()
        self._check_group(CLAIMERS)
        self._lock()
        self._check_state("unclaimed")
        self._check_parts(parts)
        claimed_sudo = self.sudo()  # a salesperson claims, but edits no receipt
        claimed_sudo.write(
            {
                "state": "claimed",
                "claimer_id": self.env.uid,
                "claim_date": fields.Datetime.now(),
                "return_reason": False,
            }
        )
        lines_sudo = claimed_sudo.env["trade.receipt.claim.line"]
        lines_sudo.create([{**part, "claim_id": self.id} for part in parts])
        claimed_sudo.activity_unlink([ACTIVITY], only_automated=False)
        claimed = self._say(claimed_sudo.amount_claimed)
        self._post(self.env._("Claimed: %(amount)s", amount=claimed))
        self._tell_orders(self.env._("The receipt is claimed for this order"))

    def _check_parts(self, parts):
        """Refuse claims for orders of others, for nothing, and for too much."""
        orders = self.env["sale.order"].browse({part["order_id"] for part in parts})
        if not parts:
            raise UserError(
                self.env._("Enter an amount for at least one order to claim money.")
            )
        if len(orders) < len(parts):
            raise UserError(
                self.env._("An order stands once in a claim: add the amounts up.")
            )
        if any(self.currency_id.compare_amounts(p["amount"], 0) <= 0 for p in parts):
            raise UserError(
                self.env._("The amount claimed for an order must be more than zero.")
            )
        if orders - orders._filtered_access("read"):
            raise AccessError(
                self.env._(
                    "You can claim money only for orders you may open. Ask their "
                    "salesperson to claim it."
                )
            )
        self._check_orders(orders)
        total = sum(part["amount"] for part in parts)
        if self.currency_id.compare_amounts(total, self.amount_claimable) > 0:
            raise UserError(self._say_too_much(total))

    def _check_orders(self, orders):
        """Refuse cancelled orders and those of another company."""
        cancelled = orders.filtered(lambda order: order.state == "cancel")
        if cancelled:
            raise UserError(
                self.env._(
                    "%(orders)s is cancelled and takes no money. Choose another order, "
                    "or set it to quotation first.",
                    orders=", ".join(cancelled.mapped("name")),
                )
            )
        foreign = orders.filtered(lambda order: order.company_id != self.company_id)
        if foreign:
            raise UserError(
                self.env._(
                    "%(orders)s is not an order of %(company)s, which received the "
                    "money.",
                    orders=", ".join(foreign.mapped("name")),
                    company=self.company_id.name,
                )
            )

    # == The way back ==

    def action_release(self):
        """Give up one's own claim."""
        for receipt in self:
            receipt._lock()
            receipt._check_state("claimed")
            if receipt.claimer_id != self.env.user:
                receipt._check_group(FINANCE)
            receipt._return_to_unclaimed(self.env._("Given back by the claimer"))

    def _reject(self, reason):
        """Send a claim back, with the reason for everybody to read."""
        self._check_group(FINANCE)
        self._check_reason(reason)
        for receipt in self:
            receipt._lock()
            receipt._check_state("claimed")
            claimer = receipt.claimer_id
            receipt._return_to_unclaimed(reason)
            receipt._post(
                self.env._("The claim was rejected: %(reason)s", reason=reason),
                partners=claimer.partner_id,
            )

    def _return_to_unclaimed(self, reason):
        receipt_sudo = self.sudo()  # also a salesperson gives back
        self._tell_orders(self.env._("No longer claimed for this order"))
        receipt_sudo.line_ids.unlink()
        receipt_sudo.write(
            {
                "state": "unclaimed",
                "claimer_id": False,
                "claim_date": False,
                "return_reason": reason,
                "reminder_date": False,
                "rest_partner_id": False,
            }
        )

    def action_cancel(self):
        """Take receipts out of the list: registered by mistake, or no customer's."""
        self._check_group(FINANCE)
        for receipt in self:
            receipt._lock()
            receipt._check_state("unclaimed", "claimed")
            receipt._return_to_unclaimed(receipt.return_reason)
            receipt.sudo().state = "cancelled"  # the flow's own step
            receipt.activity_unlink([ACTIVITY], only_automated=False)

    def action_reopen(self):
        """Bring cancelled receipts back."""
        self._check_group(FINANCE)
        for receipt in self:
            receipt._lock()
            receipt._check_state("cancelled")
            receipt.sudo().state = "unclaimed"  # the flow's own step

    def action_open_reason(self):
        """Ask why, or whom: what the button's context says."""
        self._check_group(FINANCE)
        mode = self.env.context.get("default_mode", "reject")
        titles = {
            "ask": self.env._("Ask a salesperson"),
            "reject": self.env._("Reject the claim"),
            "reset": self.env._("Undo the booking"),
        }
        return {
            "type": "ir.actions.act_window",
            "name": titles[mode],
            "res_model": "trade.receipt.claim.reason",
            "view_mode": "form",
            "target": "new",
            "context": {"default_mode": mode, "default_claim_ids": self.ids},
        }

    def _ask(self, user, note):
        """Ask a salesperson whether the money is of one of their customers."""
        self._check_group(FINANCE)
        if not user:
            raise UserError(self.env._("Choose the salesperson you want to ask."))
        for receipt in self:
            receipt._check_state("unclaimed")
            receipt.activity_schedule(ACTIVITY, user_id=user.id, note=note or "")

    # == Windows ==

    def action_view_orders(self):
        """Open the orders the receipts were claimed for."""
        lines = self.env["trade.receipt.claim.line"].search(
            [("claim_id", "in", self.ids)]
        )
        return lines.order_id._get_records_action(name=self.env._("Orders"))

    def action_view_payments(self):
        """Open the payments made from the receipts."""
        return self.payment_ids._get_records_action(name=self.env._("Payments"))
