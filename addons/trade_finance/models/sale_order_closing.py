# One class would make a file of 500 lines.
# pylint: disable=consider-merging-classes-inherited
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .sale_order import PROFIT

CLOSERS = "account.group_account_user,account.group_account_manager"
"""Accountants; where only Invoicing is installed, its administrators."""


class SaleOrder(models.Model):
    """How far the profit sheet of an order is: open, costs complete, closed.

    Closing freezes a copy. The sheet itself goes on reading what is posted, so what
    comes late is seen as a difference to the copy.
    """

    _inherit = "sale.order"

    trade_profit_status = fields.Selection(
        [("open", "Open"), ("complete", "Costs complete"), ("closed", "Closed")],
        "Profit sheet",
        default="open",
        readonly=True,
        copy=False,
        tracking=True,
        groups=PROFIT,
        help="Costs complete: no cost is expected any more, whatever was estimated. "
        "Closed: the sheet was written down and must not change.",
    )
    trade_closing_ids = fields.One2many(
        "trade.profit.closing", "order_id", "Closed profit sheets", groups=PROFIT
    )
    trade_closing_id = fields.Many2one(
        "trade.profit.closing",
        "Closing in force",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups=PROFIT,
    )
    closed_profit = fields.Monetary(
        related="trade_closing_id.actual",
        currency_field="company_currency_id",
        groups=PROFIT,
    )
    closing_difference = fields.Monetary(
        "Changed since closing",
        compute="_compute_closing_difference",
        search="_search_closing_difference",
        currency_field="company_currency_id",
        groups=PROFIT,
        help="Actual profit less closed profit: what was posted after the closing.",
    )
    trade_closing_told = fields.Monetary(
        "Difference people were told of",
        currency_field="company_currency_id",
        readonly=True,
        copy=False,
        groups=PROFIT,
    )

    @api.depends("actual_profit", "trade_closing_id")
    def _compute_closing_difference(self):
        for order in self:
            order.closing_difference = order.company_currency_id.round(
                order.actual_profit - order.closed_profit
                if order.trade_closing_id
                else 0.0
            )

    def _search_closing_difference(self, operator, value):
        if operator not in ("in", "not in", "<", ">", "<=", ">="):
            return NotImplemented
        orders = self.sudo()._search([("trade_closing_id", "!=", False)])
        difference = SQL(
            """(SELECT so.id, ROUND(so.actual_profit - closing.actual, 6) AS amount
                  FROM sale_order so
                  JOIN trade_profit_closing closing ON closing.id = so.trade_closing_id
                 WHERE so.id IN %s)""",
            orders.subselect(),
        )
        # Asked for "set" or "not set", an amount comes as False.
        amounts = tuple(amount or 0 for amount in value) if "in" in operator else value
        found = SQL(
            "(SELECT changed.id FROM %s changed WHERE changed.amount %s %s)",
            difference,
            SQL(operator.upper()),
            amounts,
        )
        self.env["sale.order"].flush_model(["actual_profit", "trade_closing_id"])
        return [("id", "in", found)]

    # == Steps ==

    def action_trade_costs_complete(self):
        """Say that no further cost is expected for the orders."""
        orders_sudo = self._prepare_status_change()
        orders_sudo._check_trade_confirmed()
        orders_sudo._set_trade_profit_status("complete", ("open",))

    def action_trade_costs_open(self):
        """Expect further costs again."""
        orders_sudo = self._prepare_status_change()
        orders_sudo._set_trade_profit_status("open", ("complete",))

    def action_trade_close(self):
        """Write the profit sheets down as they are; later changes are told."""
        orders_sudo = self._prepare_status_change()
        if not (self.env.su or self.env.user.has_groups(CLOSERS)):
            raise AccessError(
                self.env._(
                    "Only accountants close profit sheets. Ask one of them, or mark "
                    "the costs as complete."
                )
            )
        orders_sudo._check_trade_confirmed()
        orders_sudo.lock_for_update()
        todo_sudo = orders_sudo.filtered(lambda o: o.trade_profit_status != "closed")
        for closing in self.env["trade.profit.closing"]._close(todo_sudo):
            closing.order_id.write(
                {
                    "trade_closing_id": closing.id,
                    "trade_closing_told": 0.0,
                    "trade_profit_status": "closed",
                }
            )

    def action_trade_reopen(self):
        """Ask why, then open the closed profit sheets again."""
        self._check_may_reopen()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reopen the profit sheet"),
            "res_model": "trade.profit.reopen.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_ids": self.ids},
        }

    def action_view_closings(self):
        """Open the orders' profit sheets as they were closed."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "trade_finance.trade_profit_closing_action"
        )
        return {**action, "domain": [("order_id", "in", self.ids)]}

    def _reopen_trade_profit(self, reason):
        """Open closed sheets again, and say in the chatter why."""
        self._check_may_reopen()
        self.check_access("read")
        # Managers of rules may not write on orders.
        closed_sudo = self.sudo().filtered(lambda o: o.trade_profit_status == "closed")
        closed_sudo.write({"trade_profit_status": "open", "trade_closing_id": False})
        closed_sudo._settle_closing_activities()
        for order_sudo in closed_sudo:
            order_sudo.message_post(
                body=self.env._("Profit sheet reopened: %(reason)s", reason=reason)
            )

    def _set_trade_profit_status(self, status, before):
        """Set the status of those orders that are in one of the states `before`."""
        changed = self.filtered(lambda order: order.trade_profit_status in before)
        changed.write({"trade_profit_status": status})

    # == Checks ==

    def _prepare_status_change(self):
        """Return the orders with the right to set their status, or refuse.

        Whoever sees the profit of an order may: the status is no part of the order the
        customer agreed to, and accountants may not write on orders.
        """
        self.check_access("read")
        if not (self.env.su or self.env.user.has_group(PROFIT)):
            raise AccessError(
                self.env._(
                    "Profit sheets are for people of the group “Profit by cost type”."
                )
            )
        return self.sudo()

    def _check_may_reopen(self):
        is_manager = self.env.user.has_group("trade_base.group_trade_manager")
        if not (self.env.su or is_manager):
            raise AccessError(
                self.env._(
                    "Only a manager of the foreign-trade suite opens a closed profit "
                    "sheet again. Ask one and say why."
                )
            )

    def _check_trade_confirmed(self):
        drafts = self.filtered(lambda order: order.state in ("draft", "sent"))
        if drafts:
            raise UserError(
                self.env._(
                    "%(orders)s: a quotation has no profit sheet to complete or close. "
                    "Confirm or cancel it first.",
                    orders=", ".join(drafts.mapped("name")),
                )
            )
