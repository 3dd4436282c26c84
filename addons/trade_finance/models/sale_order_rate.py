# One class would make a file of 500 lines.
# pylint: disable=consider-merging-classes-inherited
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import fx

ACCOUNTANT = "account.group_account_user,account.group_account_manager"
"""Who may correct the rate of a confirmed order."""
FROZEN = frozenset(["trade_rate", "trade_rate_date", "trade_rate_quoted"])


class SaleOrder(models.Model):
    """The frozen rate: how old it was, and how an accountant corrects it."""

    _inherit = "sale.order"

    trade_rate_quoted = fields.Date(
        "Exchange rate of",
        readonly=True,
        copy=False,
        help="The day the exchange rate had been entered for. Long before the "
        "confirmation, it was an old one.",
    )
    trade_rate_unit = fields.Char(
        "Rate in",
        compute="_compute_trade_rate_unit",
        help="How to read the rate: company currency for one unit of the order's.",
    )
    trade_rate_warning = fields.Char(
        compute="_compute_trade_rate_warning",
        help="Said when there is no exchange rate, or only an old one. Nothing stops.",
    )

    _trade_rate_positive = models.Constraint(
        "CHECK (trade_rate >= 0)",
        "The rate of an order is company currency for one unit of the order's currency "
        "and cannot be negative: enter a number above zero.",
    )

    @api.depends("currency_id", "company_id")
    def _compute_trade_rate_unit(self):
        for order in self:
            order.trade_rate_unit = self.env._(
                "%(company_currency)s per %(currency)s",
                company_currency=order.company_id.currency_id.name or "",
                currency=order.currency_id.name or "",
            )

    @api.depends(
        "state", "currency_id", "company_id", "trade_rate", "trade_rate_quoted"
    )
    @api.depends_context("tz", "uid")
    def _compute_trade_rate_warning(self):
        # One memo: forty quotations in dollars ask for the dollar once.
        for order, asked in zip(
            self, self.with_context(trade_rate_memo={}), strict=True
        ):
            order.trade_rate_warning = asked._get_rate_warning()

    def _get_rate_warning(self):
        """Return what is wrong with the rate of the order, in one sentence or two."""
        self.ensure_one()
        is_foreign = self.currency_id != self.company_id.currency_id
        if not self.currency_id or not is_foreign or self.state == "cancel":
            return ""
        if self.state == "sale":
            return self._get_frozen_rate_warning()
        date = self._get_trade_rate_date()
        rate, day = self.currency_id._get_trade_quote(self.company_id, date)
        if not rate:
            return self.env._(
                "There is no exchange rate for %(currency)s on or before %(date)s. "
                "Enter it under Invoicing > Configuration > Currencies before this "
                "is confirmed.",
                currency=self.currency_id.name,
                date=fields.Date.to_string(date),
            )
        age = fx.stale_days(day, date, self.company_id.trade_rate_max_age)
        if not age:
            return ""
        return self.env._(
            "The exchange rate of %(currency)s, %(rate)s %(unit)s, is of %(day)s: "
            "%(age)s days old. Enter a newer one before this is confirmed.",
            currency=self.currency_id.name,
            rate=fx.spoken(rate),
            unit=self.trade_rate_unit,
            day=fields.Date.to_string(day),
            age=age,
        )

    def _get_frozen_rate_warning(self):
        """Return the same of a confirmed order; an accountant can correct it."""
        if not self.trade_rate:
            return self.env._(
                "This order was confirmed without an exchange rate, so its profit in "
                "%(currency)s is not known. An accountant enters the rate with "
                "“Correct rate”.",
                currency=self.company_id.currency_id.name,
            )
        age = self._get_rate_age()
        if not age:
            return ""
        return self.env._(
            "This order was confirmed at an exchange rate of %(day)s, %(age)s days "
            "old on that day. An accountant can change it with “Correct rate”.",
            day=fields.Date.to_string(self.trade_rate_quoted),
            age=age,
        )

    def _get_rate_age(self):
        """Return how many days too old the frozen rate was, 0 if it was not."""
        self.ensure_one()
        return fx.stale_days(
            self.trade_rate_quoted,
            self.trade_rate_date,
            self.company_id.trade_rate_max_age,
        )

    # == Who writes the rate ==

    @api.model_create_multi
    def create(self, vals_list):
        by_default = self.env.context.get("default_trade_rate")
        is_given = by_default or any(vals.get("trade_rate") for vals in vals_list)
        if is_given and not self._may_correct_rate():
            self._refuse_rate()
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and FROZEN & vals.keys():
            self._refuse_rate()
        return super().write(vals)

    @api.model
    def _may_correct_rate(self):
        return self.env.su or self.env.user.has_groups(ACCOUNTANT)

    @api.model
    def _refuse_rate(self):
        raise AccessError(
            self.env._(
                "The rate of an order is frozen by its confirmation. An accountant "
                "corrects it with the button “Correct rate” on the order, and says why."
            )
        )

    def _action_confirm(self):
        confirmed = super()._action_confirm()
        self.filtered("company_id.trade_rate_age_note")._log_old_rates()
        return confirmed

    def _log_old_rates(self):
        """Leave a note on orders that were confirmed at an old rate."""
        notes = {order.id: order._get_frozen_rate_warning() for order in self}
        old = self.filtered(lambda order: order._get_rate_age())
        if old:
            old._message_log_batch(bodies={order.id: notes[order.id] for order in old})

    # == Correction ==

    def action_correct_trade_rate(self):
        """Ask the accountant for the right rate, its day and the reason."""
        self._check_rate_correction()
        date = fields.Date.context_today(self)
        rate = self.currency_id._get_trade_rate(self.company_id, date)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct the rate"),
            "res_model": "trade.rate.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_order_id": self.id,
                "default_rate": self.trade_rate or rate,
                "default_date": fields.Date.to_string(self.trade_rate_date or date),
            },
        }

    def _check_rate_correction(self):
        """Refuse where there is nothing to correct, and to who may not."""
        self.ensure_one()
        self.check_access("read")
        if not self._may_correct_rate():
            self._refuse_rate()
        if self.currency_id == self.company_id.currency_id:
            raise UserError(
                self.env._(
                    "%(order)s is in %(currency)s, the company's own currency: its "
                    "rate is 1 and stays 1.",
                    order=self.name,
                    currency=self.currency_id.name,
                )
            )
        if self.state != "sale":
            raise UserError(
                self.env._(
                    "%(order)s is not confirmed, so no rate is frozen yet. Enter the "
                    "rate under Invoicing > Configuration > Currencies: the "
                    "confirmation takes it.",
                    order=self.name,
                )
            )

    def _check_new_rate(self, rate, date, reason):
        """Refuse a rate that cannot be, or that nobody explains."""
        if not rate or rate <= 0:
            raise UserError(
                self.env._(
                    "The rate of %(order)s is in %(unit)s and more than zero: enter "
                    "it that way round.",
                    order=self.name,
                    unit=self.trade_rate_unit,
                )
            )
        if not date or date > fields.Date.context_today(self):
            raise UserError(
                self.env._("The day of a rate is today or earlier: correct the date.")
            )
        if not (reason or "").strip():
            raise UserError(
                self.env._("Say why the rate is corrected: others will read it.")
            )

    def _correct_trade_rate(self, rate, date, reason):
        """Set another rate on a confirmed order; the chatter keeps old, new and why.

        Posted invoices keep what they were booked at. Draft invoices of this order
        alone take the new rate where the company books at the order's rate.

        :param rate: company currency for one unit of the order's currency
        """
        self._check_rate_correction()
        self._check_new_rate(rate, date, reason)
        old_rate = self.trade_rate
        # The accountant need not be the salesperson of the order.
        order_sudo = self.sudo()
        order_sudo.write(
            {"trade_rate": rate, "trade_rate_date": date, "trade_rate_quoted": date}
        )
        self._write_rate_on_draft_invoices(rate)
        order_sudo.message_post(body=self._get_correction_note(old_rate, reason))
        if self.company_id.trade_auto_estimate:
            self.env["trade.profit.estimate"]._create_versions(
                self, self.env._("Rate corrected: %(reason)s", reason=reason)
            )

    def _get_correction_note(self, old_rate, reason):
        return self.env._(
            "Rate corrected from %(old)s to %(new)s %(unit)s, of %(date)s. "
            "Reason: %(reason)s",
            old=fx.spoken(old_rate) if old_rate else self.env._("none"),
            new=fx.spoken(self.trade_rate),
            unit=self.trade_rate_unit,
            date=fields.Date.to_string(self.trade_rate_date),
            reason=reason,
        )

    def _get_draft_invoices_alone(self):
        """Return the draft invoices that bill this order and no other."""
        return self.invoice_ids.filtered(
            lambda move: (
                move.state == "draft"
                and move.move_type == "out_invoice"
                and move.currency_id == self.currency_id
                and move.line_ids.sale_line_ids.order_id == self
            )
        )

    def _write_rate_on_draft_invoices(self, rate):
        if self.company_id.trade_fx_policy != "order":
            return
        # The correction reaches drafts whoever prepared them.
        drafts_sudo = self.sudo()._get_draft_invoices_alone()
        drafts_sudo.write(
            {"trade_order_rate": rate, "trade_rate_currency_id": self.currency_id.id}
        )
