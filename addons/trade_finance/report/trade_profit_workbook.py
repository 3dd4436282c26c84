from collections import defaultdict

from odoo import fields, models

from ..tools.workbook import Cell, Column, Formula, Sheet, build, money, total_of


class TradeProfitWorkbook(models.AbstractModel):
    """The profit of orders as a workbook: one row per order, and one column per type.

    Amounts of several currencies are never added: there is a total for each.
    """

    _name = "trade.profit.workbook"
    _description = "Workbook of Profits"

    def _build_orders(self, orders):
        """Return the xlsx file of a selection of orders."""
        orders = orders.sorted(lambda order: (order.date_order, order.id))
        sums = self._read_sums(orders)
        heading = self._heading(
            self.env._("Profit of %(count)s orders", count=len(orders)),
            ", ".join(orders.company_id.mapped("name")),
        )
        actual, estimated = self.env._("Actual by type"), self.env._("Estimate by type")
        return build(
            [
                self._sheet_orders(orders, heading),
                self._sheet_types(orders, actual, sums["actual"], heading),
                self._sheet_types(orders, estimated, sums["estimated"], heading),
            ]
        )

    # == What all sheets share ==

    def _heading(self, title, subtitle):
        """Return the lines above a sheet: what, of which company, when, for whom."""
        now = fields.Datetime.context_timestamp(self, fields.Datetime.now())
        printed = self.env._(
            "As of %(time)s, for %(user)s. Plus improves the profit.",
            time=f"{now:%Y-%m-%d %H:%M}",
            user=self.env.user.name,
        )
        return title, subtitle, printed

    def _money(self, amount, currency):
        """Return a cell with `amount` in the number format of `currency`."""
        return Cell(amount, self._money_kind(currency))

    def _money_kind(self, currency):
        return money(currency.decimal_places)

    def _label(self, record, name):
        """Return what the selection field `name` of `record` says to the reader."""
        options = record._fields[name]._description_selection(self.env)
        return dict(options).get(record[name], "")

    def _percent_formula(self, part, whole, values):
        """Return the formula of `part` in `whole`, empty without a whole."""
        part_value, whole_value = values
        return Formula(
            f'=IF({{{whole}}}{{row}}=0,"",{{{part}}}{{row}}/{{{whole}}}{{row}})',
            part_value / whole_value if whole_value else "",
            "percent",
        )

    # == One column per cost type ==

    def _read_sums(self, orders):
        """Return {stage: {(order, cost type): amount}}, in one query."""
        rows = self.env["trade.profit.line"]._read_group(
            [("order_id", "in", orders.ids)],
            ["order_id", "cost_type_id"],
            ["estimated:sum", "actual:sum"],
        )
        sums = {"estimated": {}, "actual": {}}
        for order, cost_type, estimated, actual in rows:
            sums["estimated"][order, cost_type] = estimated
            sums["actual"][order, cost_type] = actual
        return sums

    def _sheet_types(self, orders, title, sums, heading):
        types = self.env["trade.cost.type"].union(*(key[1] for key in sums)).sorted()
        columns = (
            Column(self.env._("Order"), width=16),
            Column(self.env._("Customer"), width=30),
            Column(self.env._("Company currency"), width=10, key="unit"),
            *(Column(one.name, width=14, key=f"type{one.id}") for one in types),
            Column(self.env._("Total"), width=15, key="total"),
        )
        rows = [self._types_row(order, types, sums) for order in orders]
        totals = self._types_totals(orders, types, sums)
        return Sheet(title, columns, rows, heading, totals)

    def _types_row(self, order, types, sums):
        unit = order.company_currency_id
        amounts = [sums.get((order, one), 0.0) for one in types]
        return (
            order.name,
            order.partner_id.display_name,
            unit.name,
            *(self._money(amount, unit) for amount in amounts),
            self._row_sum(types, sum(amounts), unit),
        )

    def _row_sum(self, types, amount, unit):
        if not types:
            return self._money(0.0, unit)
        first, last = f"type{types[0].id}", f"type{types[-1].id}"
        return Formula(
            f"=SUM({{{first}}}{{row}}:{{{last}}}{{row}})",
            unit.round(amount),
            self._money_kind(unit),
        )

    def _types_totals(self, orders, types, sums):
        totals = defaultdict(float)
        for (order, one), amount in sums.items():
            totals[order.company_currency_id, one] += amount
        rows = []
        for unit in orders.company_currency_id.sorted("name"):
            amounts = [totals[unit, one] for one in types]
            cells = (
                Formula(
                    total_of(f"type{one.id}", "unit"),
                    unit.round(amount),
                    self._money_kind(unit),
                )
                for one, amount in zip(types, amounts, strict=True)
            )
            name = self.env._("Total %(currency)s", currency=unit.name)
            whole = self._row_sum(types, sum(amounts), unit)
            rows.append((name, None, unit.name, *cells, whole))
        return tuple(rows)
