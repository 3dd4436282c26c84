from collections import defaultdict

from odoo import api, models

from ..tools import estimate


class TradeEstimateSource(models.AbstractModel):
    """Where the lines of a profit estimate come from."""

    _name = "trade.estimate.source"
    _description = "Sources of Profit Estimates"

    @api.model
    def _prepare_lines(self, orders):
        """Return {order: [values of estimate lines]} from all sources."""
        lines = {order: [] for order in orders}
        bases = {order: order._get_estimate_bases() for order in orders}
        for source in self._estimate_sources().values():
            source(lines, bases)
        return lines

    @api.model
    def _estimate_sources(self):
        """Return {name: function} of what estimates are made of, in order.

        Hook: extend with ``super()``. A function gets ``{order: [values]}``, adds those
        made by `_prepare_line`, and finds ``{order: {order line: Basis}}`` as second
        argument. Rules leave out the cost types of an order that a source before them
        has given, so put yours before ``rules``.
        """
        return {
            "order": self._add_order_lines,
            "duty": self._add_duty_lines,
            "rules": self._add_rule_lines,
        }

    @api.model
    def _prepare_line(self, order, cost_type_id, amount, note="", rule_id=False):
        """Return the values of one estimate line.

        :param amount: in company currency, plus improves the profit; rounded here
        """
        return {
            "cost_type_id": cost_type_id,
            "amount": order.company_id.currency_id.round(amount),
            "note": note,
            "rule_id": rule_id,
        }

    def _add_order_lines(self, lines, bases):
        type_ids = self.env["trade.cost.type"]._get_ids_by_code()
        for order, values in lines.items():
            basis = sum(bases[order].values(), estimate.Basis())
            values += [
                self._prepare_line(order, type_ids["revenue"], basis.revenue),
                self._prepare_line(order, type_ids["product"], -basis.product_cost),
            ]

    # == Duty where the seller bears it, and the own country's refund at export ==

    def _add_duty_lines(self, lines, bases):
        Rate = self.env["trade.duty.rate"]
        for (company, date), orders in self._group_orders(lines).items():
            countries = orders.partner_shipping_id.country_id | company.country_id
            valid = Rate._read_by_country(countries, company, date)
            for order in orders if valid else ():
                lines[order] += self._prepare_duty_lines(order, bases[order], valid)

    def _prepare_duty_lines(self, order, bases, valid):
        destination = order.partner_shipping_id.country_id
        home = order.company_id.country_id
        if destination == home or not destination:
            return []
        duty, refund = self._sum_duty(bases, valid, destination, home)
        type_ids = self.env["trade.cost.type"]._get_ids_by_code()
        found = {
            type_ids["duty"]: -duty if order._bears_duty() else 0.0,
            type_ids["tax_refund"]: refund,
        }
        note = self.env._("Duty rates of the products' HS codes")
        return [
            self._prepare_line(order, type_id, amount, note)
            for type_id, amount in found.items()
            if amount
        ]

    def _sum_duty(self, bases, valid, destination, home):
        """Return (duty on the sales value, refund on the product cost)."""
        Rate = self.env["trade.duty.rate"]
        duty = refund = 0.0
        for line, basis in bases.items():
            hs_code = line.product_id.product_tmpl_id._get_trade_hs_code()
            abroad = Rate._match(valid, destination, hs_code)
            own = Rate._match(valid, home, hs_code)
            duty += basis.revenue * abroad.duty_percent / 100
            refund += basis.product_cost * own.refund_percent / 100
        return duty, refund

    # == Rules ==

    def _add_rule_lines(self, lines, bases):
        rules = self.env["trade.cost.rule"]._get_rules()
        for order in lines if rules else ():
            given = {line["cost_type_id"] for line in lines[order]}
            for cost_type_id, matching in self._match_rules(order, rules).items():
                if cost_type_id not in given and order._bears_cost(cost_type_id):
                    found = self._prepare_rule_lines(order, bases[order], matching)
                    lines[order] += found

    def _match_rules(self, order, rules):
        """Return {cost type id: rules that hold for the order}, in their order."""
        date = order._get_estimate_date()
        incoterm_id = order.incoterm.id or 0
        country_id = order.partner_shipping_id.country_id.id or 0
        matching = defaultdict(list)
        for rule in rules:
            if rule.is_valid(order.company_id.id, date) and rule.matches_order(
                incoterm_id, country_id
            ):
                matching[rule.cost_type_id].append(rule)
        return matching

    def _prepare_rule_lines(self, order, bases, rules):
        """Return the lines of one cost type: each order line takes its first rule."""
        parts = defaultdict(estimate.Basis)
        for line, basis in bases.items():
            path = line.product_id.categ_id.parent_path or ""
            categories = {int(number) for number in path.split("/") if number}
            if rule := estimate.first_match(rules, categories):
                parts[rule] += basis
        return [self._prepare_rule_line(order, *part) for part in parts.items()]

    def _prepare_rule_line(self, order, rule, basis):
        value, note = rule.value, ""
        if rule.basis not in estimate.PERCENTS:
            rate = self._get_rule_rate(order, rule)
            value *= rate
            if not rate:
                currency = self.env["res.currency"].browse(rule.currency_id)
                note = self.env._(
                    "There was no rate for %(currency)s on that day: nothing estimated",
                    currency=currency.name,
                )
        cost = estimate.amount(rule.basis, basis, value)
        return self._prepare_line(order, rule.cost_type_id, -cost, note, rule.id)

    def _get_rule_rate(self, order, rule):
        """Return company currency for one unit of the rule's currency, 0 if unknown."""
        if rule.currency_id == order.currency_id.id:
            return order._get_estimate_rate()
        currency = self.env["res.currency"].browse(rule.currency_id)
        return currency._get_trade_rate(order.company_id, order._get_estimate_date())

    @api.model
    def _group_orders(self, orders):
        """Return {(company, date of the estimate): orders}."""
        grouped = defaultdict(self.env["sale.order"].browse)
        for order in orders:
            grouped[order.company_id, order._get_estimate_date()] |= order
        return grouped
