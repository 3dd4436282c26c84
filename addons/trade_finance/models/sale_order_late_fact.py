# One class would make a file of 500 lines.
# pylint: disable=consider-merging-classes-inherited
from odoo import api, models
from odoo.exceptions import UserError

CHANGED = "trade_finance.closed_orders"
LATE_FACT = "trade_finance.mail_activity_type_late_fact"


class SaleOrder(models.Model):
    """What is posted for an order whose profit sheet is closed or complete.

    Whatever the event is, a bill, a receipt, an exchange entry, a return, it shows in
    the stored profit. So closed orders are looked at when their profit is computed,
    once, right before the transaction is committed.
    """

    _inherit = "sale.order"

    def _compute_profit(self):
        result = super()._compute_profit()
        closed = self._origin.filtered("trade_closing_id")
        if closed:
            precommit = self.env.cr.precommit
            if CHANGED not in precommit.data:
                precommit.data[CHANGED] = set()
                precommit.add(self.browse()._tell_late_facts)
            precommit.data[CHANGED].update(closed.ids)
        return result

    def _tell_late_facts(self):
        """Tell who closed a sheet, and the salesperson, that it has changed."""
        ids = self.env.cr.precommit.data.pop(CHANGED, ())
        # Whoever posts a bill need not be allowed to read the order.
        for order_sudo in self.sudo().browse(ids).exists():
            difference = order_sudo.closing_difference
            currency = order_sudo.company_currency_id
            if not currency.compare_amounts(difference, order_sudo.trade_closing_told):
                continue
            order_sudo.trade_closing_told = difference
            if not currency.is_zero(difference):
                order_sudo._tell_late_fact()
        self.env.flush_all()  # we are past the main flush

    def _tell_late_fact(self):
        """Leave a note and a task, without amounts: all who see the order read it."""
        self.ensure_one()
        text = self.env._(
            "The profit sheet was closed, and something was posted for the order "
            "afterwards. The difference stands in the tab Profit."
        )
        closer = self.trade_closing_id.user_id
        people = (closer | self.user_id).filtered("active")
        self.message_post(body=text, partner_ids=people.partner_id.ids)
        if people and not self._get_closing_activities():
            self.activity_schedule(LATE_FACT, note=text, user_id=people[0].id)

    def _get_closing_activities(self):
        late_fact = self.env.ref(LATE_FACT, raise_if_not_found=False)
        return self.activity_ids.filtered(
            lambda activity: late_fact and activity.activity_type_id == late_fact
        )

    def _settle_closing_activities(self):
        for order in self:
            order._get_closing_activities().action_feedback()

    # == Documents ==

    @api.model
    def _check_trade_open(self, orders):
        """Refuse to post for closed orders, where the company wants that."""
        blocked_sudo = orders.sudo().filtered(  # whoever posts need not see the profit
            lambda order: (
                order.trade_profit_status == "closed"
                and order.company_id.trade_closed_blocks
            )
        )
        if blocked_sudo:
            raise UserError(
                self.env._(
                    "The profit of %(orders)s is closed. Ask a manager of the "
                    "foreign-trade suite to open it again, or take the order off the "
                    "document.",
                    orders=", ".join(blocked_sudo.mapped("name")),
                )
            )

    def _note_late_bill(self):
        """Say on orders with complete costs that one more came."""
        complete_sudo = self.sudo().filtered(  # whoever posts need not see the profit
            lambda order: order.trade_profit_status == "complete"
        )
        for order_sudo in complete_sudo:
            order_sudo.message_post(
                body=self.env._(
                    "A vendor bill was posted for the order after its costs had been "
                    "marked as complete. It counts."
                )
            )
