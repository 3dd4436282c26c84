from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import FinanceCase


@tagged("post_install", "-at_install")
class TestPostedChanges(FinanceCase):
    """What happens to posted documents, and what they book beside their lines."""

    def _assert_equal_to_the_sheet(self, orders):
        self.env.flush_all()
        for order in orders:
            total = sum(self._profit_by_code(order).values())
            self.assertAlmostEqual(order.actual_profit, total, 2)

    def test_a_posted_bill_put_to_another_order_takes_its_exchange_entry_along(self):
        first, second = self._confirm(), self._confirm()
        bill = self._bill(first, 1000, currency="USD")
        self._pay(bill)
        sheet = {"freight": -6950, "fx_booked": 50}
        self.assertEqual(self._profit_by_code(first), sheet)
        bill.invoice_line_ids.trade_order_id = second
        self.env.flush_all()
        self.assertEqual(self._profit_by_code(first), {})
        self.assertEqual(self._profit_by_code(second), sheet)
        self._assert_equal_to_the_sheet(first | second)
        bill.invoice_line_ids.trade_order_id = False
        self.env.flush_all()
        self.assertFalse(self._profit_by_code(first | second))
        self._assert_equal_to_the_sheet(first | second)

    def test_a_posted_bill_is_not_put_to_or_taken_from_a_closed_order(self):
        self.company.trade_closed_blocks = True
        closed, still_open = self._confirm(), self._confirm()
        own = self._bill(closed, 500)
        closed.action_trade_close()
        other = self._bill(still_open, 1000)
        with self.assertRaisesRegex(UserError, "is closed"):
            other.invoice_line_ids.trade_order_id = closed
        with self.assertRaisesRegex(UserError, "is closed"):
            own.invoice_line_ids.trade_order_id = still_open
        self.assertEqual(closed.actual_profit, -500)
        own.invoice_line_ids.trade_order_id = closed  # as it is: nothing changes

    def test_an_order_without_a_rate_invoiced_in_another_currency(self):
        self.env["res.currency.rate"].search([]).unlink()
        order = self._confirm()
        invoice = order._create_invoices()
        invoice.currency_id = self.company.currency_id
        self._post(invoice)
        self.assertEqual(invoice.state, "posted")
        self.assertRecordValues(
            order,
            [
                {
                    "amount_received": 0,
                    "amount_outstanding": 10000,
                    "receipt_status": "none",
                }
            ],
        )

    # == Beside the lines ==

    def _create_lost_tax(self, percent=6):
        """Return a purchase tax without an account: it stays with the expense."""
        return self.env["account.tax"].create(
            {
                "name": f"{percent} % lost",
                "amount": percent,
                "type_tax_use": "purchase",
                "company_id": self.company.id,
            }
        )

    def _bill_with_lost_tax(self, *orders, amount=1000):
        bill = self._bill(orders[0], amount)
        bill.button_draft()
        line = bill.invoice_line_ids
        line.tax_ids = self._create_lost_tax()
        for order in orders[1:]:
            line.copy(
                {
                    "move_id": bill.id,
                    "trade_order_id": order.id,
                    "trade_cost_type_id": line.trade_cost_type_id.id,
                }
            )
        bill.action_post()
        return bill

    def test_vat_that_nobody_gives_back_is_a_cost_of_the_order(self):
        order = self._confirm()
        bill = self._bill_with_lost_tax(order)
        self.assertEqual(self._profit_by_code(order), {"freight": -1060})
        self._assert_equal_to_the_sheet(order)
        self._reverse(bill)
        self.assertFalse(any(self._profit_by_code(order).values()))
        self._assert_equal_to_the_sheet(order)

    def test_vat_that_is_given_back_is_none(self):
        order = self._confirm()
        bill = self._bill(order, 1000)
        bill.button_draft()
        tax = self._create_lost_tax()
        account = self._account("input VAT", "asset_current")
        taxed = tax.invoice_repartition_line_ids.filtered(
            lambda line: line.repartition_type == "tax"
        )
        taxed.account_id = account
        bill.invoice_line_ids.tax_ids = tax
        bill.action_post()
        self.assertEqual(self._profit_by_code(order), {"freight": -1000})

    def test_lost_vat_is_shared_by_the_orders_of_a_bill_to_the_cent(self):
        orders = [self._confirm() for _order in range(3)]
        bill = self._bill_with_lost_tax(*orders, amount=33.33)
        sums = [self._profit_by_code(order)["freight"] for order in orders]
        booked = bill.line_ids.filtered(
            lambda line: line.account_id.internal_group == "expense"
        )
        self.assertAlmostEqual(sum(sums), -sum(booked.mapped("balance")), 2)
        self._assert_equal_to_the_sheet(self.env["sale.order"].union(*orders))

    # == Analysis ==

    def test_the_analysis_leaves_out_what_was_never_agreed(self):
        quotation, cancelled = self._create_order(), self._confirm()
        agreed = self._confirm()
        orders = quotation | cancelled | agreed
        self.env["trade.profit.estimate"]._create_versions(orders, "to compare")
        self._bill(cancelled, 70)
        cancelled._action_cancel()
        self.env.flush_all()
        Line = self.env["trade.profit.line"]
        action = self.env.ref("trade_finance.trade_profit_line_action")
        self.assertIn("search_default_agreed", action.context)
        found = Line.search(
            [
                ("order_id", "in", orders.ids),
                "|",
                ("stage", "=", "actual"),
                ("order_id.state", "=", "sale"),
            ]
        )
        self.assertEqual(
            found.filtered(lambda line: line.stage == "estimated").order_id, agreed
        )
        spent = found.filtered(lambda line: line.order_id == cancelled)
        self.assertEqual(spent.mapped("amount"), [-70])
