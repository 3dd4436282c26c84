from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import estimate, profit


class TradeProfitEstimate(models.Model):
    """What an order was expected to earn, as it was known when it was written down.

    A version is never changed. Amending an order makes a further version; the profit
    sheet compares with the last one, and the first stays.
    """

    _name = "trade.profit.estimate"
    _description = "Profit Estimate"
    _order = "order_id desc, version desc"

    order_id = fields.Many2one(
        "sale.order", "Sales order", required=True, ondelete="cascade", index=True
    )
    version = fields.Integer(required=True)
    reason = fields.Char("Why", required=True)
    date = fields.Datetime("When", required=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", "Who", default=lambda self: self.env.user)
    is_frozen = fields.Boolean(
        "At confirmation", help="Written by the confirmation of the order."
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    company_currency_id = fields.Many2one(related="company_id.currency_id")
    rate = fields.Float(
        digits=0, help="Company currency for one unit of the order's currency."
    )
    line_ids = fields.One2many("trade.profit.estimate.line", "estimate_id")
    revenue = fields.Monetary(
        compute="_compute_totals", store=True, currency_field="company_currency_id"
    )
    profit = fields.Monetary(
        compute="_compute_totals", store=True, currency_field="company_currency_id"
    )
    profit_percent = fields.Float(
        "Profit %", compute="_compute_totals", store=True, aggregator="avg"
    )

    _version_uniq = models.UniqueIndex(
        "(order_id, version)", "An order has one estimate of each version."
    )

    @api.depends("line_ids.amount", "line_ids.cost_type_id.kind")
    def _compute_totals(self):
        for version in self:
            by_kind = defaultdict(float)
            for line in version.line_ids:
                by_kind[line.cost_type_id.kind] += line.amount
            version.revenue = by_kind["revenue"]
            version.profit = sum(by_kind.values())
            version.profit_percent = profit.percent(version.profit, version.revenue)

    @api.depends("order_id.name", "version")
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._(
                "%(order)s, version %(version)s",
                order=version.order_id.name,
                version=version.version,
            )

    # == Making a version ==

    @api.model
    def _create_versions(self, orders, reason, is_frozen=False):
        """Write down what `orders` are expected to earn now; return the versions.

        Orders without a usable exchange rate are left out.
        """
        rated = orders.filtered(lambda order: order._get_estimate_rate())
        lines = self._prepare_lines(rated)
        # An estimate is written by confirming or by the button, never typed in.
        versions_sudo = self.sudo().create(
            [
                {
                    "order_id": order.id,
                    "version": order.sudo().trade_estimate_id.version + 1,  # last one
                    "reason": reason,
                    "is_frozen": is_frozen,
                    "user_id": self.env.uid,
                    "rate": order._get_estimate_rate(),
                    "line_ids": [fields.Command.create(line) for line in lines[order]],
                }
                for order in rated
            ]
        )
        for version_sudo in versions_sudo:
            version_sudo.order_id.trade_estimate_id = version_sudo
        return versions_sudo.sudo(self.env.su)

    @api.model
    def _prepare_lines(self, orders):
        """Return {order: [values of estimate lines]} from all sources."""
        lines = {order: [] for order in orders}
        for source in self._estimate_sources().values():
            source(lines)
        return lines

    @api.model
    def _estimate_sources(self):
        """Return {name: function} of what estimates are made of, in order.

        Hook: extend with ``super()``. A function gets ``{order: [values]}`` and adds
        values made by `_prepare_line`. Rules leave out the cost types of an order that
        a source before them has given, so put yours before ``rules``.
        """
        return {
            "order": self._add_order_lines,
            "duty": self._add_duty_lines,
            "rules": self._add_rule_lines,
        }

    @api.model
    def _prepare_line(self, order, cost_type, amount, note="", rule=None):
        """Return the values of one estimate line.

        :param amount: in company currency, plus improves the profit; rounded here
        """
        return {
            "cost_type_id": cost_type.id,
            "amount": order.company_id.currency_id.round(amount),
            "note": note,
            "rule_id": rule.id if rule else False,
        }

    def _add_order_lines(self, lines):
        Type = self.env["trade.cost.type"]
        for order, values in lines.items():
            basis = sum(order._get_estimate_bases().values(), estimate.Basis())
            values += [
                self._prepare_line(order, Type._get_by_code("revenue"), basis.revenue),
                self._prepare_line(
                    order, Type._get_by_code("product"), -basis.product_cost
                ),
            ]

    def _add_duty_lines(self, lines):
        """Add duty where the seller bears it, and the own country's export refund."""
        Rate = self.env["trade.duty.rate"]
        for (company, date), orders in self._group_orders(lines).items():
            countries = orders.partner_shipping_id.country_id | company.country_id
            valid = Rate._read_by_country(countries, company, date)
            for order in orders if valid else ():
                lines[order] += self._prepare_duty_lines(order, valid)

    def _prepare_duty_lines(self, order, valid):
        destination = order.partner_shipping_id.country_id
        home = order.company_id.country_id
        duty = refund = 0.0
        for line, basis in order._get_estimate_bases().items():
            hs_code = line.product_id.product_tmpl_id._get_trade_hs_code()
            abroad = self.env["trade.duty.rate"]._match(valid, destination, hs_code)
            own = self.env["trade.duty.rate"]._match(valid, home, hs_code)
            duty += basis.revenue * abroad.duty_percent / 100
            refund += basis.product_cost * own.refund_percent / 100
        if destination == home or not destination:
            return []
        Type = self.env["trade.cost.type"]
        found = {
            Type._get_by_code("duty"): -duty if order._bears_duty() else 0.0,
            Type._get_by_code("tax_refund"): refund,
        }
        note = self.env._("Duty rates of the products' HS codes")
        return [
            self._prepare_line(order, cost_type, amount, note)
            for cost_type, amount in found.items()
            if amount
        ]

    def _add_rule_lines(self, lines):
        for (company, date), orders in self._group_orders(lines).items():
            rules = self.env["trade.cost.rule"]._read_valid(company, date)
            for order in orders if rules else ():
                given = {values["cost_type_id"] for values in lines[order]}
                for cost_type, matching in (
                    rules._filter_order(order).grouped("cost_type_id").items()
                ):
                    if cost_type.id not in given and order._bears_cost(cost_type):
                        lines[order] += self._prepare_rule_lines(order, matching, date)

    def _prepare_rule_lines(self, order, rules, date):
        """Return the lines of one cost type: each order line takes its first rule."""
        bases = defaultdict(estimate.Basis)
        for line, basis in order._get_estimate_bases().items():
            rule = next((r for r in rules if r._matches_product(line.product_id)), None)
            if rule:
                bases[rule] += basis
        rate = order._get_estimate_rate()
        return [
            self._prepare_rule_line(
                order, rule, basis, rule._get_company_value(order, rate, date)
            )
            for rule, basis in bases.items()
        ]

    def _prepare_rule_line(self, order, rule, basis, company_value):
        value, has_rate = company_value
        note = rule.name
        if not has_rate:
            note = self.env._(
                "%(rule)s: no rate for %(currency)s on that day, nothing was estimated",
                rule=rule.name,
                currency=rule.currency_id.name,
            )
        cost = estimate.amount(rule.basis, basis, value)
        return self._prepare_line(order, rule.cost_type_id, -cost, note, rule)

    @api.model
    def _group_orders(self, orders):
        """Return {(company, date of the estimate): orders}."""
        grouped = defaultdict(self.env["sale.order"].browse)
        for order in orders:
            grouped[order.company_id, order._get_estimate_date()] |= order
        return grouped

    @api.model
    def _check_rates(self, orders):
        """Refuse to estimate orders there is no exchange rate for."""
        unrated = orders.filtered(lambda order: not order._get_estimate_rate())
        if unrated:
            raise UserError(
                self.env._(
                    "There is no exchange rate for %(currencies)s on or before today, "
                    "so the profit of %(orders)s cannot be estimated. Enter the rate "
                    "under Invoicing > Configuration > Currencies and try again.",
                    currencies=", ".join(unrated.currency_id.mapped("name")),
                    orders=", ".join(unrated.mapped("name")),
                )
            )
