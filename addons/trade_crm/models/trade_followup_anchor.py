from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.tools import SQL


class TradeFollowupRule(models.Model):
    """The anchors: what a follow-up is counted from."""

    _inherit = "trade.followup.rule"

    def _get_subject_model(self):
        """Return the model of the anchor's subject; the activity is planned there."""
        return "sale.order" if self.anchor == "order_confirmed" else "res.partner"

    def _get_anchor_sql(self, company):
        """Select the occasions of this rule's anchor in `company`.

        :return: SQL of ``subject_id, partner_id`` (the customer), ``user_id`` (the
            salesperson, may be empty) and ``anchor_date`` (the day in the company's
            time zone). Another addon adds ``selection_add`` and ``_anchor_<code>``.
        """
        return getattr(self, f"_anchor_{self.anchor}")(company)

    def _anchor_customer_created(self, company):
        return SQL(
            """
            SELECT p.id AS subject_id, p.id AS partner_id, p.user_id,
                   %(day)s AS anchor_date
              FROM res_partner p
              LEFT JOIN res_users u ON u.id = p.user_id
              LEFT JOIN res_users c ON c.id = p.create_uid
             WHERE p.active AND p.commercial_partner_id = p.id
               AND p.type = 'contact'
               AND (p.customer_rank > 0 OR COALESCE(p.supplier_rank, 0) = 0)
               AND COALESCE(p.company_id, u.company_id, c.company_id) = %(company)s
               AND p.id NOT IN (SELECT partner_id FROM res_company)
               AND NOT EXISTS (SELECT 1 FROM res_users x
                                WHERE x.partner_id = p.id AND NOT x.share)
            """,
            day=self._local_day(company, SQL("p.create_date")),
            company=company.id,
        )

    def _anchor_first_order(self, company):
        return self._select_orders_of_customers(company, SQL("min"))

    def _anchor_dormant(self, company):
        return self._select_orders_of_customers(company, SQL("max"))

    def _select_orders_of_customers(self, company, which):
        """Select each customer with the day of its first or last confirmed order."""
        return SQL(
            """
            SELECT p.id AS subject_id, p.id AS partner_id, p.user_id, o.anchor_date
              FROM (SELECT c.commercial_partner_id AS id,
                           %(which)s(%(day)s) AS anchor_date
                      FROM sale_order s
                      JOIN res_partner c ON c.id = s.partner_id
                     WHERE s.state = 'sale' AND s.company_id = %(company)s
                     GROUP BY c.commercial_partner_id) o
              JOIN res_partner p ON p.id = o.id
             WHERE p.active
            """,
            which=which,
            day=self._local_day(company, SQL("s.date_order")),
            company=company.id,
        )

    def _anchor_order_confirmed(self, company):
        return SQL(
            """
            SELECT s.id AS subject_id, p.id AS partner_id,
                   COALESCE(p.user_id, s.user_id) AS user_id, %(day)s AS anchor_date
              FROM sale_order s
              JOIN res_partner c ON c.id = s.partner_id
              JOIN res_partner p ON p.id = c.commercial_partner_id
             WHERE s.state = 'sale' AND s.company_id = %(company)s AND p.active
            """,
            day=self._local_day(company, SQL("s.date_order")),
            company=company.id,
        )

    def _anchor_quarter(self, company):
        """Every customer who ordered within a year, once in each calendar quarter."""
        today = company._get_trade_today()
        return SQL(
            """
            SELECT subject_id, partner_id, user_id, %(quarter)s::date AS anchor_date
              FROM (%(customers)s) q
             WHERE q.anchor_date > %(year_ago)s
            """,
            quarter=today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1),
            customers=self._select_orders_of_customers(company, SQL("max")),
            year_ago=today - relativedelta(years=1),
        )

    def _local_day(self, company, column):
        return SQL(
            "(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date",
            column,
            company._get_trade_timezone(),
        )

    def _get_sales_condition(self, company, today):
        """Return the condition on the customer's invoiced sales of twelve months."""
        if not self.minimum_sales:
            return SQL("TRUE")
        return SQL(
            """partner_id IN (
                SELECT m.commercial_partner_id FROM account_move m
                 WHERE m.move_type IN ('out_invoice', 'out_refund')
                   AND m.state = 'posted' AND m.company_id = %s
                   AND m.invoice_date > %s AND m.invoice_date <= %s
                 GROUP BY m.commercial_partner_id
                HAVING SUM(m.amount_untaxed_signed) >= %s)""",
            company.id,
            today - relativedelta(years=1),
            today,
            self.minimum_sales,
        )
