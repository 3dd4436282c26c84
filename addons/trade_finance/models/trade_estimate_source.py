from collections import defaultdict

from odoo import api, models

from ..tools import container, estimate


class OrderLines(list):
    """The estimate lines of one order, and what has to be said about them."""

    def __init__(self, values=()):
        super().__init__(values)
        self.warnings = []
        self.export_refund = 0.0

    def warn(self, sentence):
        """Say once that something is missing and is therefore not estimated."""
        if sentence not in self.warnings:
            self.warnings.append(sentence)


class TradeEstimateSource(models.AbstractModel):
    """Where the lines of a profit estimate come from."""

    _name = "trade.estimate.source"
    _description = "Sources of Profit Estimates"

    @api.model
    def _prepare_lines(self, orders, bases=None):
        """Return {order: [values of estimate lines]} from all sources.

        :param bases: what `_get_bases` returned, where the caller has changed it
        """
        lines = {order: OrderLines() for order in orders}
        bases = bases or self._get_bases(orders)
        for source in self._estimate_sources().values():
            source(lines, bases)
        return lines

    @api.model
    def _get_bases(self, orders):
        """Return {order: {order line: Basis}}."""
        return {order: order._get_estimate_bases() for order in orders}

    @api.model
    def _estimate_sources(self):
        """Return {name: function} of what estimates are made of, in order.

        Hook: extend with ``super()``. A function gets ``{order: [values]}``, adds those
        made by `_prepare_line`, and finds ``{order: {order line: Basis}}`` as second
        argument. Rules leave out the cost types of an order that a source before them
        has given, so put yours before ``rules``. What cannot be estimated is said by
        ``lines[order].warn(sentence)``: the estimate and the Profit tab show it.
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

    # == Rules ==

    def _add_rule_lines(self, lines, bases):
        rules = self.env["trade.cost.rule"]._get_rules()
        for order in lines if rules else ():
            given = {line["cost_type_id"] for line in lines[order]}
            for cost_type_id, matching in self._match_rules(order, rules).items():
                if cost_type_id not in given and order._bears_cost(cost_type_id):
                    found = self._prepare_rule_lines(order, bases[order], matching)
                    lines[order] += found
                    for line in found:
                        if line["note"]:  # rules leave notes of what is missing only
                            lines[order].warn(line["note"])

    def _match_rules(self, order, rules):
        """Return {cost type id: rules that hold for the order}, in their order."""
        date = order._get_estimate_date()
        incoterm_id = order._get_estimate_incoterm().id or 0
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
        lacking = defaultdict(set)
        for line, basis in bases.items():
            path = line.product_id.categ_id.parent_path or ""
            categories = {int(number) for number in path.split("/") if number}
            if rule := estimate.first_match(rules, categories):
                parts[rule] += basis
                is_goods = line.product_id and line.product_id.type != "service"
                if is_goods and estimate.lacks_measures(rule.basis, basis):
                    lacking[rule].add(line.product_id.display_name)
        return [
            self._prepare_rule_line(order, rule, basis, lacking[rule])
            for rule, basis in parts.items()
        ]

    def _prepare_rule_line(self, order, rule, basis, lacking=()):
        value, notes = rule.value, []
        if rule.basis not in estimate.PERCENTS:
            rate = self._get_rule_rate(order, rule)
            value *= rate
            if not rate:
                currency = self.env["res.currency"].browse(rule.currency_id)
                notes.append(
                    self.env._(
                        "There was no rate for %(currency)s on that day: nothing "
                        "estimated",
                        currency=currency.name,
                    )
                )
        if lacking:
            notes.append(
                self.env._(
                    "Not counted for want of weight or volume: %(products)s",
                    products=", ".join(sorted(lacking)),
                )
            )
        cost = self._get_rule_cost(rule, basis, value)
        note = "; ".join(notes)
        return self._prepare_line(order, rule.cost_type_id, -cost, note, rule.id)

    @api.model
    def _get_rule_cost(self, rule, basis, value):
        """Return the unrounded cost a rule gives for its part of the order."""
        if rule.basis != "per_container":
            return estimate.amount(rule.basis, basis, value)
        code, fill = rule.container_code, rule.fill_percent
        return value * container.count(basis.weight, basis.volume, code, fill)

    def _estimate_rule_cost(self, order, goods, cost_type_id):
        """Return what the rules give for a cost type, whoever bears it."""
        rules = self.env["trade.cost.rule"]._get_rules()
        matching = self._match_rules(order, rules).get(cost_type_id, [])
        parts = defaultdict(estimate.Basis)
        for item in goods:
            path = item.product.categ_id.parent_path or ""
            categories = {int(number) for number in path.split("/") if number}
            if rule := estimate.first_match(matching, categories):
                parts[rule] += item.basis
        lines = [self._prepare_rule_line(order, *part) for part in parts.items()]
        return -sum(line["amount"] for line in lines)

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
