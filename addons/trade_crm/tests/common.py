"""Customers, mails and people for the tests of this addon."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo import Command, fields
from odoo.sql_db import BaseCursor
from odoo.tests import freeze_time

from odoo.addons.trade_base.tests.common import TradeCase

OWN = "sales_team.group_sale_salesman"
ALL = "sales_team.group_sale_salesman_all_leads"
MANAGER = "sales_team.group_sale_manager"


class TradeCrmCase(TradeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US"})
        cls.company = cls.company.with_env(cls.env)
        cls.leaver = cls._create_user("leaver", OWN, name="Lena Leaver")
        cls.successor = cls._create_user("successor", OWN, name="Sun Successor")
        cls.colleague = cls._create_user("colleague", ALL, name="All Documents")
        cls.boss = cls._create_user("boss", MANAGER, name="Bo Boss")
        cls.product = cls.env["product.product"].create(
            {
                "name": "Kettle",
                "type": "consu",
                "list_price": 10.0,
                "taxes_id": [Command.clear()],
            }
        )

    @contextmanager
    def _at(self, moment):
        """Let it be `moment` (UTC) for Python and for the database's timestamps."""
        now = fields.Datetime.to_datetime(moment)
        with freeze_time(moment), patch.object(BaseCursor, "now", lambda _cr: now):
            yield
            self.env.flush_all()  # what is computed late must not see another day

    @classmethod
    def _create_customer(cls, name="Customer A", user=None, **values):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "user_id": (cls.leaver if user is None else user).id,
                **values,
            }
        )

    @classmethod
    def _create_contact(cls, customer, name="Wang Li", **values):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "parent_id": customer.id,
                "type": "contact",
                "email": f"{name.lower().replace(' ', '.')}@customer.example.com",
                **values,
            }
        )

    @classmethod
    def _create_order(cls, customer, quantity=1, user=None, confirm=False, **values):
        order = cls.env["sale.order"].create(
            {
                "partner_id": customer.id,
                "company_id": cls.company.id,
                "user_id": (user or customer.user_id).id,
                "order_line": [
                    Command.create(
                        {"product_id": cls.product.id, "product_uom_qty": quantity}
                    )
                ],
                **values,
            }
        )
        if confirm:
            order.action_confirm()
        return order

    @classmethod
    def _receive_mail(cls, record, author, body, subject=None, date=None):
        return cls._post(record, "email", author, body, subject, date)

    @classmethod
    def _send_mail(cls, record, user, body, subject=None, date=None):
        return cls._post(record, "comment", user.partner_id, body, subject, date)

    @classmethod
    def _post(cls, record, message_type, author, body, subject, date):
        message = record.message_post(
            body=body,
            subject=subject,
            author_id=author.id,
            message_type=message_type,
            subtype_xmlid="mail.mt_comment",
        )
        if date:
            message.date = date
        return message

    def _entries(self, customer, user=None, *kinds):
        """Return the timeline of `customer` as `user` sees it."""
        self.env.flush_all()
        self.env["trade.timeline"].invalidate_model()
        timeline = self._as(user or self.env.user, self.env["trade.timeline"])
        domain = [("partner_id", "=", customer.id)]
        if kinds:
            domain.append(("kind", "in", kinds))
        return timeline.search(domain)

    def _as(self, user, records):
        """Return `records` in the eyes of `user`, in the user's own company."""
        companies = user.company_id.ids
        return records.with_user(user).with_context(allowed_company_ids=companies)
