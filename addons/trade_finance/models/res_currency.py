from odoo import fields, models
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
        return self._get_trade_quote(company, date)[0]

    def _get_trade_quote(self, company, date):
        """Return (rate, day): what `_get_trade_rate` returns, and the day it is of.

        The older day of both currencies counts, where the company's own has a rate
        other than one. There is no day for the company's currency, nor without a rate.
        While an estimate of many orders runs, each rate is read once: its memo is
        in the context and lives as long as the run.
        """
        self.ensure_one()
        if self == company.currency_id:
            return 1.0, None
        memo = self.env.context.get("trade_rate_memo", {})
        key = self.id, company.id, fields.Date.to_date(date)
        if key not in memo:
            memo[key] = self._read_trade_quote(company, date)
        return memo[key]

    def _read_trade_quote(self, company, date):
        rates = self._read_trade_rates(company, date)
        usable = {row[0]: row[1:3] for row in rates if row[3]}
        if self.id not in usable:
            return 0.0, None
        only_future = {row[0] for row in rates} - set(usable)
        if company.currency_id.id in only_future:
            return 0.0, None
        own_rate, own_day = usable.get(company.currency_id.id, (1.0, None))
        rate, day = usable[self.id]
        if own_day and own_rate != 1.0:
            day = min(day, own_day)
        return fx.unit_rate(own_rate, rate), day

    def _read_trade_rates(self, company, date):
        """Return (currency id, stored rate, day, usable) for this and the company's.

        The row of each currency is the one core would take; `usable` says whether its
        day has come.
        """
        Rate = self.env["res.currency.rate"]
        Rate.flush_model(["currency_id", "company_id", "name", "rate"])
        return self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (currency_id)
                          currency_id, rate, name, name <= %(date)s
                     FROM res_currency_rate
                    WHERE currency_id IN %(currencies)s
                      AND (company_id = %(root)s OR company_id IS NULL)
                 ORDER BY currency_id, name <= %(date)s DESC, company_id, name DESC""",
                date=date,
                currencies=(self.id, company.currency_id.id),
                root=company.root_id.id,
            )
        )
