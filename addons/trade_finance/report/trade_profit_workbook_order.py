# One class would make a file of 500 lines.
# pylint: disable=consider-merging-classes-inherited
from odoo import models

from ..tools.workbook import Cell, Column, Formula, Sheet, build, total

REVENUE_OF = 'SUMIF(${kind}${first}:${kind}${last},"<>%s",{%s}${first}:{%s}${last})'


class TradeProfitWorkbook(models.AbstractModel):
    """The workbook of one order: profit sheet, the lines behind it, its receipts."""

    _inherit = "trade.profit.workbook"

    def _build_order(self, order):
        """Return the xlsx file of one order."""
        unit = order.company_currency_id
        heading = self._heading(
            self.env._("Profit of %(order)s", order=order.name),
            self.env._(
                "%(company)s – customer: %(customer)s – amounts in %(currency)s",
                company=order.company_id.name,
                customer=order.partner_id.display_name,
                currency=unit.name,
            ),
        )
        sheets = [
            self._sheet_summary(order, unit, heading),
            self._sheet_lines(order, unit, heading),
            self._sheet_receipts(order, unit, heading),
        ]
        return build(sheets)

    # == Estimate | actual | variance, by cost type ==

    def _sheet_summary(self, order, unit, heading):
        amount = self._money_kind(unit)
        columns = (
            Column(self.env._("Cost type"), width=28),
            Column(self.env._("Kind"), width=20, key="kind"),
            Column(self.env._("Estimated"), amount, 16, "estimated"),
            Column(self.env._("Actual"), amount, 16, "actual"),
            Column(self.env._("Variance"), amount, 16, "variance"),
            Column(self.env._("Estimate in % of revenue"), "percent", 12),
            Column(self.env._("Actual in % of revenue"), "percent", 12),
        )
        sheet = self.env["trade.profit.sheet"].search([("order_id", "=", order.id)])
        has_estimate = bool(order.trade_estimate_id)
        values = [
            (
                (row.cost_type_id.name, self._label(row.cost_type_id, "kind")),
                row.estimated if has_estimate else None,
                row.actual,
            )
            for row in sheet
        ]
        values_total = (
            (self.env._("Profit"), None),
            order.estimated_profit if has_estimate else None,
            order.actual_profit,
        )
        return Sheet(
            self.env._("Summary"),
            columns,
            [self._summary_row(order, *row) for row in values],
            heading,
            (self._summary_row(order, *values_total, is_total=True),),
            self._summary_facts(order),
        )

    def _summary_row(self, order, labels, estimated, actual, is_total=False):
        cells = {"estimated": estimated, "actual": actual}
        if is_total:
            cells = {
                key: amount if amount is None else Formula(total(key), amount)
                for key, amount in cells.items()
            }
        variance = None
        if estimated is not None:
            value = order.company_currency_id.round(actual - estimated)
            variance = Formula("={actual}{row}-{estimated}{row}", value)
        return (
            *labels,
            cells["estimated"],
            cells["actual"],
            variance,
            self._of_revenue("estimated", estimated, order.estimated_revenue),
            self._of_revenue("actual", actual, order.actual_revenue),
        )

    def _of_revenue(self, key, amount, revenue):
        """Return the formula of `amount` in percent of the sheet's revenue."""
        if amount is None:
            return None
        kinds = self.env["trade.cost.type"]._fields["kind"]
        cost = dict(kinds._description_selection(self.env))["cost"].replace('"', "")
        whole = REVENUE_OF % (cost, key, key)
        return Formula(
            f'=IF({whole}=0,"",{{{key}}}{{row}}/{whole})',
            amount / revenue if revenue else "",
        )

    def _summary_facts(self, order):
        """Return what stands below the sheet: the rate and the money."""
        unit = order.company_currency_id
        own = (order.currency_id.name, order.currency_id)
        expected = self.env._("Expected profit (%(currency)s)", currency=unit.name)
        fx = self.env._("FX difference (%(currency)s)", currency=unit.name)
        names = {
            "amount_total": self.env._("Total (%(currency)s)", currency=own[0]),
            "amount_received": self.env._("Received (%(currency)s)", currency=own[0]),
            "amount_outstanding": self.env._(
                "Outstanding (%(currency)s)", currency=own[0]
            ),
        }
        return (
            (expected, self._money(order.expected_profit, unit)),
            (self.env._("Rate at confirmation"), Cell(order.trade_rate, "rate")),
            (self.env._("Rate of"), Cell(order.trade_rate_date, "date")),
            *(
                (label, self._money(order[name], own[1]))
                for name, label in names.items()
            ),
            (fx, self._money(order.fx_difference, unit)),
        )
