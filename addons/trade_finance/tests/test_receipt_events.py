from odoo.tests import tagged

from .common import FinanceCase


@tagged("post_install", "-at_install")
class TestReceiptEvents(FinanceCase):
    """The order's stored fields equal the views at once, without a job."""

    def test_a_deposit_put_to_another_order(self):
        first, second = self._confirm(), self._confirm()
        payment = self._deposit(first, 3000)
        self._assert_money(first, 3000, 7000, "partial", -300)
        payment.trade_order_id = second
        self._assert_money(first, 0, 10000, "none", 0)
        self._assert_money(second, 3000, 7000, "partial", -300)
        payment.trade_order_id = False
        self._assert_money(second, 0, 10000, "none", 0)

    def test_a_deposit_that_was_a_vendors_payment(self):
        order = self._confirm()
        payment = self._deposit(order, 3000)
        payment.action_draft()
        payment.partner_type = "supplier"
        payment.action_post()
        self._assert_money(order, 0, 10000, "none", 0)
        payment.action_draft()
        payment.partner_type = "customer"
        payment.action_post()
        self._assert_money(order, 3000, 7000, "partial", -300)

    def test_a_deposit_of_another_amount(self):
        order = self._confirm()
        payment = self._deposit(order, 3000)
        payment.action_draft()
        payment.amount = 3500
        payment.action_post()
        self._assert_money(order, 3500, 6500, "partial", -350)

    def test_the_rate_of_the_order_corrected(self):
        order = self._confirm()
        self._pay(self._invoice(order), 4000)
        order.trade_rate = 7.1
        self._assert_money(order, 4000, 6000, "partial", -800)
        self.assertEqual(order.actual_profit, 69500 - 200)

    def test_the_rate_of_the_day_of_a_deposit_corrected(self):
        """20,700 at 6.90 are 3,000; at 6.00 they are 3,450, the day after too."""
        order = self._confirm()
        self._deposit(order, 20700, currency="CNY")
        self._assert_money(order, 3000, 7000, "partial", -300)
        rate = self.env["res.currency.rate"].search(
            [
                ("company_id", "=", self.company.id),
                ("name", "=", self.RECEIPT_DAY),
                ("currency_id.name", "=", "USD"),
            ]
        )
        rate.inverse_company_rate = 6.0
        self._assert_money(order, 3450, 6550, "partial", -3450)
        rate.unlink()
        # 20,700 / 6.95 = 2,978.42, at 7.00 worth 20,848.94
        self._assert_money(order, 2978.42, 7021.58, "partial", -148.94)
        self._set_rate("USD", self.RECEIPT_DAY, 6.9)
        self._assert_money(order, 3000, 7000, "partial", -300)

    def test_the_shares_of_a_document_rewritten(self):
        first, second = self._confirm(quantity=1), self._confirm(quantity=3)
        invoice = self._invoice(first | second)
        self._pay(invoice, 2000)
        self._assert_money(first, 500, 500, "partial", -50)
        self._assert_money(second, 1500, 1500, "partial", -150)
        shares = self.env["trade.order.share"].sudo()
        halves = shares.search([("move_id", "=", invoice.id)], order="position")
        halves[0].share_to = halves[1].share_from = 0.5
        self._assert_money(first, 1000, 1000, "partial", -100)
        self._assert_money(second, 1000, 2000, "partial", -100)

    def test_an_exchange_entry_reversed_by_hand(self):
        order = self._confirm()
        invoice = self._invoice(order)
        self._pay(invoice)
        due = invoice.line_ids.filtered(lambda x: x.display_type == "payment_term")
        entry = due.matched_credit_ids.exchange_move_id
        self._assert_money(order, 10000, 0, "paid", -1000)
        entry._reverse_moves([{"date": self.RECEIPT_DAY}], cancel=True)
        self._assert_money(order, 10000, 0, "paid")
        self.assertEqual(order.actual_profit, sum(self._profit_by_code(order).values()))

    def test_the_order_grows_and_is_cancelled(self):
        order = self._confirm()
        self._deposit(order, 3000)
        order.order_line.write({"product_uom_qty": 12, "price_unit": 1000})
        self._assert_money(order, 3000, 9000, "partial", -300)
        order._action_cancel()
        self._assert_money(order, 3000, -3000, "overpaid", -300)

    def test_the_rounding_of_a_currency(self):
        order = self._confirm(quantity=1, price=333.33)
        self._pay(self._invoice(order), 111.11)
        order.currency_id.rounding = 0.001
        self._assert_money(order, 111.11, 222.22, "partial")

    def test_orders_are_sorted_and_found_by_their_money(self):
        orders = self._confirm(quantity=1) | self._confirm(quantity=2)
        orders |= self._confirm(quantity=3)
        self._deposit(orders[0], 1000)
        self._deposit(orders[1], 500)
        self._deposit(orders[2], 4000)
        Order = self.env["sale.order"]
        mine = [("id", "in", orders.ids)]
        for name, wanted in (
            ("amount_received desc", orders[2] | orders[0] | orders[1]),
            ("amount_outstanding", orders[2] | orders[0] | orders[1]),
            ("fx_difference", orders[2] | orders[0] | orders[1]),
        ):
            self.assertEqual(Order.search(mine, order=name), wanted, name)
        for leaf, wanted in (
            (("receipt_status", "=", "partial"), orders[1]),
            (("receipt_status", "in", ["paid", "overpaid"]), orders[0] | orders[2]),
            (("amount_outstanding", ">", 0), orders[1]),
            (("amount_received", ">=", 1000), orders[0] | orders[2]),
        ):
            self.assertEqual(Order.search([*mine, leaf]), wanted, leaf)
        groups = Order._read_group(mine, ["receipt_status"], ["amount_received:sum"])
        self.assertEqual(dict(groups)["partial"], 500)

    def test_one_grouped_query_for_2_and_for_40_orders(self):
        orders = self.env["sale.order"]
        for _order in range(40):
            orders |= self._create_order(quantity=1)
        orders.action_confirm()
        for order in orders:
            self._deposit(order, 10, post=False)
        payments = orders.trade_payment_ids
        payments.action_post()
        self.env.flush_all()
        counts = {}
        for size in (2, 2, 40):  # the first warms up
            some = orders[:size]
            self.env.add_to_compute(some._fields["amount_received"], some)
            self.env.add_to_compute(some._fields["actual_profit"], some)
            some.invalidate_recordset(["amount_received", "actual_profit"], flush=False)
            before = self.env.cr.sql_log_count
            some._recompute_recordset(["amount_received", "actual_profit"])
            counts[size] = self.env.cr.sql_log_count - before
        self.assertEqual(counts[2], counts[40])
        self.assertEqual(set(orders.mapped("amount_received")), {10})
