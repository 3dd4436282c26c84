from odoo import api, models
from odoo.tools import format_date


class ReportCustomerStatement(models.AbstractModel):
    """The statement of account of customers in the company of the reader."""

    _name = "report.trade_finance.report_customer_statement"
    _description = "Statement of Account"

    @api.model
    def _get_report_values(self, docids, data=None):
        """Return customers, date and what the template asks of each of them."""
        partners = self.env["res.partner"].browse(docids)
        company = self.env.company
        date = partners._get_trade_statement_date()
        return {
            "doc_ids": docids,
            "doc_model": "res.partner",
            "docs": partners,
            "company": company,
            "date": date,
            "statements": {
                partner.id: partner._get_trade_statement(company, date)
                for partner in partners
            },
            "notes": {
                partner.id: self._get_notes(partner, company, date)
                for partner in partners
            },
        }

    @api.model
    def _get_notes(self, partner, company, date):
        """Return the sentences below the tables, in the customer's language. Hook."""
        env = self.with_context(lang=partner.lang or self.env.lang).env
        notes = [
            env._(
                "Payments received after %(date)s are not considered. A minus is in "
                "your favour.",
                date=format_date(env, date),
            )
        ]
        # Bank accounts are printed on every invoice.
        bank_sudo = company.sudo().partner_id.bank_ids[:1]
        if bank_sudo:
            parts = (bank_sudo.acc_number, bank_sudo.bank_name, bank_sudo.bank_bic)
            account = ", ".join(part for part in parts if part)
            notes.append(
                env._("Please pay to our account %(account)s.", account=account)
            )
        return notes
