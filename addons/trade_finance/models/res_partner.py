from odoo import fields, models

from ..tools import reminder


class ResPartner(models.Model):
    """Under which names a customer pays, and the account it has with a company."""

    _inherit = "res.partner"

    trade_payer_names = fields.Text(
        "Also pays as",
        groups="base.group_user",
        help="Names on the bank's statement that mean this customer: an agent, a group "
        "company, an old name. One a line.",
    )

    def _get_trade_statement(self, company, date):
        """Return what a customer owes `company` on `date`, by currency.

        Credit notes and money not allocated yet are in it, with a minus.

        :return: list of dicts currency, rows, total, ages {column: amount}; each row a
            dict line, document, reference, orders, date, date_due, total, open, days
        """
        self.ensure_one()
        lines = self.env["account.move.line"].search(
            [
                ("company_id", "=", company.id),
                # Not child_of: a subsidiary with invoices of its own is another one.
                (
                    "partner_id.commercial_partner_id",
                    "=",
                    self.commercial_partner_id.id,
                ),
                ("account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("amount_residual_currency", "!=", 0),
                ("date", "<=", date),
            ],
            order="date_maturity, date, id",
        )
        return [
            self._prepare_trade_statement(currency, of_currency, date)
            for currency, of_currency in lines.grouped("currency_id").items()
        ]

    def _prepare_trade_statement(self, currency, lines, date):
        rows = [self._prepare_trade_statement_row(line, date) for line in lines]
        ages = dict.fromkeys(reminder.AGES, 0.0)
        for row in rows:
            ages[reminder.age(row["days"])] += row["open"]
        return {
            "currency": currency,
            "rows": rows,
            "total": currency.round(sum(row["open"] for row in rows)),
            "ages": {name: currency.round(amount) for name, amount in ages.items()},
        }

    def _prepare_trade_statement_row(self, line, date):
        """Return one open item; money is due from the day it came in."""
        is_money = not line.move_id.is_invoice(include_receipts=True)
        due = line.date if is_money else line.date_maturity or line.date
        # Orders are named on the invoice the customer has.
        orders_sudo = line.move_id.sudo().line_ids.trade_order_id
        return {
            "line": line,
            "document": line.move_id.name,
            "is_money": is_money,
            "reference": line.move_id.ref,
            "orders": ", ".join(orders_sudo.sorted("name").mapped("name")),
            "date": line.move_id.invoice_date or line.date,
            "date_due": due,
            "total": line.amount_currency,
            "open": line.amount_residual_currency,
            "days": max((date - due).days, 0) if not is_money else 0,
        }

    def _get_trade_statement_date(self):
        """Return the day of the statement: the context's, or today."""
        date = self.env.context.get("trade_statement_date")
        return fields.Date.to_date(date) or fields.Date.context_today(self)
