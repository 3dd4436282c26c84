# One class would make a file of 500 lines.
# pylint: disable=consider-merging-classes-inherited
from collections import defaultdict
from datetime import datetime

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools import instalment

PLAN_GROUPS = (
    "sales_team.group_sale_salesman,account.group_account_invoice,"
    "account.group_account_readonly"
)


class SaleOrder(models.Model):
    """The payment plan of an order: made, kept in step, told what has happened."""

    _inherit = "sale.order"

    instalment_ids = fields.One2many(
        "trade.order.instalment",
        "order_id",
        string="Payment plan",
        copy=False,
        groups=PLAN_GROUPS,
    )

    # == Make it ==

    def action_make_instalments(self):
        """Make the payment plan by hand, or anew from a term that was changed."""
        self.check_access("write")
        for order in self:
            if order.state != "sale":
                raise UserError(
                    self.env._(
                        "%(order)s is not confirmed. The payment plan is made when it "
                        "is: confirm the order first.",
                        order=order.name,
                    )
                )
            if not order.payment_term_id:
                raise UserError(
                    self.env._(
                        "%(order)s has no payment term to make a plan from. Enter the "
                        "payment term on the order first.",
                        order=order.name,
                    )
                )
        self._make_instalments(is_forced=True)
        return True

    def _action_confirm(self):
        result = super()._action_confirm()
        self.filtered("company_id.trade_instalment_plan")._make_instalments()
        return result

    def _action_cancel(self):
        result = super()._action_cancel()
        self._drop_instalments()
        return result

    def write(self, vals):
        """Follow another payment term; another total the plan follows by itself."""
        names = {"payment_term_id", "partner_id", "company_id"}
        planned = self.browse()
        if names & set(vals):
            # The plan follows the order, whoever may change the order.
            planned = self.filtered(lambda order: order.sudo().instalment_ids)
        result = super().write(vals)
        planned.filtered(lambda order: order.state == "sale")._make_instalments()
        return result

    def _make_instalments(self, is_forced=False):
        """Make the plans of confirmed orders; a plan of the same term stays.

        :param is_forced: make it anew also where the term is the same
        """
        plans_sudo = self.env["trade.order.instalment"].sudo()  # nobody may create them
        to_make = self.browse()
        for order in self:
            # The plan follows the order, whoever confirms or changes it.
            rows_sudo = order.sudo().instalment_ids
            lines = order.payment_term_id.line_ids
            if is_forced or rows_sudo.payment_term_line_id != lines:
                to_make |= order
        if not to_make:
            return
        recorded = to_make._get_trade_event_dates()
        entered = to_make._get_event_dates_of_plans()
        to_make._drop_instalments()
        vals_list = []
        for order in to_make:
            dates = recorded[order.id], entered[order.id]
            vals_list += order._prepare_instalments(*dates)
        plans_sudo.create(vals_list)
        to_make._set_invoice_due_dates()

    def _drop_instalments(self):
        rows_sudo = self.sudo().instalment_ids  # they go with the order's state
        if rows_sudo:
            rows_sudo.unlink()

    def _prepare_instalments(self, recorded, entered):
        """Return the values of the order's instalments, from its payment term.

        :param recorded: `{event: date}` of what has happened by the records
        :param entered: `{event: date}` by an earlier plan, where no record tells
        """
        self.ensure_one()
        term_sudo = self.payment_term_id.sudo()  # a term of another branch may be read
        lines = term_sudo.line_ids
        amounts = instalment.split(
            self.amount_total,
            [(line.value, line.value_amount) for line in lines],
            self.currency_id.rounding or 0.01,
        )
        events = [line.trade_event or "invoice" for line in lines]
        return [
            {
                "order_id": self.id,
                "sequence": position + 1,
                "payment_term_line_id": line.id,
                "trade_event": event,
                "event_date": recorded.get(event) or entered.get(event),
                "is_event_entered": event in entered and event not in recorded,
                "delay_type": line.delay_type,
                "days": line.nb_days,
                "days_next_month": line.days_next_month,
                "percent": line.value_amount if line.value == "percent" else 0.0,
                "fixed_amount": line.value_amount if line.value == "fixed" else 0.0,
                # Now and not when it is asked for: what is paid stays at it.
                "amount": amounts[position],
            }
            for position, (line, event) in enumerate(zip(lines, events, strict=True))
        ]

    # == Events ==

    def _set_trade_event(self, event, date, is_entered=False):
        """Tell the plans of the orders when `event` happened; hook for other addons.

        Once or ten times makes no difference. None: it has not happened after all.

        :param is_entered: a person says so, no record; it stays while none says else
        """
        rows_sudo = self.sudo().instalment_ids  # whoever ships need not write plans
        rows_sudo = rows_sudo.filtered(
            lambda row: row.trade_event == event and row.event_date != (date or False)
        )
        if rows_sudo:
            rows_sudo.write(
                {
                    "event_date": date or False,
                    "is_event_entered": bool(date and is_entered),
                }
            )
            rows_sudo.order_id.with_env(self.env)._set_invoice_due_dates()

    def _refresh_trade_event(self, event):
        """Read from its records when `event` happened, and tell the plans.

        Without a record an entered date stays.
        """
        rows_sudo = self.sudo().instalment_ids  # only whether somebody waits for it
        rows_sudo = rows_sudo.filtered(lambda row: row.trade_event == event)
        orders = rows_sudo.order_id.with_env(self.env)
        known = orders._get_trade_event_dates() if orders else {}
        by_date = defaultdict(self.browse)
        for row in rows_sudo:
            order = row.order_id.with_env(self.env)
            date = known[order.id].get(event)
            if date or not row.is_event_entered:
                by_date[date] |= order
        for date, some in by_date.items():
            some._set_trade_event(event, date)

    def _get_event_dates_of_plans(self):
        """Return `{order id: {event: date}}` as the plans have it, but for invoices."""
        dates = defaultdict(dict)
        for row in self.sudo().instalment_ids.filtered("event_date"):
            if row.trade_event != "invoice":
                dates[row.order_id.id][row.trade_event] = row.event_date
        return dates

    def _get_trade_event_dates(self):
        """Return `{order id: {event: date}}` of what has happened by the records.

        Of deliveries and invoices the first counts: from then on the customer owes what
        was agreed for it. Hook: an addon that knows of further events adds them.
        """
        dates = defaultdict(dict)
        for order in self:
            dates[order.id]["order"] = order.trade_rate_date or order._get_local_date(
                order.date_order
            )
        for event, select in self._get_event_selects().items():
            for order_id, moment in self.env.execute_query(select):
                order = self.browse(order_id)
                dates[order_id][event] = order._get_local_date(moment)
        return dates

    def _get_event_selects(self):
        """Return `{event: SQL}` of order id and first moment, one query an event."""
        self.env["stock.move"].flush_model(["sale_line_id", "state", "date"])
        self.env["account.move.line"].flush_model(["trade_order_id", "parent_state"])
        self.env["account.move"].flush_model(["invoice_date", "move_type"])
        return {
            "delivery": SQL(
                """SELECT sold.order_id, MIN(move.date)
                     FROM sale_order_line sold
                     JOIN stock_move move ON move.sale_line_id = sold.id
                      AND move.state = 'done'
                     JOIN stock_location goal ON goal.id = move.location_dest_id
                      AND goal.usage = 'customer'
                    WHERE sold.order_id IN %s
                 GROUP BY sold.order_id""",
                self._ids or (0,),
            ),
            # The invoice of a down payment is not the invoice the balance waits for.
            "invoice": SQL(
                """SELECT line.trade_order_id, MIN(move.invoice_date)
                     FROM account_move_line line
                     JOIN account_move move ON move.id = line.move_id
                      AND move.move_type = 'out_invoice'
                    WHERE line.trade_order_id IN %s AND line.parent_state = 'posted'
                      AND line.display_type = 'product'
                      AND line.is_downpayment IS NOT TRUE
                 GROUP BY line.trade_order_id""",
                self._ids or (0,),
            ),
        }

    def _get_local_date(self, moment):
        """Return the day of `moment` (UTC, or already a day) where the seller is."""
        self.ensure_one()
        if not isinstance(moment, datetime):
            return moment
        user = self.env.user
        tz = (not user.share and (self.env.context.get("tz") or user.tz)) or None
        tz = tz or self.user_id.tz or self.company_id.partner_id.tz or "UTC"
        return fields.Datetime.context_timestamp(
            self.with_context(tz=tz), moment
        ).date()

    def action_view_instalments(self):
        """Open the instalments of the orders."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "trade_finance.trade_order_instalment_action"
        )
        return {**action, "domain": [("order_id", "in", self.ids)], "context": {}}
