from odoo import api, models


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
            "bank": company.sudo().partner_id.bank_ids[:1],
        }
