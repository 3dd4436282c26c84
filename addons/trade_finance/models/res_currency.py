from odoo import models
from odoo.tools import SQL

from ..tools import fx


class ResCurrency(models.Model):
    _inherit = "res.currency"

    def _get_trade_rate(self, company, date):
        """Return what one unit of this currency is worth in the company's, or 0.0.

        Core falls back to the earliest future rate and then to 1.0 without a word.
        Here only a rate on or before `date` counts, of the company's root or shared,
        and the company's own goes first (as core orders them).

        :param company: the ``res.company`` whose currency is meant
        :param date: the day, a ``date``
        :return: company currency per unit; 0.0 when there is no usable rate
        """
        self.ensure_one()
        if self == company.currency_id:
            return 1.0
        rates = self._read_trade_rates(company, date)
        usable = {currency_id: rate for currency_id, rate, is_past in rates if is_past}
        if self.id not in usable:
            return 0.0
        only_future = {row[0] for row in rates} - set(usable)
        if company.currency_id.id in only_future:
            return 0.0
        return fx.unit_rate(usable.get(company.currency_id.id, 1.0), usable[self.id])

    def _read_trade_rates(self, company, date):
        """Return (currency id, stored rate, usable) for this and the company currency.

        The row of each currency is the one core would take; `usable` says whether its
        day has come.
        """
        Rate = self.env["res.currency.rate"]
        Rate.flush_model(["currency_id", "company_id", "name", "rate"])
        return self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (currency_id) currency_id, rate, name <= %(date)s
                     FROM res_currency_rate
                    WHERE currency_id IN %(currencies)s
                      AND (company_id = %(root)s OR company_id IS NULL)
                 ORDER BY currency_id, name <= %(date)s DESC, company_id, name DESC""",
                date=date,
                currencies=(self.id, company.currency_id.id),
                root=company.root_id.id,
            )
        )
