from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common import OWN, TradeCrmCase


@tagged("post_install", "-at_install")
class TestContacts(TradeCrmCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._create_customer()
        cls.contact = cls._create_contact(cls.customer)

    def test_the_usual_roles_are_there(self):
        names = self.env["trade.contact.role"].search([]).mapped("name")
        for name in ("Purchaser", "Decision maker", "Influencer", "Finance", "Quality"):
            self.assertIn(name, names)

    def test_the_customer_says_who_signs_and_who_pays(self):
        ref = self.env.ref
        self.contact.trade_role_ids = ref("trade_crm.trade_contact_role_decision_maker")
        payer = self._create_contact(self.customer, "Anna Kasse")
        payer.trade_role_ids = ref("trade_crm.trade_contact_role_finance")
        self.assertIn("Wang Li", self.customer.trade_signer_names)
        self.assertIn("Anna Kasse", self.customer.trade_payer_names)
        self.assertNotIn("Anna Kasse", self.customer.trade_signer_names)

    def test_a_salesperson_fills_the_decision_chain_on_the_form(self):
        boss = self._create_contact(self.customer, "Chef Chen")
        customer = self._as(self.leaver, self.customer)
        with (
            Form(customer) as form,
            form.trade_contact_ids.edit(index=self._get_row(form)) as row,
        ):
            row.reports_to_id = boss
            row.birthday = "11-30"
        self.assertEqual(self.contact.reports_to_id, boss)
        self.assertEqual(boss.report_ids, self.contact)
        self.assertEqual(self.contact.birthday_day, 30)
        self.assertEqual(self.contact.birthday_month, 11)

    def _get_row(self, form):
        names = [row["name"] for row in form.trade_contact_ids._records]
        return names.index("Wang Li")

    def test_nobody_reports_to_himself_by_a_detour(self):
        boss = self._create_contact(self.customer, "Chef Chen")
        self.contact.reports_to_id = boss
        with self.assertRaisesRegex(ValidationError, "circle"):
            boss.reports_to_id = self.contact

    def test_the_year_of_a_birthday_may_be_unknown(self):
        self.contact.birthday = "2-29"
        self.contact.invalidate_recordset()
        self.assertEqual(self.contact.birthday, "02-29")
        self.contact.birthday = "1988-02-29"
        self.assertEqual(self.contact.birthday_year, 1988)
        self.contact.birthday = False
        self.assertFalse(any(self.contact._get_birthday()))

    def test_a_birthday_that_does_not_exist_is_refused(self):
        for written in ("04-31", "1991-02-29", "12", "30.11.", "13-01"):
            with (
                self.subTest(written=written),
                self.assertRaisesRegex(ValidationError, "Wang Li"),
            ):
                self.contact.birthday = written
        with self.assertRaisesRegex(ValidationError, "Wang Li"):
            self.contact.birthday_day = 12

    def test_the_chain_opens_as_a_tree_of_the_customers_contacts(self):
        action = self._as(self.leaver, self.customer).action_trade_decision_chain()
        found = self.env["res.partner"].search(action["domain"])
        self.assertEqual(found, self.contact)
        self.assertIn("hierarchy", [view[1] for view in action["views"]])

    def test_a_list_of_customers_costs_nothing_more(self):
        """The timeline is only read where it is shown."""
        customers = self.env["res.partner"]
        for number in range(40):
            customers |= self._create_customer(f"C {number}")
        spec = {"display_name": {}, "user_id": {"fields": {"display_name": {}}}}
        partners = self._as(self.leaver, self.env["res.partner"])
        for count in (2, 40):
            domain = [("id", "in", customers[:count].ids)]
            partners.web_search_read(domain, spec)
            self.env.invalidate_all()
            with self.assertQueryCount(5):
                partners.web_search_read(domain, spec)

    def test_gifts_are_noted_by_salespeople(self):
        gift = self._as(self.leaver, self.env["trade.gift"]).create(
            {"name": "Tea set", "partner_id": self.contact.id, "date": "2025-11-30"}
        )
        self.assertEqual(gift.commercial_partner_id, self.customer)
        self.assertEqual(gift.display_name, "Tea set (2025-11-30)")
        self.assertEqual(self._entries(self.customer).kind, "gift")
        self.assertTrue(self.leaver.has_group(OWN))
