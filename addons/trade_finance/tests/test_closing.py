from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common_stock import StockCase

PROFIT = "trade_base.group_trade_profit"


@tagged("post_install", "-at_install")
class TestClosing(StockCase):
    """Open, costs complete, closed: what comes late is told, never hidden."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.trade_auto_estimate = True
        cls.env["trade.cost.rule"].create(
            {
                "name": "Sea freight",
                "cost_type_id": cls._cost_type("freight").id,
                "basis": "percent_revenue",
                "value": 10,
            }
        )
        cls.salesperson = cls._create_user(
            "closing.sales", "sales_team.group_sale_salesman", PROFIT
        )
        cls.accountant = cls._create_user(
            "closing.account", "account.group_account_manager", PROFIT
        )
        cls.manager = cls._create_user(
            "closing.manager",
            "sales_team.group_sale_salesman_all_leads",
            "trade_base.group_trade_manager",
            PROFIT,
        )
        cls.order = cls._confirm(user_id=cls.salesperson.id)

    def _commit(self):
        """Do what happens right before a transaction is committed."""
        self.env.flush_all()
        self.env.cr.precommit.run()

    def _notes(self, order=None):
        return (order or self.order).message_ids.mapped("preview")

    def test_complete_costs_are_not_expected_any_more(self):
        self._invoice(self.order)
        self._bill(self.order, 6000)
        self.assertEqual(self.order.expected_profit, self._expected(-7000))
        self.order.with_user(self.salesperson).action_trade_costs_complete()
        self.assertEqual(self.order.trade_profit_status, "complete")
        self.assertEqual(self.order.expected_profit, self.order.actual_profit)
        self.assertFalse(sum(row[2] for row in self._sheet(self.order).values()))
        self.order.with_user(self.salesperson).action_trade_costs_open()
        self.assertEqual(self.order.expected_profit, self._expected(-7000))

    def _expected(self, freight):
        """Return the profit with `freight` once the machines have cost their 3,500."""
        return 69500 - 3500 + freight

    def test_what_is_still_to_be_invoiced_is_expected_with_complete_costs(self):
        self.order.action_trade_costs_complete()
        self.assertEqual(self.order.expected_profit, 70000)
        self._invoice(self.order)
        self.assertEqual(self.order.expected_profit, 69500)

    def test_a_bill_after_complete_costs_counts_and_is_noted(self):
        self.order.action_trade_costs_complete()
        before = self.order.actual_profit
        self._bill(self.order, 100)
        self.assertEqual(self.order.actual_profit, before - 100)
        self.assertEqual(self.order.trade_profit_status, "complete")
        self.assertTrue(any("marked as complete" in note for note in self._notes()))

    def test_closing_writes_the_sheet_down(self):
        self._invoice(self.order)
        self._bill(self.order, 6000)
        self.order.with_user(self.accountant).action_trade_close()
        closing = self.order.trade_closing_id
        self.assertRecordValues(
            closing,
            [
                {
                    "user_id": self.accountant.id,
                    "version": 1,
                    "estimated": 59500,
                    "actual": 63500,
                }
            ],
        )
        self.assertEqual(
            {line.cost_type_id.code: line.actual for line in closing.line_ids},
            {
                "revenue": 70000,
                "fx_invoice": -500,
                "product": 0,
                "freight": -6000,
            },
        )
        self.assertRecordValues(
            self.order,
            [
                {
                    "trade_profit_status": "closed",
                    "closed_profit": 63500,
                    "closing_difference": 0,
                    "expected_profit": 63500,
                }
            ],
        )
        action = self.order.action_view_closings()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, closing)
        self.assertTrue(closing.display_name)

    def test_a_closing_is_never_changed(self):
        self.order.action_trade_close()
        with self.assertRaisesRegex(UserError, "not changed"):
            self.order.trade_closing_id.actual = 1
        for user in (self.accountant, self.manager):
            with self.assertRaises(AccessError):
                self.order.trade_closing_id.with_user(user).unlink()

    def test_closing_twice_writes_one(self):
        self.order.action_trade_close()
        self.order.action_trade_close()
        self.assertEqual(len(self.order.trade_closing_ids), 1)

    def test_many_orders_are_closed_at_once(self):
        others = self._confirm() | self._confirm()
        self.env.flush_all()

        def count(orders):
            before = self.env.cr.sql_log_count
            orders.action_trade_close()
            return self.env.cr.sql_log_count - before

        count(self.order)
        count(others)
        self.assertEqual(
            (self.order | others).mapped("trade_profit_status"), ["closed"] * 3
        )
        self.assertEqual(len(others.trade_closing_ids), 2)

    def test_late_facts_are_told_once_and_shown(self):
        invoice = self._invoice(self.order)
        self.order.with_user(self.accountant).action_trade_close()
        self._commit()
        before = len(self.order.message_ids)
        self._bill(self.order, 250)
        self._commit()
        self.assertEqual(self.order.closing_difference, -250)
        self.assertEqual(self.order.expected_profit, self.order.actual_profit)
        activity = self.order.activity_ids
        self.assertEqual(activity.user_id, self.accountant)
        told = self._notes()[: len(self.order.message_ids) - before]
        self.assertTrue(any("tab Profit" in note for note in told))
        self.assertFalse(any("250" in note for note in told), "no amounts")
        count = len(self.order.message_ids)
        self.order.invalidate_recordset()
        self._commit()
        self.assertEqual(len(self.order.message_ids), count)
        self._pay(invoice)  # the exchange entry changes the profit
        self._commit()
        self.assertEqual(self.order.closing_difference, -750)
        self.assertGreater(len(self.order.message_ids), count)
        self.assertEqual(len(self.order.activity_ids), 1)

    def test_late_deliveries_are_told(self):
        self._receive(self.periodic, 10, 350)
        order = self._order_goods(self.periodic)
        order.with_user(self.accountant).action_trade_close()
        self._deliver(order)
        self._commit()
        self.assertEqual(order.closing_difference, -3500)
        self.assertTrue(order.activity_ids)

    def test_changed_orders_are_found(self):
        other = self._confirm()
        (self.order | other).action_trade_close()
        self._bill(other, 10)
        Order = self.env["sale.order"].with_user(self.accountant)
        both = [("id", "in", (self.order | other).ids)]
        self.assertEqual(Order.search([*both, ("closing_difference", "!=", 0)]), other)
        self.assertEqual(
            Order.search([*both, ("closing_difference", "=", 0)]), self.order
        )
        self.assertEqual(Order.search([*both, ("closing_difference", "<", -5)]), other)

    def test_where_the_company_wants_it_nothing_is_posted_for_closed_orders(self):
        self.company.trade_closed_blocks = True
        invoice = self._invoice(self.order)
        self.order.action_trade_close()
        with self.assertRaisesRegex(UserError, "is closed"):
            self._bill(self.order, 100)
        with self.assertRaisesRegex(UserError, "is closed"):
            invoice.button_draft()
        self.assertEqual(invoice.state, "posted")
        self.assertEqual(self.order.closing_difference, 0)
        self._pay(invoice)  # money that came in is always booked
        self.assertEqual(self.order.closing_difference, -500)

    def test_reopening_asks_why_and_closing_again_writes_a_second_one(self):
        self.order.with_user(self.accountant).action_trade_close()
        self._bill(self.order, 250)
        self._commit()
        action = self.order.with_user(self.manager).action_trade_reopen()
        with Form(
            self.env[action["res_model"]]
            .with_user(self.manager)
            .with_context(**action["context"])
        ) as form:
            form.reason = "Carrier corrected its bill"
        form.record.action_reopen()
        self.assertEqual(self.order.trade_profit_status, "open")
        self.assertFalse(self.order.trade_closing_id)
        self.assertFalse(self.order.activity_ids)
        self.assertTrue(any("corrected" in note for note in self._notes()))
        self.order.with_user(self.accountant).action_trade_close()
        versions = self.order.trade_closing_ids.mapped("version")
        self.assertEqual(sorted(versions), [1, 2])
        self.assertEqual(self.order.closed_profit, -250)

    def test_quotations_have_no_sheet_to_close(self):
        draft = self._create_order()
        for action in (draft.action_trade_close, draft.action_trade_costs_complete):
            with self.assertRaisesRegex(UserError, "Confirm or cancel"):
                action()
        self.assertEqual(draft.trade_profit_status, "open")

    def test_who_may_do_what(self):
        own = self.order.with_user(self.salesperson)
        with self.assertRaisesRegex(AccessError, "Only accountants"):
            own.action_trade_close()
        outsider = self._create_user("closing.none", "sales_team.group_sale_manager")
        with self.assertRaises(AccessError):
            self.order.with_user(outsider).action_trade_costs_complete()
        self.order.with_user(self.accountant).action_trade_close()
        for user in (self.salesperson, self.accountant):
            with self.assertRaisesRegex(AccessError, "Only a manager"):
                self.order.with_user(user).action_trade_reopen()
        self.assertEqual(own.closed_profit, 0)
        self.assertTrue(own.trade_closing_ids.line_ids)
        stranger = self._create_user(
            "closing.other", "sales_team.group_sale_salesman", PROFIT
        )
        Closing = self.env["trade.profit.closing"].with_user(stranger)
        self.assertFalse(Closing.search([("order_id", "=", self.order.id)]))

    def test_a_copy_of_an_order_is_open(self):
        self.order.action_trade_close()
        copy = self.order.copy()
        self.assertEqual(copy.trade_profit_status, "open")
        self.assertFalse(copy.trade_closing_id)

    def test_the_list_closes_by_its_actions(self):
        orders = self.order | self._confirm()
        for xml_id in ("action_complete_costs", "action_close_sheets"):
            self.env.ref(f"trade_finance.{xml_id}").with_context(
                active_model="sale.order", active_ids=orders.ids
            ).run()
        self.assertEqual(orders.mapped("trade_profit_status"), ["closed", "closed"])

    def test_the_form_shows_what_has_changed(self):
        self.order.action_trade_close()
        self._bill(self.order, 10)
        with Form(self.order.with_user(self.env.user)) as form:
            self.assertEqual(form.closing_difference, -10)
