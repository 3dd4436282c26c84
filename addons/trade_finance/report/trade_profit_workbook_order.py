# One class would make a file of 500 lines.
# pylint: disable=consider-merging-classes-inherited
from odoo import models

from ..tools.workbook import Cell, Column, Formula, Sheet, build, total
from .trade_profit_dimension import COST

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
                "%(company)s. Customer: %(customer)s. Amounts in %(currency)s.",
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

    # == The lines behind ==

    def _sheet_lines(self, order, unit, heading):
        amount = self._money_kind(unit)
        columns = [
            Column(self.env._("Date"), "date", 12),
            Column(self.env._("Cost type"), width=24),
            Column(self.env._("Stage"), width=12),
            Column(self.env._("Estimated"), amount, 16, "estimated"),
            Column(self.env._("Actual"), amount, 16, "actual"),
            Column(self.env._("Variance"), amount, 16, "variance"),
        ]
        has_sources = self.env.user.has_group(COST)
        if has_sources:
            columns += [
                Column(self.env._("Amount in its currency"), width=16),
                Column(self.env._("Currency"), width=10),
                Column(self.env._("Product"), width=30),
                Column(self.env._("Source"), width=34),
            ]
        lines = self.env["trade.profit.line"].search([("order_id", "=", order.id)])
        names = self._source_names(lines) if has_sources else {}
        rows = [self._line_row(line, names) for line in lines.sorted("date")]
        sums = [
            Formula(total(key), unit.round(sum(lines.mapped(key))))
            for key in ("estimated", "actual", "variance")
        ]
        empty = [None] * (len(columns) - 6)
        name = Cell(self.env._("Total"), "text")
        totals = ((name, None, None, *sums, *empty),)
        return Sheet(self.env._("Lines"), tuple(columns), rows, heading, totals)

    def _line_row(self, line, names):
        row = (
            line.date,
            line.cost_type_id.name,
            self._label(line, "stage"),
            line.estimated,
            line.actual,
            Formula("={actual}{row}-{estimated}{row}", line.variance),
        )
        if not self.env.user.has_group(COST):
            return row
        return (
            *row,
            self._money(line.amount_currency, line.source_currency_id),
            line.source_currency_id.name,
            line.product_id.display_name or None,
            names.get((line.res_model, line.res_id)),
        )

    def _source_names(self, lines):
        """Return {(model, id): name} of the sources the reader may open."""
        names = {}
        for model, some in lines.grouped("res_model").items():
            if model:
                sources = self.env[model].browse(set(some.mapped("res_id")))
                for source in sources._filtered_access("read"):
                    names[model, source.id] = source.display_name
        return names

    # == Receipts, with both parts of the exchange difference ==

    def _sheet_receipts(self, order, unit, heading):
        amount, own = self._money_kind(unit), self._money_kind(order.currency_id)
        columns = (
            Column(self.env._("Date"), "date", 12),
            Column(self.env._("Kind"), width=20),
            Column(self.env._("Invoice"), width=18),
            Column(self.env._("Journal entry"), width=20),
            Column(self._in_currency(order), own, 16, "amount"),
            Column(self.env._("Rate at receipt"), "rate", 10, "rate"),
            Column(self.env._("Value at order"), amount, 16, "ordered"),
            Column(self.env._("Value at invoice"), amount, 16, "invoiced"),
            Column(self.env._("Value at receipt"), amount, 16, "received"),
            Column(self.env._("FX until invoice"), amount, 14, "before"),
            Column(self.env._("FX booked"), amount, 14, "booked"),
            Column(self.env._("FX difference"), amount, 14, "difference"),
        )
        receipts = self.env["trade.order.receipt"].search([("order_id", "=", order.id)])
        rows = [self._receipt_row(receipt) for receipt in receipts.sorted("date")]
        fields_by_key = {
            "amount": "amount",
            "ordered": "value_order",
            "invoiced": "value_invoice",
            "received": "value_receipt",
            "before": "fx_before_invoice",
            "booked": "fx_booked",
            "difference": "fx_difference",
        }
        totals = [Cell(self.env._("Total"), "text"), None, None, None]
        for column in columns[4:]:
            name = fields_by_key.get(column.key)
            value = unit.round(sum(receipts.mapped(name))) if name else None
            totals.append(Formula(total(column.key), value) if name else None)
        return Sheet(self.env._("Receipts"), columns, rows, heading, (tuple(totals),))

    def _in_currency(self, order):
        return self.env._("Amount in %(currency)s", currency=order.currency_id.name)

    def _receipt_row(self, receipt):
        is_deposit = receipt.kind == "deposit"
        rate = receipt.value_receipt / receipt.amount if receipt.amount else 0.0
        # Names as lists show them: of documents the reader may not open too.
        invoice_sudo, entry_sudo = (
            receipt.move_id.sudo(),
            receipt.receipt_move_id.sudo(),
        )
        difference = "={received}{row}-{ordered}{row}"
        if not is_deposit:
            difference = "={before}{row}+{booked}{row}"
        return (
            receipt.date,
            self._label(receipt, "kind"),
            invoice_sudo.display_name or None,
            entry_sudo.display_name or None,
            receipt.amount,
            Formula('=IF({amount}{row}=0,"",{received}{row}/{amount}{row})', rate),
            receipt.value_order,
            None if is_deposit else receipt.value_invoice,
            receipt.value_receipt,
            None
            if is_deposit
            else Formula("={invoiced}{row}-{ordered}{row}", receipt.fx_before_invoice),
            None
            if is_deposit
            else Formula("={received}{row}-{invoiced}{row}", receipt.fx_booked),
            Formula(difference, receipt.fx_difference),
        )
