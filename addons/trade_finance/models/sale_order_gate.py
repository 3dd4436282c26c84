# One class would make a file of 500 lines.
# pylint: disable=consider-merging-classes-inherited
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from ..tools import instalment


class SaleOrder(models.Model):
    """What may not happen before money is there: buying, handing over the B/L."""

    _inherit = "sale.order"

    trade_waiver_ids = fields.One2many(
        "trade.payment.waiver",
        "order_id",
        string="Waivers",
        copy=False,
        groups="sales_team.group_sale_salesman,account.group_account_invoice,"
        "account.group_account_readonly",
    )
    is_deposit_missing = fields.Boolean(
        compute="_compute_missing_payments", compute_sudo=True
    )
    is_balance_missing = fields.Boolean(
        compute="_compute_missing_payments", compute_sudo=True
    )

    @api.depends(
        "state",
        "amount_total",
        "instalment_ids.amount_residual",
        "instalment_ids.due_date",
        "trade_waiver_ids.gate",
        "company_id.trade_gate_deposit",
        "company_id.trade_gate_balance",
    )
    def _compute_missing_payments(self):
        for order in self:
            order.is_deposit_missing = bool(order._get_gated_amount("deposit"))
            order.is_balance_missing = bool(order._get_gated_amount("balance"))

    def _check_deposit_received(self):
        """Stop what may not happen before the orders' deposits are there."""
        self._check_payment_gate("deposit")

    def _check_balance_received(self):
        """Stop what may not happen before the orders are paid for, by their plan."""
        self._check_payment_gate("balance")

    def _check_payment_gate(self, gate):
        message = self._get_payment_gate_message(gate)
        if message:
            raise UserError(message)

    def _get_payment_gate_message(self, gate):
        """Return what is missing and what to do, one line an order, or False.

        :param gate: "deposit" or "balance"
        """
        lines = []
        for order in self:
            missing = order._get_gated_amount(gate)
            if missing:
                lines.append(order._get_missing_message(gate, missing))
        return "\n".join(lines) or False

    def _get_missing_message(self, gate, missing):
        self.ensure_one()
        currency_sudo = self.sudo().currency_id  # the buyer may not open the order
        order, currency = self.sudo().name, currency_sudo.name
        amount = formatLang(self.env, missing, digits=currency_sudo.decimal_places)
        if gate == "deposit":
            return self.env._(
                "%(order)s waits for its deposit: %(currency)s %(amount)s are missing. "
                "Buy when the money is there, or have a manager let it pass on the "
                "order (Payment plan > Let it pass).",
                order=order,
                currency=currency,
                amount=amount,
            )
        return self.env._(
            "%(order)s is not paid for: %(currency)s %(amount)s are missing. Hand over "
            "the documents when the money is there, or have a manager let it pass on "
            "the order (Payment plan > Let it pass).",
            order=order,
            currency=currency,
            amount=amount,
        )

    def _get_gated_amount(self, gate):
        """Return what is missing to pass, in the order's currency; 0: it may pass."""
        self.ensure_one()
        order_sudo = self.sudo()  # who buys or ships need not see the order's money
        is_closed = order_sudo.company_id[f"trade_gate_{gate}"]
        waived = gate in order_sudo.trade_waiver_ids.mapped("gate")
        if not is_closed or waived or order_sudo.state != "sale":
            return 0.0
        if order_sudo.instalment_ids:
            return order_sudo._get_missing_by_plan(gate)
        return order_sudo._get_missing_by_term(gate)

    def _get_missing_by_plan(self, gate):
        rows = self.instalment_ids.filtered(
            lambda row: (
                row._is_deposit() if gate == "deposit" else row._is_due_for_documents()
            )
        )
        missing = self.currency_id.round(sum(rows.mapped("amount_residual")))
        return max(missing, 0.0)

    def _get_missing_by_term(self, gate):
        """Return what is missing of an order from before it could have a plan."""
        Instalment = self.env["trade.order.instalment"]
        vals_list = self._prepare_instalments({}, {})
        rows = [Instalment.new(vals) for vals in vals_list]
        amounts = [vals["amount"] for vals in vals_list]
        rounding = self.currency_id.rounding or 0.01
        money, credit = self._get_settlements()[self]
        settled = instalment.settle(money, credit, amounts, rounding)
        missing = 0.0
        for row, amount, done in zip(rows, amounts, settled, strict=True):
            is_needed = row._is_deposit() or (
                gate == "balance" and row._is_due_for_documents()
            )
            missing += amount - sum(done) if is_needed else 0.0
        return max(self.currency_id.round(missing), 0.0)

    # == Let it pass ==

    def _get_waiver_text(self, gate):
        """Return who let the orders pass and why, for the chatter of what passed."""
        waivers_sudo = self.sudo().trade_waiver_ids  # the reason only
        return "\n".join(
            waiver._get_text()
            for waiver in waivers_sudo.filtered(lambda waiver: waiver.gate == gate)
        )

    def action_waive_deposit(self):
        return self._action_waive("deposit")

    def action_waive_balance(self):
        return self._action_waive("balance")

    def _action_waive(self, gate):
        """Ask the manager for the reason."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Let it pass"),
            "res_model": "trade.payment.waiver",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_id": self.id, "default_gate": gate},
        }

    def _action_cancel(self):
        result = super()._action_cancel()
        waivers_sudo = self.sudo().trade_waiver_ids  # they were for this confirmation
        if waivers_sudo:
            waivers_sudo.unlink()
        return result
