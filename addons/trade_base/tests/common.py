"""Fixtures every addon of the suite starts its tests from."""

from odoo import Command
from odoo.tests import TransactionCase, new_test_user

QUIET_MAIL = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_notrack": True,
    "no_reset_password": True,
}


class TradeCase(TransactionCase):
    """A trading company in CNY with its own chart, rates and people.

    It stands on nothing but ``trade_base``: what a test needs from ``sale``, ``stock``
    or ``account`` is reached through the environment, so that each addon of the suite
    runs its tests with only its own dependencies installed.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, **QUIET_MAIL})
        cls.company = cls._create_trade_company("Ningbo Test Trading")
        cls._work_in(cls.company)

    @classmethod
    def _work_in(cls, company):
        """Make `company` the one and only company of the test's environment."""
        cls.env.user.write(
            {"company_ids": [Command.link(company.id)], "company_id": company.id}
        )
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": company.ids}
        )
        cls.company = company.with_env(cls.env)

    @classmethod
    def _currency(cls, code):
        """Return the currency with ISO `code`, active."""
        currency = (
            cls.env["res.currency"]
            .with_context(active_test=False)
            .search([("name", "=", code)], limit=1)
        )
        currency.active = True
        return currency

    @classmethod
    def _create_trade_company(cls, name, currency="CNY", country="cn"):
        """Create a company that keeps its books in `currency`.

        The generic chart is loaded where accounting is installed. It sets the
        company's currency to USD, so ours is set after it.
        """
        company = cls.env["res.company"].create(
            {"name": name, "country_id": cls.env.ref(f"base.{country}").id}
        )
        cls.env.user.company_ids = [Command.link(company.id)]
        if "account.chart.template" in cls.env:
            cls.env["account.chart.template"].try_loading(
                "generic_coa", company=company, install_demo=False
            )
        company.currency_id = cls._currency(currency)
        return company

    @classmethod
    def _set_rate(cls, code, date, value, company=None):
        """One unit of currency `code` is worth `value` in company currency from `date`.

        This is the direction people speak (USD 7.00); Odoo stores the inverse.
        """
        company = company or cls.company
        return cls.env["res.currency.rate"].create(
            {
                "currency_id": cls._currency(code).id,
                "company_id": company.id,
                "name": date,
                "inverse_company_rate": value,
            }
        )

    @classmethod
    def _create_user(cls, login, *groups, company=None, **values):
        """Create an internal user of `company` with exactly `groups` (XML ids)."""
        company = company or cls.company
        return new_test_user(
            cls.env,
            login,
            groups=",".join(["base.group_user", *groups]),
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
            **{"email": f"{login}@example.com", **values},
        )
