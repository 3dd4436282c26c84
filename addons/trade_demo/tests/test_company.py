from stdnum import iso6346

from odoo.tests import TransactionCase, tagged

from ..models.demo_chinese import CHINESE
from ..models.demo_sheets import AMENDED, CLOSED, CORRECTED, LATE
from ..tools.story import DELIVERED, INVOICED, NOT_CONFIRMED

# One order of each kind of story, when the demo data is not loaded.
REDUCED = ("10", "13", "15", "23", "24", "28", "34", "46", "51", "59")


@tagged("post_install", "-at_install")
class TestDemoCompany(TransactionCase):
    """The demo company, as loaded or, without demo data, a small one built here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        builder = cls.env["trade.demo.builder"]
        company = cls.env.ref("trade_demo.company", raise_if_not_found=False)
        cls.numbers = None if company else REDUCED
        cls.company = company or builder._build(REDUCED)
        cls.builder = builder.with_context(
            allowed_company_ids=cls.company.ids, trade_demo_numbers=cls.numbers
        )
        cls.env = cls.builder.env
        cls.rows = cls.builder._orders_table()
        cls.orders = {row["number"]: cls.builder._sale_order(row) for row in cls.rows}

    def _orders_in(self, *stages):
        return [
            (row, self.orders[row["number"]])
            for row in self.rows
            if row["stage"] in stages
        ]

    def test_the_company_keeps_its_books_in_cny_by_the_chinese_chart(self):
        self.assertEqual(self.company.currency_id.name, "CNY")
        self.assertEqual(self.company.chart_template, "cn")
        self.assertEqual(self.company.cost_method, "average")

    def test_people_log_in_with_their_login_and_see_only_this_company(self):
        users = [self.env.ref(f"trade_demo.user_{r['login']}") for r in self._staff()]
        self.assertEqual(len(users), 8)
        self.assertEqual([u.login for u in users if not u.active], ["xulin"])
        for user in users:
            self.assertEqual(user.company_ids, self.company)
            self.assertEqual(user.tz, "Asia/Shanghai")

    def test_a_customer_has_a_login_to_her_own_pages(self):
        user = self.env.ref("trade_demo.portal_albers")
        self.assertTrue(user._is_portal())
        self.assertEqual(
            user.partner_id.parent_id, self.env.ref("trade_demo.customer_hansa")
        )

    def _staff(self):
        return self.builder._read_table("staff")

    def test_only_confirmed_orders_are_orders(self):
        for row, order in self.orders_by_row():
            expected = {"quotation": "draft", "sent": "sent", "cancelled": "cancel"}
            self.assertEqual(order.state, expected.get(row["stage"], "sale"))

    def orders_by_row(self):
        return [(row, self.orders[row["number"]]) for row in self.rows]

    def test_orders_are_dated_on_the_days_of_the_story(self):
        for row, order in self.orders_by_row():
            expected = self.builder._day(int(row["days_ago"]))
            day = order.date_order.date()
            self.assertLessEqual(abs((day - expected).days), 1, order.name)

    def test_what_left_the_warehouse_is_delivered_in_full_on_its_day(self):
        for row, order in self._orders_in(*DELIVERED):
            self.assertEqual(order.delivery_status, "full", order.name)
            shipped = self.builder._day(row["days"].shipped)
            self.assertEqual(order.effective_date.date(), shipped)

    def test_invoices_are_of_the_day_of_shipment_and_posted(self):
        for row, order in self._orders_in(*INVOICED):
            invoice = order.invoice_ids.filtered(lambda m: m.move_type == "out_invoice")
            self.assertEqual(invoice.state, "posted")
            self.assertEqual(
                invoice.invoice_date, self.builder._day(row["days"].shipped)
            )

    def test_paid_orders_owe_nothing_and_overdue_ones_are_late(self):
        today = self.builder._today()
        for _row, order in self._orders_in("paid"):
            self.assertEqual(order.invoice_ids.payment_state, "paid", order.name)
        for _row, order in self._orders_in("overdue"):
            self.assertEqual(order.invoice_ids.payment_state, "not_paid")
            self.assertLess(order.invoice_ids.invoice_date_due, today)

    def test_money_at_other_rates_leaves_exchange_entries(self):
        paid = [order for _row, order in self._orders_in("paid")]
        lines = self.env["account.move.line"].union(
            *(order.invoice_ids.line_ids for order in paid)
        )
        exchange = lines.matched_credit_ids.exchange_move_id
        self.assertTrue(exchange)
        self.assertEqual(set(exchange.mapped("state")), {"posted"})

    def test_the_books_balance(self):
        [(balance,)] = self.env["account.move.line"]._read_group(
            [("company_id", "=", self.company.id), ("parent_state", "=", "posted")],
            [],
            ["balance:sum"],
        )
        self.assertAlmostEqual(balance, 0, places=2)

    def test_nobody_is_confirmed_who_should_not_be(self):
        for _row, order in self._orders_in(*NOT_CONFIRMED):
            self.assertFalse(order.picking_ids)
            self.assertFalse(order.invoice_ids)

    def test_no_stock_is_below_zero(self):
        quants = self.env["stock.quant"].search(
            [
                ("company_id", "=", self.company.id),
                ("location_id.usage", "=", "internal"),
            ]
        )
        self.assertTrue(quants)
        self.assertGreaterEqual(min(quants.mapped("quantity")), 0)

    def test_every_setting_of_the_suite_is_on(self):
        switches = [
            name
            for name, field in self.company._fields.items()
            if name.startswith("trade_") and field.type == "boolean"
        ]
        self.assertGreater(len(switches), 5)
        self.assertEqual([name for name in switches if not self.company[name]], [])

    def test_orders_keep_the_rate_of_their_own_day(self):
        rates = self.builder._rates()
        for row, order in self.orders_by_row():
            if order.state != "sale" or row["number"] in (AMENDED, CORRECTED):
                continue
            day = self.builder._day(row["days"].ordered)
            known = max(known for known in rates if known <= day)
            self.assertAlmostEqual(
                order.trade_rate, rates[known][order.currency_id.name], places=4
            )
            self.assertEqual(order.trade_rate_date, day)
            self.assertEqual(len(order.trade_estimate_ids), 1)

    def test_an_amended_and_a_corrected_order_have_two_estimates_to_compare(self):
        for number in (AMENDED, CORRECTED):
            versions = self.orders[number].trade_estimate_ids
            self.assertEqual(sorted(versions.mapped("version")), [1, 2])
            self.assertNotEqual(*versions.mapped("profit"))

    def test_confirmed_orders_have_plans_that_wait_are_due_or_overdue(self):
        orders = self.env["sale.order"].union(*self.orders.values())
        confirmed = orders.filtered(lambda order: order.state == "sale")
        rows = confirmed.instalment_ids
        self.assertEqual(rows.order_id, confirmed)
        self.assertLessEqual({"waiting", "overdue", "paid"}, set(rows.mapped("state")))

    def test_one_receipt_is_confirmed_and_its_payment_is_there(self):
        receipts = self.env["trade.receipt.claim"].search(
            [("company_id", "=", self.company.id)]
        )
        confirmed = receipts.filtered(lambda receipt: receipt.state == "confirmed")
        self.assertEqual(len(confirmed), 1)
        self.assertEqual(confirmed.payment_ids.move_id.mapped("state"), ["posted"])
        self.assertIn("unclaimed", receipts.mapped("state"))

    def test_salespeople_and_accountant_have_reminders_of_their_own(self):
        reminders = self.env["trade.reminder"].search(
            [("company_id", "=", self.company.id), ("state", "=", "todo")]
        )
        accountant = self.env.ref("trade_demo.user_huangting")
        bills = reminders.filtered(lambda one: one.kind == "payable")
        self.assertTrue(bills)
        self.assertEqual(bills.user_id, accountant)
        letters = reminders - bills
        self.assertTrue(letters)
        self.assertTrue(letters.rule_id.mail_template_id)
        self.assertEqual(set(letters.rule_id.mapped("send_mode")), {"prepare"})

    def test_one_bill_is_spread_over_several_orders(self):
        shares = self.env["trade.order.share"].search(
            [("company_id", "=", self.company.id), ("line_id", "!=", False)]
        )
        self.assertEqual(len(shares.line_id), 1)
        self.assertGreater(len(shares.order_id), 1)
        self.assertAlmostEqual(sum(shares.mapped("share")), 1)

    def test_closed_orders_are_closed_and_one_has_changed_since(self):
        for number in {*CLOSED} & {*self.orders}:
            order = self.orders[number]
            self.assertEqual(order.trade_profit_status, "closed")
            self.assertEqual(bool(order.closing_difference), number == LATE)

    def test_the_kettles_are_there_by_300_and_150_and_50_are_short(self):
        line = self.orders["59"].order_line
        self.assertEqual(
            (line.domestic_qty, line.overseas_qty, line.shortage_qty), (300, 150, 50)
        )

    def test_vendors_have_the_record_of_the_story(self):
        performance = self.env["trade.supplier.performance"]
        for row in self.builder._read_table("vendors"):
            vendor = self.env.ref(f"trade_demo.vendor_{row['code']}")
            found = performance.search([("partner_id", "=", vendor.id)])
            inspected = sum(found.mapped("inspected_qty"))
            passed = sum(found.mapped("passed_qty"))
            self.assertAlmostEqual(
                passed / inspected, float(row["pass_rate"]), places=2
            )

    def test_shipments_stand_where_the_orders_do(self):
        stages = {"inspected": {"booked"}, "shipped": {"departed"}}
        stages |= {"arrived": {"arrived"}, "paid": {"delivered"}}
        for row, order in self.orders_by_row():
            if row["stage"] in stages:
                self.assertIn(order.shipment_status, stages[row["stage"]], order.name)

    def test_containers_have_valid_numbers_and_do_not_repeat(self):
        containers = self.env["trade.container"].search(
            [("company_id", "=", self.company.id)]
        )
        numbers = containers.mapped("number")
        self.assertTrue(numbers)
        self.assertEqual(len(set(numbers)), len(numbers))
        self.assertTrue(all(map(iso6346.is_valid, numbers)))

    def test_what_was_bought_for_orders_was_requested_first(self):
        for _row, order in self._orders_in("bought", "inspected"):
            requests = order.trade_request_ids
            self.assertTrue(requests, order.name)
            purchases = requests.line_ids.purchase_lines.order_id
            self.assertEqual(set(purchases.mapped("state")), {"purchase"})

    def test_the_leaver_owns_nothing_and_the_successor_has_briefs(self):
        handover = self.env.ref("trade_demo.handover_xulin")
        self.assertEqual(handover.state, "done")
        self.assertEqual(len(handover.brief_ids), 2)
        owned = [("user_id", "=", handover.user_from_id.id)]
        self.assertFalse(self.env["res.partner"].search(owned))

    def test_a_salesperson_of_the_company_sees_only_its_records(self):
        user = self.env.ref("trade_demo.user_zhoumin")
        env = self.env(user=user, su=False)
        for model in ("sale.order", "crm.lead", "product.template", "crm.team"):
            found = env[model].search([]).sudo().company_id
            self.assertLessEqual(found, self.company, model)

    def test_closed_months_and_the_running_one_have_cards(self):
        cards = self.env["trade.scorecard"].search(
            [("company_id", "=", self.company.id)]
        )
        months = {card.date_from: card.state for card in cards}
        self.assertEqual(len(months), 4)
        self.assertEqual(months.pop(max(months)), "open")
        self.assertEqual(set(months.values()), {"closed"})

    def test_every_chinese_name_stands_on_something_that_can_be_translated(self):
        for name in CHINESE:
            record = self.env.ref(f"trade_demo.{name}")
            self.assertTrue(record._fields["name"].translate, name)

    def test_no_mail_to_a_customer_is_queued(self):
        mails = self.env["mail.mail"].search([("state", "=", "outgoing")])
        customers = self.env["res.partner"].search([("customer_rank", ">", 0)])
        self.assertFalse(mails.recipient_ids & customers)
