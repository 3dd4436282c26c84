from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.fields import Date
from odoo.tests import freeze_time, tagged

from .common import FinanceCase


class InstalmentCase(FinanceCase):
    """T/T 30/70: a deposit with the order, the balance against the B/L."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.trade_instalment_plan = True
        cls.term = cls._create_term(("order", 30, 0), ("shipment", 70, 0))

    @classmethod
    def _create_term(cls, *lines, **values):
        """Create a term of (event, percent, days)."""
        return cls.env["account.payment.term"].create(
            {
                "name": "T/T",
                "line_ids": [
                    Command.create(
                        {
                            "value": "percent",
                            "value_amount": percent,
                            "nb_days": days,
                            "trade_event": event,
                        }
                    )
                    for event, percent, days in lines
                ],
                **values,
            }
        )

    @classmethod
    def _confirm_with_term(cls, term=None, **values):
        return cls._confirm(payment_term_id=(term or cls.term).id, **values)

    def _assert_plan(self, order, *rows, fields=("amount", "amount_paid")):
        self.assertRecordValues(
            order.instalment_ids.sorted("sequence"),
            [dict(zip(fields, row, strict=True)) for row in rows],
        )
        currency = order.currency_id
        total = sum(order.instalment_ids.mapped("amount"))
        self.assertEqual(currency.compare_amounts(total, order.amount_total), 0)


@tagged("post_install", "-at_install")
class TestInstalment(InstalmentCase):
    def test_confirming_makes_the_plan_of_the_term(self):
        order = self._confirm_with_term()
        self._assert_plan(
            order,
            ("order", 3000, Date.to_date(self.ORDER_DAY)),
            ("shipment", 7000, False),
            fields=("trade_event", "amount", "due_date"),
        )
        self.assertEqual(
            order.instalment_ids.mapped("name"),
            ["30 %: Order confirmation", "70 %: B/L date"],
        )

    def test_nothing_is_planned_unless_the_company_wants_it(self):
        self.company.trade_instalment_plan = False
        order = self._confirm_with_term()
        self.assertFalse(order.instalment_ids)
        order.action_make_instalments()
        self.assertEqual(len(order.instalment_ids), 2)
        order.action_make_instalments()
        self.assertEqual(len(order.instalment_ids), 2)

    def test_an_order_without_a_term_has_no_plan_and_says_why(self):
        order = self._confirm(payment_term_id=False)
        self.assertFalse(order.instalment_ids)
        with self.assertRaisesRegex(UserError, "has no payment term"):
            order.action_make_instalments()
        draft = self._create_order(payment_term_id=self.term.id)
        with self.assertRaisesRegex(UserError, "is not confirmed"):
            draft.action_make_instalments()
        self.assertFalse((order | draft).instalment_ids)

    def test_a_plain_term_counts_from_the_invoice(self):
        term = self._create_term((False, 100, 30))
        order = self._confirm_with_term(term)
        self._assert_plan(order, (10000, 0))
        self.assertEqual(order.instalment_ids.state, "waiting")
        invoice = self._invoice(order)
        self.assertEqual(order.instalment_ids.due_date, Date.to_date("2026-04-15"))
        self.assertEqual(order.instalment_ids.due_date, invoice.invoice_date_due)
        invoice.button_draft()
        self.assertFalse(order.instalment_ids.due_date)

    def test_the_invoice_of_a_deposit_does_not_start_the_balance(self):
        term = self._create_term(("order", 30, 0), (False, 70, 30))
        order = self._confirm_with_term(term)
        self._post(self._down_payment(order, 30))
        self.assertFalse(order.instalment_ids[1].due_date)
        self._invoice(order, "2026-03-20")
        self.assertEqual(order.instalment_ids[1].due_date, Date.to_date("2026-04-19"))

    def test_delays_of_core_hold_after_the_event(self):
        term = self._create_term(("shipment", 100, 10))
        term.line_ids.delay_type = "days_after_end_of_month"
        order = self._confirm_with_term(term)
        order._set_trade_event("shipment", Date.to_date("2026-03-05"))
        self.assertEqual(order.instalment_ids.due_date, Date.to_date("2026-04-10"))
        term.line_ids.nb_days = 99  # what was agreed stays
        order._set_trade_event("shipment", Date.to_date("2026-02-05"))
        self.assertEqual(order.instalment_ids.due_date, Date.to_date("2026-03-10"))

    def test_three_parts_add_up_to_the_cent(self):
        term = self._create_term(
            ("order", 33.33, 0), ("shipment", 33.33, 0), ("arrival", 33.34, 0)
        )
        order = self._confirm_with_term(term, quantity=1, price=100)
        self._assert_plan(order, (33.33, 0), (33.33, 0), (33.34, 0))
        # As the invoice does it: a receivable of the same amounts.
        term.line_ids[1].nb_days, term.line_ids[2].nb_days = 10, 20
        dues = self._invoice(order).line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        )
        self.assertEqual(sorted(dues.mapped("amount_currency")), [33.33, 33.33, 33.34])

    def test_a_currency_without_cents(self):
        self._set_rate("JPY", self.ORDER_DAY, 0.05)
        order = self._confirm_with_term(
            quantity=1, price=1001, pricelist_id=self._create_pricelist("JPY").id
        )
        self.assertEqual(order.currency_id.name, "JPY")
        self._assert_plan(order, (300, 0), (701, 0))

    def test_a_fixed_deposit_is_never_more_than_the_order(self):
        term = self._create_term(("order", 0, 0), ("shipment", 100, 0))
        term.line_ids[0].write({"value": "fixed", "value_amount": 500})
        self._assert_plan(self._confirm_with_term(term), (500, 0), (9500, 0))
        small = self._confirm_with_term(term, quantity=1, price=300)
        self._assert_plan(small, (300, 0), (0, 0))
        self.assertEqual(small.instalment_ids.mapped("state")[1], "paid")

    def test_a_return_order_has_a_negative_plan(self):
        order = self._confirm_with_term(price=-100)
        self._assert_plan(order, (-300, 0), (-700, 0))
        self.assertEqual(order.instalment_ids.mapped("is_paid"), [False, False])
        self._pay(self._invoice(order))
        self._assert_plan(order, (-300, -300), (-700, -700))

    # == Money ==

    def test_money_fills_the_plan_from_its_start(self):
        order = self._confirm_with_term()
        payment = self._deposit(order, 2000)
        self._assert_plan(order, (3000, 2000), (7000, 0))
        self._deposit(order, 1500)
        self._assert_plan(order, (3000, 3000), (7000, 500))
        payment.action_draft()
        self._assert_plan(order, (3000, 1500), (7000, 0))

    def test_deposit_then_invoice_then_the_rest_and_too_much(self):
        order = self._confirm_with_term()
        deposit = self._post(self._down_payment(order, 30))
        self._pay(deposit)
        self._assert_plan(order, (3000, 3000), (7000, 0))
        invoice = self._invoice(order)
        self._assert_plan(order, (3000, 3000), (7000, 0))
        self._pay(invoice)
        self._assert_plan(order, (3000, 3000), (7000, 7000))
        self.assertFalse(order.next_due_amount)
        self._deposit(order, 100)
        self.assertEqual(order.receipt_status, "overpaid")
        self._assert_plan(order, (3000, 3000), (7000, 7000))

    def test_money_in_another_currency_counts_at_its_day(self):
        order = self._confirm_with_term()
        self._deposit(order, 20700, currency="CNY")  # 6.90 on the day
        self._assert_plan(order, (3000, 3000), (7000, 0))

    def test_what_the_banks_kept_leaves_nothing_open(self):
        order = self._confirm_with_term()
        deposit = self._post(self._down_payment(order, 30))
        self._pay_with_fee(deposit, 2980)
        self.assertEqual(order.amount_received, 2980)
        self._assert_plan(order, (3000, 3000), (7000, 0))

    def test_a_credit_note_makes_the_balance_smaller_not_the_deposit(self):
        order = self._confirm_with_term()
        invoice = self._invoice(order)
        self._reverse(invoice, amount=1000)
        rows = order.instalment_ids
        self._assert_plan(order, (3000, 0), (7000, 0))
        self.assertEqual(rows.mapped("amount_credited"), [0, 1000])
        self.assertEqual(rows.mapped("amount_residual"), [3000, 6000])
        self.assertEqual(sum(rows.mapped("amount_residual")), order.amount_outstanding)
        self._pay(invoice, 9000)
        self.assertEqual(rows.mapped("amount_paid"), [3000, 6000])
        self.assertEqual(rows.mapped("state"), ["paid", "paid"])

    def test_credited_and_invoiced_again_everything_is_open_again(self):
        order = self._confirm_with_term()
        self._reverse(self._invoice(order))
        self._invoice(order)
        self._assert_plan(order, (3000, 0), (7000, 0))
        self.assertEqual(order.instalment_ids.mapped("amount_credited"), [0, 0])

    # == Changes ==

    def test_an_amended_order_changes_what_is_not_paid(self):
        order = self._confirm_with_term()
        self._deposit(order, 3000)
        order.order_line.price_unit = 1200
        self._assert_plan(order, (3000, 3000), (9000, 0))
        order.order_line.price_unit = 200
        self._assert_plan(order, (2000, 2000), (0, 0))

    def test_an_amended_order_nobody_paid_for_is_shared_out_anew(self):
        order = self._confirm_with_term()
        self._deposit(order, 1000)
        order.order_line.price_unit = 2000
        self._assert_plan(order, (6000, 1000), (14000, 0))
        order._set_trade_event("shipment", Date.to_date("2026-05-01"))
        self._deposit(order, 19000)
        order.order_line.price_unit = 2100
        self._assert_plan(order, (6000, 6000), (15000, 14000))

    def test_another_term_makes_another_plan_and_keeps_the_dates(self):
        order = self._confirm_with_term()
        self._deposit(order, 3000)
        order._set_trade_event("shipment", Date.to_date("2026-05-01"))
        order.payment_term_id = self._create_term(
            ("order", 50, 0), ("shipment", 50, 30)
        )
        self._assert_plan(
            order,
            (5000, 3000, Date.to_date(self.ORDER_DAY)),
            (5000, 0, Date.to_date("2026-05-31")),
            fields=("amount", "amount_paid", "due_date"),
        )
        order.payment_term_id = False
        self.assertFalse(order.instalment_ids)

    def test_a_cancelled_order_has_no_plan_and_a_confirmed_one_has_one(self):
        order = self._confirm_with_term()
        order._action_cancel()
        self.assertFalse(order.instalment_ids)
        self.assertFalse(order.next_due_amount)
        order.action_draft()
        order.action_confirm()
        self.assertEqual(len(order.instalment_ids), 2)
        self.assertFalse(order.copy().instalment_ids)

    # == Dates ==

    def test_an_event_sets_the_date_once_and_takes_it_back(self):
        orders = self._confirm_with_term() | self._confirm_with_term()
        for _time in range(2):
            orders._set_trade_event("shipment", Date.to_date("2026-04-01"))
        dues = orders.instalment_ids.filtered(lambda r: r.trade_event == "shipment")
        self.assertEqual(dues.mapped("due_date"), [Date.to_date("2026-04-01")] * 2)
        orders._set_trade_event("shipment", None)
        self.assertEqual(dues.mapped("due_date"), [False] * 2)

    def test_a_delivery_sets_its_date(self):
        goods = self._create_product("Pump", is_storable=True)
        term = self._create_term(("delivery", 100, 7))
        order = self._confirm_with_term(term, product=goods)
        with freeze_time("2026-04-01 20:00:00"):
            picking = order.picking_ids
            picking.move_ids.write({"quantity": 4, "picked": True})
            picking.with_context(skip_backorder=True)._action_done()
        self.assertEqual(order.instalment_ids.due_date, Date.to_date("2026-04-08"))
        with freeze_time("2026-04-20"):
            rest = order.picking_ids - picking
            rest.move_ids.write({"quantity": 6, "picked": True})
            rest._action_done()
        self.assertEqual(order.instalment_ids.due_date, Date.to_date("2026-04-08"))

    def test_an_entered_date_stays_until_a_record_says_else(self):
        term = self._create_term(("delivery", 50, 0), ("delivery", 50, 30))
        goods = self._create_product("Pump", is_storable=True)
        order = self._confirm_with_term(term, product=goods)
        seller = self._create_user("se", "sales_team.group_sale_salesman_all_leads")
        first = order.instalment_ids[0].with_user(seller)
        first.event_date = "2026-03-30"
        both = ["2026-03-30", "2026-04-29"]
        for happening in (
            lambda: order._refresh_trade_event("delivery"),
            order.action_make_instalments,
            lambda: order._refresh_trade_event("delivery"),
        ):
            happening()
            dues = order.instalment_ids.mapped("due_date")
            self.assertEqual([str(due) for due in dues], both)
        with freeze_time("2026-04-01 04:00:00"):
            order.picking_ids.move_ids.write({"quantity": 10, "picked": True})
            order.picking_ids._action_done()
        self.assertEqual(str(order.instalment_ids[0].due_date), "2026-04-01")

    def test_a_plan_made_late_knows_what_has_happened(self):
        self.company.trade_instalment_plan = False
        term = self._create_term(("order", 30, 0), (False, 70, 30))
        order = self._confirm_with_term(term)
        self._invoice(order)
        order.action_make_instalments()
        self.assertEqual(
            order.instalment_ids.mapped("due_date"),
            [Date.to_date(self.ORDER_DAY), Date.to_date("2026-04-15")],
        )

    def test_the_state_follows_the_calendar(self):
        order = self._confirm_with_term()
        first, last = order.instalment_ids
        search = self.env["trade.order.instalment"].search
        mine = ("order_id", "=", order.id)
        for day, states in (
            (self.ORDER_DAY, ["due", "waiting"]),
            ("2026-03-03", ["overdue", "waiting"]),
        ):
            with freeze_time(day):
                (first | last).invalidate_recordset(["state"])
                self.assertEqual((first | last).mapped("state"), states)
                for row, state in zip((first, last), states, strict=True):
                    self.assertEqual(search([mine, ("state", "=", state)]), row)
                    self.assertNotIn(row, search([mine, ("state", "!=", state)]))
        with freeze_time("2026-03-03"):
            self._deposit(order, 5000)
            self.assertEqual((first | last).mapped("state"), ["paid", "partly"])
            self.assertEqual(search([mine, ("state", "=", "partly")]), last)

    # == Next due ==

    def test_next_due_follows_the_plan(self):
        order = self._confirm_with_term()
        with freeze_time(self.ORDER_DAY):
            self.assertEqual(order.next_due_date, Date.to_date(self.ORDER_DAY))
            self.assertEqual(order.next_due_amount, 3000)
            self.assertFalse(order.is_next_due_late)
        order.invalidate_recordset(["is_next_due_late"])
        with freeze_time("2026-03-03"):
            self.assertTrue(order.is_next_due_late)
        self._deposit(order, 3000)
        self.assertFalse(order.next_due_date)
        self.assertEqual(order.next_due_amount, 7000)
        self.assertEqual(order.next_due_event, "B/L date")
        order._set_trade_event("shipment", Date.to_date("2026-04-01"))
        self.assertEqual(order.next_due_date, Date.to_date("2026-04-01"))

    def test_without_a_plan_the_invoices_say_what_is_due_next(self):
        self.company.trade_instalment_plan = False
        term = self._create_term((False, 40, 0), (False, 60, 30))
        order = self._confirm_with_term(term)
        self.assertFalse(order.next_due_date)
        invoice = self._invoice(order)
        self.assertEqual(order.next_due_date, Date.to_date(self.INVOICE_DAY))
        self.assertEqual(order.next_due_amount, 4000)
        self._pay(invoice, 4000)
        self.assertEqual(order.next_due_date, Date.to_date("2026-04-15"))
        self.assertEqual(order.next_due_amount, 6000)
        invoice.button_draft()
        self.assertFalse(order.next_due_date or order.next_due_amount)

    def test_two_orders_on_one_invoice_have_their_parts_of_the_next(self):
        self.company.trade_instalment_plan = False
        term = self._create_term((False, 100, 30))
        orders = self._confirm_with_term(term) | self._confirm_with_term(
            term, quantity=5
        )
        self._invoice(orders)
        self.assertEqual(orders.mapped("next_due_amount"), [10000, 5000])

    # == Due dates of invoices ==

    def _due_dates(self, invoice):
        dues = invoice.line_ids.filtered(lambda r: r.display_type == "payment_term")
        return sorted(dues.mapped("date_maturity"))

    def test_events_leave_invoices_alone_unless_the_company_wants_it(self):
        order = self._confirm_with_term()
        invoice = self._invoice(order)
        order._set_trade_event("shipment", Date.to_date("2026-05-01"))
        self.assertEqual(self._due_dates(invoice), [Date.to_date(self.INVOICE_DAY)])

    def test_events_move_the_due_dates_of_invoices_and_back(self):
        self.company.trade_instalment_sets_due_date = True
        term = self._create_term((False, 30, 0), ("shipment", 70, 30))
        order = self._confirm_with_term(term)
        invoice = self._invoice(order)
        standard = [Date.to_date(self.INVOICE_DAY), Date.to_date("2026-04-15")]
        self.assertEqual(self._due_dates(invoice), standard)
        for day, due in (("2026-05-01", "2026-05-31"), ("2026-05-03", "2026-06-02")):
            order._set_trade_event("shipment", Date.to_date(day))
            moved = [standard[0], Date.to_date(due)]
            self.assertEqual(self._due_dates(invoice), moved)
            self.assertEqual(invoice.invoice_date_due, moved[1])
        self.assertEqual(invoice.amount_residual, 10000)
        order._set_trade_event("shipment", None)
        self.assertEqual(self._due_dates(invoice), standard)
        self.assertEqual(invoice.invoice_date_due, standard[1])

    def test_an_invoice_after_the_event_is_due_by_it_at_once(self):
        self.company.trade_instalment_sets_due_date = True
        order = self._confirm_with_term()
        order._set_trade_event("shipment", Date.to_date("2026-05-01"))
        invoice = self._invoice(order)
        # Both lines of the term fall on one day: due when the last one is.
        self.assertEqual(self._due_dates(invoice), [Date.to_date("2026-05-01")])
        invoice.button_draft()
        invoice.action_post()
        self.assertEqual(self._due_dates(invoice), [Date.to_date("2026-05-01")])

    # == Rights ==

    def test_a_salesperson_sees_own_plans_and_enters_dates_only(self):
        anna = self._create_user("anna", "sales_team.group_sale_salesman")
        ben = self._create_user("ben", "sales_team.group_sale_salesman")
        own = self._confirm_with_term(user_id=anna.id)
        other = self._confirm_with_term(user_id=ben.id)
        mine = self.env["trade.order.instalment"].with_user(anna)
        self.assertEqual(mine.search([]).order_id.ids, own.ids)
        rows = own.with_user(anna).instalment_ids
        rows[1].event_date = "2026-04-01"
        self.assertEqual(own.instalment_ids[1].due_date, Date.to_date("2026-04-01"))
        own.with_user(anna).write(
            {"instalment_ids": [Command.update(rows[1].id, {"event_date": False})]}
        )
        self.assertFalse(own.instalment_ids[1].due_date)
        for attempt in (
            lambda: rows[1].write({"amount": 1}),
            lambda: rows[1].write({"event_date": "2026-04-01", "days": 90}),
            lambda: rows[0].write({"event_date": "2026-04-01"}),
        ):
            with self.assertRaisesRegex(UserError, "follows from"):
                attempt()
        theirs = other.instalment_ids.with_user(anna)
        for attempt in (
            lambda: theirs[1].write({"event_date": "2026-04-01"}),
            lambda: theirs.read(["amount"]),
            lambda: mine.create({"order_id": own.id, "trade_event": "order"}),
            rows.unlink,
        ):
            with self.assertRaises(UserError):
                attempt()
        self.assertEqual(len(own.instalment_ids), 2)

    def test_a_salesperson_confirms_and_amends_with_a_plan(self):
        anna = self._create_user("anna", "sales_team.group_sale_salesman")
        order = self._create_order(user_id=anna.id, payment_term_id=self.term.id)
        order.with_user(anna).action_confirm()
        order.with_user(anna).order_line.price_unit = 2000
        self._assert_plan(order, (6000, 0), (14000, 0))
        order.with_user(anna)._action_cancel()
        self.assertFalse(order.instalment_ids)

    def test_nobody_of_another_company_sees_a_plan(self):
        order = self._confirm_with_term()
        other = self._create_trade_company("Elsewhere", "EUR", "de")
        groups = ("sales_team.group_sale_manager", "account.group_account_manager")
        stranger = self._create_user("stranger", *groups, company=other)
        rows = self.env["trade.order.instalment"].with_user(stranger)
        rows = rows.with_context(allowed_company_ids=other.ids)
        self.assertFalse(rows.search([("order_id", "=", order.id)]))
        accountant = self._create_user("ac", "account.group_account_readonly")
        rows = self.env["trade.order.instalment"].with_user(accountant)
        self.assertEqual(len(rows.search([("order_id", "=", order.id)])), 2)

    def test_who_has_no_right_to_money_reads_the_order_without_plan(self):
        clerk = self._create_user("clerk", "stock.group_stock_user")
        order = self._confirm_with_term().with_user(clerk)
        self.assertNotIn("instalment_ids", order.fields_get())
        self.assertEqual(order.read(["next_due_amount"])[0]["next_due_amount"], 3000)
        with self.assertRaises(AccessError):
            self.env["trade.order.instalment"].with_user(clerk).search([])

    # == Speed ==

    def test_money_for_one_order_computes_the_plan_of_no_other(self):
        paid, other = self._confirm_with_term(), self._confirm_with_term()
        self.env.flush_all()
        touched = self.env["trade.order.instalment"]
        Instalment = self.env.registry["trade.order.instalment"]
        standard = Instalment._compute_amounts

        def compute(rows):
            nonlocal touched
            touched |= rows
            return standard(rows)

        self.patch(Instalment, "_compute_amounts", compute)
        self._pay(self._invoice(paid), 4000)
        self.env.flush_all()
        self.assertEqual(touched.order_id, paid)
        self.assertFalse(other.instalment_ids & touched)

    def test_confirming_takes_the_same_queries_for_2_and_40_orders(self):
        def count(number, is_on):
            self.company.trade_instalment_plan = is_on
            orders = self.env["sale.order"]
            for _order in range(number):
                orders |= self._create_order(
                    quantity=1, payment_term_id=self.term.id, product=self.service
                )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            orders.action_confirm()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        for is_on in (True, False):  # the first ones warm up
            count(2, is_on)
        extra = {size: count(size, True) - count(size, False) for size in (2, 40)}
        self.assertLessEqual(abs(extra[2] - extra[40]), 1)  # one for a cache
        self.assertLessEqual(extra[40], 15)

    def test_the_example_terms_are_archived(self):
        terms = self.env.ref("trade_finance.payment_term_tt_30_70")
        terms |= self.env.ref("trade_finance.payment_term_tt_30_bl_30")
        self.assertEqual(terms.mapped("active"), [False, False])
        self.assertEqual(
            terms.line_ids.mapped("trade_event"),
            ["production", "shipment", "order", "shipment"],
        )
