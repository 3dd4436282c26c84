from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .claim_common import ClaimCase


@tagged("post_install", "-at_install")
class TestClaimFlow(ClaimCase):
    """Register, claim, reject, confirm; what is wrong is refused in one sentence."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._confirm(user_id=cls.anna.id)

    def _refused(self, receipt, message, action, error=UserError):
        """Check that `action` is refused by `message` and changes nothing."""
        self.env.flush_all()
        before = receipt.read(["state", "claimer_id", "amount_claimed", "line_ids"])
        payments = self.env["account.payment"].search_count([])
        with self.assertRaisesRegex(error, message), self.env.cr.savepoint():
            action()
        self.assertEqual(
            receipt.read(["state", "claimer_id", "amount_claimed", "line_ids"]), before
        )
        self.assertEqual(self.env["account.payment"].search_count([]), payments)

    def _claimed(self, amount=10000, **values):
        receipt = self._register(amount, **values)
        return self._claim(receipt, (self.order, receipt.amount_claimable))

    # == The way of a receipt ==

    def test_a_receipt_is_numbered_and_waits(self):
        receipt = self._register(9975, fee_amount=25)
        self.assertRegex(receipt.name, r"^RC/\d{4}/\d{5}$")
        self.assertRecordValues(
            receipt,
            [
                {
                    "state": "unclaimed",
                    "amount_claimable": 10000,
                    "amount_claimed": 0,
                    "amount_rest": 10000,
                    "user_id": self.accountant.id,
                    "payer_key": "ROTTERDAM TOOLS",
                }
            ],
        )

    def test_a_claim_says_who_and_for_what(self):
        receipt = self._claimed()
        self.assertRecordValues(
            receipt,
            [{"state": "claimed", "claimer_id": self.anna.id, "amount_rest": 0}],
        )
        self.assertEqual(receipt.line_ids.order_id, self.order)
        self.assertIn("10,000.00", receipt.message_ids[0].body)
        self.assertIn(receipt.name, self.order.message_ids[0].body)
        self.assertEqual(self.order.trade_claim_count, 1)
        self.assertEqual(self.order.amount_received, 0)

    def test_a_rejected_claim_comes_back_with_the_reason(self):
        receipt = self._claimed()
        wizard = self.env["trade.receipt.claim.reason"].with_user(self.accountant)
        action = receipt.with_user(self.accountant).action_open_reason()
        wizard = wizard.with_context(**action["context"]).create(
            {"reason": "It was paid in March"}
        )
        wizard.action_apply()
        self.assertRecordValues(
            receipt,
            [
                {
                    "state": "unclaimed",
                    "claimer_id": False,
                    "return_reason": "It was paid in March",
                    "amount_rest": 10000,
                }
            ],
        )
        self.assertFalse(receipt.line_ids)
        message = receipt.message_ids[0]
        self.assertIn("It was paid in March", message.body)
        self.assertIn(self.anna.partner_id, message.partner_ids)
        self._claim(receipt, (self.order, 10000))
        self.assertFalse(receipt.return_reason)

    def test_a_confirmed_claim_tells_the_claimer(self):
        receipt = self._claimed()
        self._book(receipt)
        told = receipt.message_ids.filtered("partner_ids")[:1]
        self.assertEqual(told.partner_ids, self.anna.partner_id)
        self.assertIn("10,000.00", told.body)
        self.assertIn("booked", self.order.message_ids[0].body)

    def test_a_claimer_gives_back_and_another_does_not(self):
        receipt = self._claimed()
        self._refused(
            receipt,
            "Ask somebody who may",
            receipt.with_user(self.ben).action_release,
            AccessError,
        )
        receipt.with_user(self.anna).action_release()
        self.assertEqual(receipt.state, "unclaimed")

    def test_a_cancelled_receipt_can_be_reopened(self):
        receipt = self._register().with_user(self.accountant)
        receipt.action_cancel()
        self.assertEqual(receipt.state, "cancelled")
        self._refused(
            receipt,
            "cannot be done now",
            receipt.action_open_claim,
        )
        receipt.action_reopen()
        self.assertEqual(receipt.state, "unclaimed")

    def test_money_that_was_registered_already_is_pointed_out(self):
        first, other = self._register(500), self._register(501)
        self.assertFalse((first | other).twin_id)
        twin = self._register(500)
        self.assertEqual(twin.twin_id, first)
        first.with_user(self.accountant).action_cancel()
        twin.invalidate_recordset()
        self.assertFalse(twin.twin_id)

    def test_many_receipts_are_imported_at_once(self):
        bank = self._bank_journal()
        Claim = self.env["trade.receipt.claim"].with_user(self.accountant)
        done = Claim.load(
            ["date", "amount", "currency_id", "journal_id", "payer", "memo"],
            [
                ["2026-04-08", "100.5", "USD", bank.name, "A LTD", "PI 1"],
                ["2026-04-09", "200", "CNY", bank.name, "B GMBH", ""],
            ],
        )
        self.assertFalse(done["messages"])
        receipts = Claim.browse(done["ids"])
        self.assertEqual(receipts.mapped("amount_claimable"), [100.5, 200])
        self.assertEqual(len(set(receipts.mapped("name"))), 2)

    # == Bad input ==

    def test_more_than_came_in_cannot_be_claimed(self):
        receipt = self._register(10000)
        self._refused(
            receipt,
            r"only .*10,000\.00 can be",
            lambda: self._claim(receipt, (self.order, 12000)),
        )

    def test_parts_of_an_order_over_the_amount_are_refused_later_too(self):
        receipt = self._claimed(10000)
        self._refused(
            receipt,
            "Lower the amounts",
            lambda: receipt.line_ids.write({"amount": 10001}),
            ValidationError,
        )

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_more_than_came_in(self):
        receipt = self._claimed(10000)
        self.env.flush_all()
        with self.assertRaisesRegex(Exception, "claimed_within_amount"):
            self.env.cr.execute(
                "UPDATE trade_receipt_claim SET amount_claimed = 10001 WHERE id = %s",
                [receipt.id],
            )

    @mute_logger("odoo.sql_db")
    def test_nothing_and_less_than_nothing_is_no_receipt(self):
        for amount in (0, -5):
            with self.assertRaises(IntegrityError) as refusal:
                self._register(amount)
            self.assertIn("amount_positive", str(refusal.exception))
        with self.assertRaises(IntegrityError) as refusal:
            self._register(5, fee_amount=-1)
        self.assertIn("fee_not_negative", str(refusal.exception))

    def test_nothing_and_less_than_nothing_is_no_claim(self):
        receipt = self._register()
        self._refused(receipt, "at least one order", lambda: self._claim(receipt))
        self._refused(
            receipt,
            "more than zero",
            lambda: self._claim(receipt, (self.order, -10)),
        )

    def test_a_cancelled_order_takes_no_money(self):
        other = self._create_order(user_id=self.anna.id)
        other._action_cancel()
        receipt = self._register()
        self._refused(
            receipt,
            "is cancelled and takes no money",
            lambda: self._claim(receipt, (other, 10)),
        )

    def test_an_order_cancelled_after_the_claim_is_not_booked(self):
        receipt = self._claimed()
        self.order._action_cancel()
        self._refused(receipt, "takes no money", lambda: self._book(receipt))

    def test_a_closed_period_is_refused(self):
        receipt = self._claimed()
        self.company.fiscalyear_lock_date = "2026-04-30"
        self._refused(receipt, "closed up to 2026-04-30", lambda: self._book(receipt))

    def test_a_booking_in_a_closed_period_stays(self):
        receipt = self._claimed()
        self._book(receipt)
        self.company.fiscalyear_lock_date = "2026-04-30"
        accountant = receipt.with_user(self.accountant)
        self._refused(
            receipt, "books are closed", lambda: accountant._reset("x", "claimed")
        )

    def test_without_a_bank_nothing_is_booked(self):
        receipt = self._claimed(journal_id=False)
        self._refused(receipt, "choose the bank", lambda: self._book(receipt))
        receipt.with_user(self.accountant).journal_id = self._bank_journal()
        self._book(receipt)
        self.assertEqual(receipt.state, "confirmed")

    def test_a_bank_without_a_way_in_is_refused(self):
        receipt = self._claimed()
        self._bank_journal().inbound_payment_method_line_ids.unlink()
        self._refused(receipt, "no method for incoming", lambda: self._book(receipt))

    def test_a_bank_in_another_currency_is_refused(self):
        receipt = self._claimed()
        bank = self._bank_journal().copy({"name": "EUR bank", "code": "BEUR"})
        bank.currency_id = self._currency("EUR")
        receipt.with_user(self.accountant).journal_id = bank
        self.assertEqual(receipt.currency_id.name, "USD")
        self._refused(receipt, "is kept in EUR", lambda: self._book(receipt))

    def test_the_currency_is_the_banks_until_it_is_claimed(self):
        bank = self._bank_journal().copy({"name": "USD bank", "code": "BUSD"})
        bank.currency_id = self._currency("USD")
        Claim = self.env["trade.receipt.claim"].with_user(self.accountant)
        receipt = Claim.create({"amount": 5, "journal_id": bank.id})
        self.assertEqual(receipt.currency_id.name, "USD")
        receipt = Claim.create({"amount": 5})
        self.assertEqual(receipt.currency_id.name, "CNY")
        receipt.journal_id = bank
        self.assertEqual(receipt.currency_id.name, "USD")

    def test_a_fee_without_an_account_is_refused(self):
        receipt = self._claimed(9975, fee_amount=25)
        self.company.trade_bank_fee_account_id = False
        self._refused(receipt, "no account to book it on", lambda: self._book(receipt))

    def test_a_currency_without_a_rate_is_refused(self):
        receipt = self._claimed(currency="EUR", amount=9000)
        self._refused(receipt, "no exchange rate for EUR", lambda: self._book(receipt))

    def test_money_left_over_needs_an_owner(self):
        receipt = self._register(10000)
        self._claim(receipt, (self.order, 9000))
        receipt.with_user(self.accountant).rest_partner_id = False
        self._refused(receipt, "is left over", lambda: self._book(receipt))

    def test_a_failing_posting_leaves_everything_as_it_was(self):
        first, second = self._claimed(4000), self._claimed(5000, journal_id=False)
        self._refused(
            first | second, "choose the bank", lambda: self._book(first | second)
        )
        self.assertEqual(self.order.amount_received, 0)

    def test_an_unclaimed_receipt_is_not_confirmed_and_none_twice(self):
        receipt = self._register()
        self._refused(receipt, "is Unclaimed", lambda: self._book(receipt))
        self._claim(receipt, (self.order, 10000))
        self._book(receipt)
        self._refused(receipt, "is Confirmed", lambda: self._book(receipt))

    def test_the_second_claimer_reads_who_has_it(self):
        receipt = self._claimed()
        mine = self._confirm(user_id=self.ben.id)
        self._refused(
            receipt,
            "anna.* has claimed it",
            lambda: self._claim(receipt, (mine, 10), user=self.ben),
        )

    def test_claimed_money_is_not_changed_and_booked_money_not_at_all(self):
        receipt = self._claimed().with_user(self.accountant)
        self._refused(receipt, "stay as", lambda: receipt.write({"amount": 5}))
        receipt.memo = "PI 7"
        self._book(receipt)
        for values in ({"amount": 5}, {"journal_id": False}, {"fee_amount": 1}):
            self._refused(
                receipt, "stay as", lambda values=values: receipt.write(values)
            )
        self._refused(
            receipt,
            "only between claim and confirmation",
            lambda: receipt.line_ids.write({"amount": 5}),
        )

    def test_the_state_follows_the_buttons_alone(self):
        receipt = self._register()
        for values in ({"state": "confirmed"}, {"claimer_id": self.ben.id}):
            self._refused(
                receipt, "buttons", lambda values=values: receipt.write(values)
            )
        with self.assertRaisesRegex(UserError, "buttons"):
            self._register(state="confirmed")

    def test_a_claimed_receipt_is_not_deleted(self):
        receipt = self._claimed().with_user(self.accountant)
        self._refused(receipt, "cannot be deleted", receipt.unlink)
        self._register().unlink()

    def test_an_order_stands_once_in_a_claim(self):
        receipt = self._register()
        self._refused(
            receipt,
            "stands once in a claim",
            lambda: self._claim(receipt, (self.order, 10), (self.order, 20)),
        )

    def test_the_invoice_belongs_to_the_order(self):
        other = self._invoice(self._confirm())
        receipt = self._claimed()
        self._refused(
            receipt,
            "is no posted invoice of",
            lambda: receipt.line_ids.write({"invoice_id": other.id}),
            ValidationError,
        )

    def test_nothing_comes_back_without_a_reason(self):
        receipt = self._claimed().with_user(self.accountant)
        self._refused(receipt, "Say why", lambda: receipt._reject(" "))
        self._book(receipt)
        self._refused(receipt, "Say why", lambda: receipt._reset(False, "claimed"))

    def test_somebody_is_asked(self):
        receipt = self._register()
        nobody = self.env["res.users"]
        self._refused(receipt, "want to ask", lambda: receipt._ask(nobody, ""))

    # == Reminders ==

    def _remind(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "trade_finance.ir_cron_trade_receipt_claim"
            ).method_direct_trigger()

    def _activities(self, receipt):
        return receipt.activity_ids.filtered(
            lambda activity: (
                activity.activity_type_id
                == self.env.ref("trade_finance.mail_activity_type_claim")
            )
        )

    @freeze_time("2026-04-12")
    def test_old_money_comes_up_once_where_the_company_wants_it(self):
        old, new = self._register(), self._register(date="2026-04-10")
        claimed = self._claimed()
        self._remind()
        self.assertFalse(self._activities(old | new | claimed))
        self.company.trade_claim_reminders = True
        self._remind()
        self._remind()
        self.assertEqual(len(self._activities(old)), 1)
        self.assertFalse(self._activities(new | claimed))
        self.assertEqual(old.reminder_date.isoformat(), "2026-04-12")

    @freeze_time("2026-04-12")
    def test_the_leader_of_the_likely_team_is_asked(self):
        leader = self._create_user("leader", "sales_team.group_sale_salesman_all_leads")
        team = self.env["crm.team"].create({"name": "Europe", "user_id": leader.id})
        self.order.team_id = team
        self.company.trade_claim_reminders = True
        receipt, unknown = self._register(), self._register(777, payer="X")
        self._remind()
        self.assertEqual(self._activities(receipt).user_id, leader)
        self.assertEqual(self._activities(unknown).user_id, self.accountant)

    @freeze_time("2026-04-12")
    def test_a_leader_who_has_left_is_not_asked(self):
        leader = self._create_user("leader", "sales_team.group_sale_salesman_all_leads")
        team = self.env["crm.team"].create({"name": "Europe", "user_id": leader.id})
        self.order.team_id = team
        leader.active = False
        self.company.trade_claim_reminders = True
        receipt = self._register()
        self._remind()
        self.assertEqual(self._activities(receipt).user_id, self.accountant)

    def test_finance_asks_a_salesperson_and_the_claim_answers(self):
        receipt = self._register()
        wizard = self.env["trade.receipt.claim.reason"].with_user(self.accountant)
        wizard = wizard.create({"claim_ids": receipt.ids, "mode": "ask"})
        self.assertEqual(wizard.user_id, self.anna)
        wizard.action_apply()
        self.assertEqual(self._activities(receipt).user_id, self.anna)
        self._claim(receipt, (self.order, 10000))
        self.assertFalse(self._activities(receipt))
