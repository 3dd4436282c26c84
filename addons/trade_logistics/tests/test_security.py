from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import LogisticsCase


@tagged("post_install", "-at_install")
class TestSecurity(LogisticsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.trade_shipment_notices = True
        cls.shipment = cls._create_shipment([(cls.lamp, 10)])
        cls.shipment.charge_ids = [
            Command.create({"amount": 500, "partner_id": cls.carrier.id})
        ]
        cls.shipment.container_ids = [Command.create({"number": "CSQU3054383"})]
        cls.shipment.action_book()
        cls.shipment._get_share_link(cls.customer)._log_access()

    def test_logistics_staff_run_shipments_from_end_to_end(self):
        shipment = self._create_shipment([(self.lamp, 10)]).with_user(self.clerk)
        shipment.write({"booking_number": "B1", "etd": "2026-03-10"})
        shipment.container_ids = [Command.create({"number": "CSQU3054383"})]
        shipment.charge_ids = [
            Command.create({"amount": 500, "partner_id": self.carrier.id})
        ]
        shipment.action_book()
        shipment._record_event("DEPA", "ACT", "2026-03-10 02:00:00")
        shipment.event_ids.filtered(lambda e: e.code == "DEPA").action_retract()
        self.assertEqual(shipment.state, "booked")

    def test_salespeople_read_shipments_of_their_own_orders(self):
        colleague = self._create_user(
            "ship_colleague", "sales_team.group_sale_salesman"
        )
        boss = self._create_user(
            "ship_boss", "sales_team.group_sale_salesman_all_leads"
        )
        for user, found in ((self.seller, 1), (colleague, 0), (boss, 1)):
            for model in (
                "trade.shipment",
                "trade.shipment.line",
                "trade.shipment.event",
                "trade.container",
                "trade.share.link",
            ):
                count = self.env[model].with_user(user).search_count([])
                self.assertEqual(count, found, (user.login, model))

    def test_salespeople_change_nothing_but_share(self):
        mine = self.shipment.with_user(self.seller)
        for change in (
            lambda: mine.write({"vessel": "X"}),
            lambda: mine.write({"eta": "2026-05-01"}),
            mine.unlink,
            mine.action_book if mine.state == "requested" else mine.action_cancel,
        ):
            with self.assertRaises(AccessError):
                change()
        action = mine.action_share()
        self.assertTrue(self.env["trade.share.link"].browse(action["res_id"]).url)

    def test_a_colleague_cannot_share_a_foreign_shipment(self):
        colleague = self._create_user(
            "ship_colleague", "sales_team.group_sale_salesman"
        )
        with self.assertRaises(AccessError):
            self.env["trade.share.link"].with_user(colleague).create(
                {"shipment_id": self.shipment.id, "partner_id": self.customer.id}
            )

    def test_a_salesperson_gets_no_link_to_the_goods_of_a_colleague(self):
        other = self._create_customer("Hamburg Trade GmbH")
        colleague = self._create_user(
            "ship_colleague", "sales_team.group_sale_salesman"
        )
        theirs = self._create_order([(self.chair, 3)], other, user_id=colleague.id)
        theirs.action_confirm()
        self.shipment.line_ids = [
            Command.create({"sale_line_id": theirs.order_line.id, "quantity": 3})
        ]
        self.shipment.action_share()
        for user, customer in ((self.seller, self.customer), (colleague, other)):
            self.env.invalidate_all()
            links = self.env["trade.share.link"].with_user(user).search([])
            shown = links.filtered("url")
            self.assertEqual(shown.partner_id, customer)
            with self.assertRaises(AccessError):
                links.read(["token"])
            self.env.invalidate_all()
            mine = self.shipment.with_user(user).action_share()
            self.assertEqual(mine.get("res_id"), shown.id)

    def test_a_salesperson_sees_charges_only_with_the_cost_group(self):
        charges = self.shipment.charge_ids
        profit = self._create_user(
            "ship_profit",
            "sales_team.group_sale_salesman",
            "trade_base.group_trade_profit",
        )
        profit_shipment = self.shipment
        profit_shipment.order_ids.user_id = profit
        for user in (self.seller, profit):
            with self.assertRaises(AccessError):
                charges.with_user(user).read(["amount"])
            with self.assertRaises(AccessError):
                self.shipment.with_user(user).read(["charge_ids"])
            with self.assertRaises(AccessError):
                self.env["trade.shipment.charge"].with_user(user).search_read([])
            with self.assertRaises(AccessError):
                self.env["trade.shipment"].with_user(user).search(
                    [("charge_ids.amount", ">", 400)]
                )
            arch = self.shipment.with_user(user).get_view(view_type="form")["arch"]
            self.assertNotIn("charge_ids", arch)
            self.assertNotIn("amount", arch)
        profit.group_ids = [
            Command.link(self.env.ref("trade_base.group_trade_cost").id)
        ]
        self.assertEqual(charges.with_user(profit).amount, 500)
        arch = self.shipment.with_user(profit).get_view(view_type="form")["arch"]
        self.assertIn("charge_ids", arch)

    def test_an_employee_without_a_department_reads_nothing(self):
        employee = self._create_user("ship_employee")
        for model in ("trade.shipment", "trade.shipment.charge", "trade.share.link"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(employee).search_read([], ["id"])

    def test_another_company_sees_nothing(self):
        other = self._create_trade_company("Hangzhou Test Trading")
        stranger = self._create_user(
            "ship_stranger",
            "stock.group_stock_manager",
            "account.group_account_manager",
            "sales_team.group_sale_manager",
            company=other,
        )
        for model in (
            "trade.shipment",
            "trade.shipment.line",
            "trade.shipment.event",
            "trade.shipment.charge",
            "trade.container",
            "trade.share.link",
            "trade.share.access",
            "trade.shipment.notice",
        ):
            self.assertTrue(self.env[model].search_count([]), model)
            theirs = self.env[model].with_user(stranger)
            theirs = theirs.with_context(allowed_company_ids=other.ids)
            self.assertFalse(theirs.search_count([]), model)

    def test_ports_are_kept_by_the_rule_manager(self):
        manager = self._create_user("ship_manager", "trade_base.group_trade_manager")
        port = (
            self.env["trade.port"]
            .with_user(manager)
            .create({"code": "DEXYZ", "name": "Somewhere"})
        )
        with self.assertRaises(AccessError):
            port.with_user(self.clerk).name = "Elsewhere"

    def test_every_department_opens_the_screens(self):
        accountant = self._create_user(
            "ship_accountant", "account.group_account_invoice"
        )
        for user in (self.clerk, self.seller, accountant):
            shipment = self.shipment.with_user(user)
            with Form(
                shipment, view="trade_logistics.trade_shipment_view_form"
            ) as form:
                self.assertEqual(form.name, shipment.name)
            for kind in ("list", "kanban", "calendar", "search"):
                shipment.get_view(view_type=kind)
        order = self.shipment.order_ids.with_user(self.seller)
        self.assertEqual(order.action_view_shipments()["res_id"], self.shipment.id)
