from odoo.exceptions import AccessError, MissingError
from odoo.tests import tagged

from .common import FinanceCase

VALUES = [
    "value_receipt",
    "value_invoice",
    "value_order",
    "fx_before_invoice",
    "fx_booked",
    "fx_difference",
]


@tagged("post_install", "-at_install")
class TestReceiptRights(FinanceCase):
    """Who sells an order sees what came in for it; values and FX need the group."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        sales, export = "sales_team.group_sale_salesman", "base.group_allow_export"
        cls.anna = cls._create_user("anna", sales, export)
        cls.ben = cls._create_user("ben", sales, export)
        cls.cora = cls._create_user(
            "cora", sales, export, "trade_base.group_trade_profit"
        )
        cls.clerk = cls._create_user("clerk", "account.group_account_invoice")
        cls.outsider = cls._create_user("outsider")
        cls.orders = {
            user: cls._confirm(quantity=quantity, user_id=user.id)
            for user, quantity in ((cls.anna, 1), (cls.ben, 2), (cls.cora, 7))
        }
        cls.shared = cls._invoice(cls.env["sale.order"].union(*cls.orders.values()))
        cls._pay(cls.shared, 5000)
        cls.env.flush_all()

    def _assert_unknown(self, rows, row_id):
        """A row outside of the reader's view does not exist for the reader."""
        self.env.invalidate_all()
        row = rows.browse(row_id)
        self.assertFalse(row.read(["amount"]))
        self.assertFalse(row.exists())
        self.assertFalse(rows.search([("id", "=", row_id)]))
        with self.assertRaises(MissingError):
            row.mapped("amount")

    def _rows(self, user):
        return self.env["trade.order.receipt"].with_user(user)

    def test_of_an_invoice_of_several_orders_the_own_share(self):
        self.assertEqual(len(self.shared), 1)
        for user, share in ((self.anna, 500), (self.ben, 1000), (self.cora, 3500)):
            rows = self._rows(user).search([])
            self.assertEqual(rows.order_id, self.orders[user])
            self.assertEqual(rows.mapped("amount"), [share])

    def test_groups_and_exports_count_own_receipts_only(self):
        for user, share in ((self.anna, 500), (self.cora, 3500)):
            rows = self._rows(user)
            self.assertEqual(rows._read_group([], [], ["amount:sum"]), [(share,)])
            groups = rows.formatted_read_group([], ["user_id"], ["amount:sum"])
            self.assertEqual([group["amount:sum"] for group in groups], [share])
            exported = rows.search([]).export_data(["order_id/name", "amount"])
            self.assertEqual(len(exported["datas"]), 1)

    def test_a_receipt_of_somebody_else_is_not_read_by_its_id(self):
        foreign = self._rows(self.ben).search([])
        self._assert_unknown(self._rows(self.anna), foreign.id)

    def test_values_and_fx_need_the_profit_group(self):
        rows = self._rows(self.anna)
        mine = rows.search([])
        self.assertEqual(set(VALUES) & set(rows.fields_get()), set())
        for name in VALUES:
            for attempt in (
                lambda name=name: mine.read([name]),
                lambda name=name: rows.search([(name, "!=", 0)]),
                lambda name=name: rows.search([], order=name),
                lambda name=name: rows._read_group([], [], [f"{name}:sum"]),
                lambda name=name: mine.export_data([name]),
            ):
                with self.assertRaises(AccessError, msg=name):
                    attempt()
        row = self._rows(self.cora).search([])
        self.assertEqual((row.fx_difference, row.value_receipt), (-350, 24150))

    def test_the_screens_name_no_value_without_the_group(self):
        for view_type in ("list", "pivot", "graph", "search"):
            arch = self._rows(self.anna).get_view(view_type=view_type)["arch"]
            for name in VALUES:
                self.assertNotIn(name, arch, view_type)
        arch = self._rows(self.cora).get_view(view_type="list")["arch"]
        self.assertIn("fx_difference", arch)

    def test_a_bookkeeper_sees_all_and_an_outsider_nothing(self):
        self.assertEqual(len(self._rows(self.clerk).search([])), 3)
        with self.assertRaises(AccessError):
            self._rows(self.outsider).search([])

    def test_nothing_of_another_company(self):
        other = self._create_trade_company("Hamburg", currency="EUR", country="de")
        greta = self._create_user(
            "greta",
            "sales_team.group_sale_manager",
            "account.group_account_manager",
            "trade_base.group_trade_cost",
            company=other,
        )
        rows = self._rows(greta).with_context(allowed_company_ids=other.ids)
        self.assertFalse(rows.search([]))
        self.assertEqual(rows._read_group([], [], ["amount:sum"]), [(0,)])
        theirs = self._rows(self.cora).search([])
        self._assert_unknown(rows, theirs.id)

    def test_the_button_of_the_order_opens_the_own_receipts(self):
        action = self.orders[self.anna].with_user(self.anna).action_view_receipts()
        rows = self._rows(self.anna).search(action["domain"])
        self.assertEqual(rows.mapped("amount"), [500])
