from odoo import fields, models

from ..tools import estimate, fx
from .sale_order_line import SEE_COST

PROFIT = "trade_base.group_trade_profit"
LINES = "trade_line_ids"
"""Journal items of the order: of its invoices, and of bills tied to it."""
ITEMS = f"{LINES}.move_id.line_ids"


class SaleOrder(models.Model):
    """The rate of an order, its estimate, and the rate its invoices take."""

    _inherit = "sale.order"

    margin = fields.Monetary(groups=SEE_COST)
    margin_percent = fields.Float(groups=SEE_COST)
    trade_rate = fields.Float(
        "Rate at confirmation",
        digits=0,
        readonly=True,
        copy=False,
        help="Company currency for one unit of the order's currency on the day of the "
        "confirmation. It does not move afterwards. Empty: there was no rate.",
    )
    trade_rate_date = fields.Date(
        "Rate of",
        readonly=True,
        copy=False,
        help="The day of the confirmation, where the user who confirmed is.",
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    trade_estimate_ids = fields.One2many(
        "trade.profit.estimate", "order_id", "Profit estimates", groups=PROFIT
    )
    trade_estimate_id = fields.Many2one(
        "trade.profit.estimate",
        "Profit estimate",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups=PROFIT,
        help="The last version. The profit sheet compares with it.",
    )

    # == Rate ==

    def _get_trade_rate_date(self):
        """Return today where the user is; for a customer, where the salesperson is."""
        self.ensure_one()
        record, user = self, self.env.user
        if user.share or not (self.env.context.get("tz") or user.tz):
            tz = self.user_id.tz or self.company_id.partner_id.tz or "UTC"
            record = self.with_context(tz=tz)
        return fields.Date.context_today(record)

    def _confirmation_error_message(self):
        """Refuse to confirm without a rate, when the company wants that."""
        message = super()._confirmation_error_message()
        if message or not self.company_id.trade_rate_required:
            return message
        date = self._get_trade_rate_date()
        if self.currency_id._get_trade_rate(self.company_id, date):
            return message
        return self.env._(
            "%(order)s is in %(currency)s, and there is no exchange rate for "
            "%(currency)s on or before %(date)s. Enter the rate under Invoicing > "
            "Configuration > Currencies, then confirm again.",
            order=self.name,
            currency=self.currency_id.name,
            date=fields.Date.to_string(date),
        )

    def action_confirm(self):
        """Compute pending costs first: confirming moves the date they convert at."""
        lines_sudo = self.order_line.sudo()  # costs the user may not see
        lines_sudo.mapped("trade_unit_cost")
        return super().action_confirm()

    def _action_confirm(self):
        # Before super: what follows a confirmation may ask for the rate.
        self._freeze_trade_rate()
        estimated = self.filtered("company_id.trade_auto_estimate").filtered(
            "trade_rate"
        )
        if estimated:
            self.env["trade.profit.estimate"]._create_versions(
                estimated, self.env._("Confirmation"), is_frozen=True
            )
        return super()._action_confirm()

    def _freeze_trade_rate(self):
        """Record the rate of the day; without one it stays empty, silently."""
        by_rate = {}
        for order in self:
            key = order.company_id, order.currency_id, order._get_trade_rate_date()
            by_rate[key] = by_rate.get(key, self.browse()) | order
        for (company, currency, date), orders in by_rate.items():
            rate, day = currency._get_trade_quote(company, date)
            orders_sudo = orders.sudo()  # nobody writes the rate by hand
            orders_sudo.write(
                {
                    "trade_rate": rate,
                    "trade_rate_date": date if rate else False,
                    "trade_rate_quoted": day or False,
                }
            )

    # == Invoices ==

    def _prepare_invoice(self):
        """Give the invoice the order's rate, when the company wants that."""
        values = super()._prepare_invoice()
        is_foreign = self.currency_id != self.company_id.currency_id
        if (
            self.company_id.trade_fx_policy == "order"
            and is_foreign
            and self.trade_rate
        ):
            values.update(
                invoice_currency_rate=fx.stored_rate(self.trade_rate),
                trade_order_rate=self.trade_rate,
                trade_rate_currency_id=self.currency_id.id,
            )
        else:
            values["trade_order_rate"] = 0.0
        return values

    def _get_invoice_grouping_keys(self):
        """Keep orders with different rates on different invoices."""
        return [*super()._get_invoice_grouping_keys(), "trade_order_rate"]

    # == Estimate ==

    def action_estimate_profit(self):
        """Ask why, then write down a further version of the profit estimate."""
        self.env["trade.profit.estimate"]._check_rates(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Estimate the profit"),
            "res_model": "trade.estimate.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_order_ids": self.ids},
        }

    def _get_estimate_date(self):
        """Return the day whose rates and rules an estimate takes."""
        self.ensure_one()
        return (self.state == "sale" and self.trade_rate_date) or (
            self._get_trade_rate_date()
        )

    def _get_estimate_rate(self):
        """Return the order's rate: the frozen one, before that the one of today."""
        self.ensure_one()
        if self.state == "sale":
            return self.trade_rate
        return self.currency_id._get_trade_rate(
            self.company_id, self._get_estimate_date()
        )

    def _get_estimate_bases(self):
        """Return {order line: Basis} of what the order sells, in company currency.

        Revenue at the order's rate; costs as they are on the order lines, before core
        converted them to the order's currency.
        """
        self.ensure_one()
        rate = self._get_estimate_rate()
        to_kg, to_m3 = self.env["product.template"]._get_trade_measures()
        bases = {}
        # An estimate is made of costs the user who confirms may not see.
        for line in self.order_line.sudo().filtered(
            lambda line: not line.display_type and not line.is_downpayment
        ):
            quantity = line.product_uom_id._compute_quantity(
                line.product_uom_qty, line.product_id.uom_id, round=False
            )
            if line.product_type == "combo":
                quantity = 0.0  # its items have lines of their own
            bases[line.sudo(False)] = estimate.Basis(
                # Rounded as its invoice line will be, so that nothing varies by a cent.
                revenue=self.company_id.currency_id.round(line.price_subtotal * rate),
                product_cost=line.trade_unit_cost * line.product_uom_qty,
                weight=quantity * line.product_id.weight * to_kg,
                volume=quantity * line.product_id.volume * to_m3,
                quantity=quantity,
            )
        return bases

    def _get_estimate_incoterm(self):
        """Return the incoterm an estimate is made for: the order's, unless compared."""
        asked_id = self.env.context.get("trade_estimate_incoterm")
        return self.env["account.incoterms"].browse(asked_id) or self.incoterm

    def _is_export(self):
        """Say whether the goods leave the company's country."""
        self.ensure_one()
        destination = self.partner_shipping_id.country_id
        return bool(destination) and destination != self.company_id.country_id

    def _needs_tariff(self):
        """Say whether an estimate has to look up HS codes."""
        self.ensure_one()
        return self.company_id.trade_export_refund or self._bears_duty()

    def _bears_cost(self, cost_type_id):
        """Say whether the seller bears the cost type: the order's incoterm decides.

        Without an incoterm on the order nothing is excluded.
        """
        self.ensure_one()
        follows = self.env["trade.cost.type"]._get_incoterm_ids()
        if cost_type_id not in follows or not self._get_estimate_incoterm():
            return True
        return cost_type_id in self._get_incoterm_cost_ids()

    def _bears_duty(self):
        """Say whether the incoterm makes the seller pay the duty."""
        self.ensure_one()
        duty = self.env["trade.cost.type"]._get_by_code("duty")
        return duty.id in self._get_incoterm_cost_ids()

    def _get_incoterm_cost_ids(self):
        """Return the ids of the cost types the seller bears under the incoterm."""
        rows = self.env["trade.incoterm.cost"]._get_type_ids_by_incoterm()
        return rows.get(self._get_estimate_incoterm().id, frozenset())
