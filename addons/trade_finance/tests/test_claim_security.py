from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .claim_common import ClaimCase

HIDDEN = ["payer_account", "journal_id", "slip", "payment_ids", "is_payment_missing"]


@tagged("post_install", "-at_install")
class TestClaimSecurity(ClaimCase):
    """Who sees which money, and who may do what with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader = cls._create_user(
            "leader", "sales_team.group_sale_salesman_all_leads"
        )
        cls.reader = cls._create_user("reader", "account.group_account_readonly")
        cls.nobody = cls._create_user("nobody")
        cls.anna_order = cls._confirm(user_id=cls.anna.id)
        cls.ben_order = cls._confirm(user_id=cls.ben.id)
        cls.waiting = cls._register(payer_account="NL91")
        cls.claimed = cls._claim(cls._register(), (cls.anna_order, 4000))
        cls.booked = cls._make_booked(cls.anna_order, 6000)
        cls.env.flush_all()
        cls.all = cls.waiting | cls.claimed | cls.booked

    def _seen(self, user):
        return self.env["trade.receipt.claim"].with_user(user).search([]) & self.all

    def test_a_salesperson_sees_what_waits_and_own_money(self):
        self.assertEqual(set(self._seen(self.anna).ids), set(self.all.ids))
        self.assertEqual(self._seen(self.ben), self.waiting | self.claimed)

    def test_others_read_who_has_claimed_it_but_not_for_what(self):
        self.env.invalidate_all()  # a request of his own starts with nothing read
        seen = self.claimed.with_user(self.ben)
        self.assertEqual(seen.claimer_id.name, self.anna.name)
        Line = self.env["trade.receipt.claim.line"].with_user(self.ben)
        self.assertFalse(Line.search([("claim_id", "=", self.claimed.id)]))
        values = seen.web_read({"line_ids": {"fields": {"order_id": {}}}})
        self.assertFalse(values[0]["line_ids"])

    def test_the_chatter_names_no_orders_of_others(self):
        order = self.anna_order.name
        receipts = self.claimed | self.booked
        self.assertTrue(receipts.message_ids)
        self.assertNotIn(order, " ".join(receipts.message_ids.mapped("body")))
        notes = " ".join(self.anna_order.message_ids.mapped("body"))
        for receipt in receipts:
            self.assertIn(receipt.name, notes)

    def test_nobody_registers_money_as_booked(self):
        Claim = self.env["trade.receipt.claim"].with_user(self.accountant)
        defaults = {"default_state": "confirmed", "default_claimer_id": self.anna.id}
        values = {"amount": 5, "currency_id": self._currency("USD").id}
        for context, extra in ((defaults, {}), ({}, {"state": "confirmed"})):
            with self.assertRaisesRegex(UserError, "follow its buttons"):
                Claim.with_context(**context).create({**values, **extra})

    def test_a_part_moves_to_no_other_receipt(self):
        line = self.claimed.with_user(self.accountant).line_ids
        for receipt in (self.booked, self.waiting):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                line.write({"claim_id": receipt.id})
        self.assertEqual(self.claimed.amount_claimed, 4000)

    def test_leader_finance_and_auditor_see_all(self):
        for user in (self.leader, self.accountant, self.reader):
            self.assertEqual(set(self._seen(user).ids), set(self.all.ids))

    def test_the_owner_of_the_order_sees_money_another_has_claimed(self):
        receipt = self._register()
        self._claim(receipt, (self.ben_order, 10000), user=self.leader)
        self._book(receipt)
        self.assertTrue(receipt.with_user(self.ben).amount)
        with self.assertRaises(AccessError):
            receipt.with_user(self.anna).read(["amount"])

    def test_sales_sees_no_details_of_the_bank(self):
        for user in (self.anna, self.leader):
            seen = self.waiting.with_user(user)
            self.assertFalse(set(HIDDEN) & set(seen.fields_get()))
            for name in HIDDEN:
                with self.assertRaises(AccessError):
                    seen.read([name])
                with self.assertRaises(AccessError):
                    seen.search([(name, "!=", False)])
            for kind in ("form", "list"):
                arch = etree.fromstring(seen.get_view(view_type=kind)["arch"])
                shown = {node.get("name") for node in arch.iter("field")}
                self.assertFalse(set(HIDDEN) & shown)
        self.assertEqual(self.waiting.with_user(self.accountant).payer_account, "NL91")

    def test_sales_registers_changes_and_deletes_nothing(self):
        for user in (self.anna, self.leader):
            own = self.claimed.with_user(user)
            for attempt in (
                lambda own=own: own.write({"amount": 1}),
                lambda own=own: own.write({"fee_amount": 1}),
                lambda own=own: own.line_ids.write({"amount": 1}),
                lambda own=own: own.line_ids.unlink(),
                own.unlink,
                lambda own=own: own.copy(),
                lambda own=own: own.line_ids.create(
                    {"claim_id": own.id, "order_id": self.anna_order.id, "amount": 1}
                ),
            ):
                with self.assertRaises(AccessError):
                    attempt()

    def test_sales_does_not_do_what_finance_does(self):
        for user in (self.anna, self.leader, self.reader):
            for name in ("action_confirm", "action_cancel", "action_open_reason"):
                with self.assertRaises(AccessError, msg=name):
                    getattr(self.claimed.with_user(user), name)()
            with self.assertRaises(AccessError):
                self.env["trade.receipt.claim.reason"].with_user(user).create({})
        self.assertEqual(self.claimed.state, "claimed")

    def test_own_documents_users_claim_for_own_orders(self):
        with self.assertRaises(AccessError):
            self._claim(self.waiting, (self.ben_order, 5), user=self.anna)
        part = {"order_id": self.ben_order.id, "amount": 5}
        with self.assertRaisesRegex(AccessError, "orders you may open"):
            self.waiting.with_user(self.anna)._claim([part])
        self.assertEqual(self.waiting.state, "unclaimed")
        self._claim(self.waiting, (self.ben_order, 5), user=self.leader)
        self.assertEqual(self.waiting.claimer_id, self.leader)

    def test_finance_may_claim_too_and_an_auditor_may_not(self):
        with self.assertRaises(AccessError):
            self.waiting.with_user(self.reader).action_open_claim()
        self._claim(self.waiting, (self.ben_order, 5), user=self.accountant)
        self.assertEqual(self.waiting.claimer_id, self.accountant)

    def test_a_salesperson_answers_in_the_chatter(self):
        message = self.waiting.with_user(self.ben).message_post(body="Not mine")
        self.assertEqual(message.author_id, self.ben.partner_id)

    def test_others_and_the_portal_see_nothing(self):
        portal = new_test_user(self.env, "portal", groups="base.group_portal")
        for user in (self.nobody, portal):
            for model in ("trade.receipt.claim", "trade.receipt.claim.line"):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])
        with self.assertRaises(AccessError):
            self.env["trade.receipt.claim.wizard"].with_user(self.nobody).create({})

    def test_another_company_sees_nothing_and_gets_nothing(self):
        other = self._create_trade_company("Second Trading")
        stranger = self._create_user(
            "stranger",
            "account.group_account_invoice",
            "sales_team.group_sale_manager",
            company=other,
        )
        Claim = self.env["trade.receipt.claim"].with_user(stranger)
        self.assertFalse(Claim.with_context(allowed_company_ids=other.ids).search([]))
        with self.assertRaises(AccessError):
            mine = {"allowed_company_ids": other.ids}
            self.waiting.with_user(stranger).with_context(**mine).action_open_claim()

    def test_an_order_of_another_company_is_refused(self):
        other = self._create_trade_company("Third Trading")
        foreign = self._create_order(company_id=other.id, pricelist_id=False)
        with self.assertRaisesRegex(UserError, "is not an order of"):
            self.waiting.sudo()._claim([{"order_id": foreign.id, "amount": 5}])

    def test_a_wizard_shows_nothing_its_user_may_not_read(self):
        Wizard = self.env["trade.receipt.claim.wizard"].with_user(self.ben)
        line = {"order_id": self.anna_order.id, "amount": 1}
        with self.assertRaises(AccessError):
            wizard = Wizard.create({"claim_id": self.booked.id})
            self.env.invalidate_all()
            wizard.read(["payer", "amount_claimable"])
        with self.assertRaises(AccessError):
            wizard = Wizard.create(
                {"claim_id": self.waiting.id, "line_ids": [(0, 0, line)]}
            )
            self.env.invalidate_all()
            wizard.line_ids.read(["partner_id"])
        with self.assertRaises(AccessError):
            wizard = Wizard.create(
                {"claim_id": self.waiting.id, "line_ids": [(0, 0, line)]}
            )
            self.env.invalidate_all()
            wizard.line_ids.read(["outstanding"])

    def test_a_wizard_is_its_users_own(self):
        action = self.waiting.with_user(self.anna).action_open_claim()
        wizard = self.env[action["res_model"]].browse(action["res_id"])
        with self.assertRaises(AccessError):
            wizard.with_user(self.ben).read(["claim_id"])
