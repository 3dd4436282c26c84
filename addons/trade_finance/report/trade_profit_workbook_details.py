# One class would make a file of 500 lines.
# pylint: disable=consider-merging-classes-inherited
from odoo import models

from ..tools.workbook import Cell, Column, Formula, Sheet, total
from .trade_profit_dimension import COST

RECEIPT_SUMS = {
    "amount": "amount",
    "ordered": "value_order",
    "invoiced": "value_invoice",
    "received": "value_receipt",
    "before": "fx_before_invoice",
    "booked": "fx_booked",
    "difference": "fx_difference",
}
"""Columns of receipts that are added up, and the field of each."""


class TradeProfitWorkbook(models.AbstractModel):
    """What stands behind the profit of one order: its lines and its receipts."""

    _inherit = "trade.profit.workbook"

    def _sheet_lines(self, order, unit, heading):
        lines = self.env["trade.profit.line"].search([("order_id", "=", order.id)])
        # Without the cost group the lines are sums and have neither.
        extra = self._source_columns() if self.env.user.has_group(COST) else ()
        names = self._source_names(lines) if extra else {}
        sums = [
            Formula(total(key), unit.round(sum(lines.mapped(key))))
            for key in ("estimated", "actual", "variance")
        ]
        name = Cell(self.env._("Total"), "text")
        return Sheet(
            self.env._("Lines"),
            (*self._line_columns(self._money_kind(unit)), *extra),
            [
                (
                    *self._line_row(line),
                    *(self._source_row(line, names) if extra else ()),
                )
                for line in lines.sorted("date")
            ],
            heading,
            ((name, None, None, *sums, *(None for _column in extra)),),
        )

    def _line_columns(self, amount):
        return (
            Column(self.env._("Date"), "date", 12),
            Column(self.env._("Cost type"), width=24),
            Column(self.env._("Stage"), width=12),
            Column(self.env._("Estimated"), amount, 16, "estimated"),
            Column(self.env._("Actual"), amount, 16, "actual"),
            Column(self.env._("Variance"), amount, 16, "variance"),
        )

    def _line_row(self, line):
        return (
            line.date,
            line.cost_type_id.name,
            self._label(line, "stage"),
            line.estimated,
            line.actual,
            Formula("={actual}{row}-{estimated}{row}", line.variance),
        )

    def _source_columns(self):
        return (
            Column(self.env._("Amount in its currency"), width=16),
            Column(self.env._("Currency"), width=10),
            Column(self.env._("Product"), width=30),
            Column(self.env._("Source"), width=34),
        )

    def _source_row(self, line, names):
        return (
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
        totals = [Cell(self.env._("Total"), "text")]
        for column in columns[1:]:
            name = RECEIPT_SUMS.get(column.key)
            currency = order.currency_id if name == "amount" else unit
            totals.append(
                name
                and Formula(
                    total(column.key), currency.round(sum(receipts.mapped(name)))
                )
            )
        rows = [self._receipt_row(receipt) for receipt in receipts.sorted("date")]
        return Sheet(self.env._("Receipts"), columns, rows, heading, (tuple(totals),))

    def _in_currency(self, order):
        return self.env._("Amount in %(currency)s", currency=order.currency_id.name)

    def _receipt_row(self, receipt):
        rate = receipt.value_receipt / receipt.amount if receipt.amount else 0.0
        # Names as lists show them: of documents the reader may not open too.
        invoice_sudo = receipt.move_id.sudo()
        entry_sudo = receipt.receipt_move_id.sudo()
        return (
            receipt.date,
            self._label(receipt, "kind"),
            invoice_sudo.display_name or None,
            entry_sudo.display_name or None,
            receipt.amount,
            Formula('=IF({amount}{row}=0,"",{received}{row}/{amount}{row})', rate),
            receipt.value_order,
            receipt.value_invoice if receipt.move_id else None,
            receipt.value_receipt,
            *self._exchange_formulas(receipt),
        )

    def _exchange_formulas(self, receipt):
        """Return until invoice, booked and both; a deposit has only the whole."""
        if not receipt.move_id:
            whole = Formula("={received}{row}-{ordered}{row}", receipt.fx_difference)
            return None, None, whole
        return (
            Formula("={invoiced}{row}-{ordered}{row}", receipt.fx_before_invoice),
            Formula("={received}{row}-{invoiced}{row}", receipt.fx_booked),
            Formula("={before}{row}+{booked}{row}", receipt.fx_difference),
        )
