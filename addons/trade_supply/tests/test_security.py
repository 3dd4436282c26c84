from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import SupplyCase


@tagged("post_install", "-at_install")
class TestSecurity(SupplyCase):
    def test_a_salesperson_without_any_stock_or_purchase_right_sees_and_confirms(self):
        self.company.write({"trade_auto_request": True, "trade_split_warehouses": True})
        order = self._create_order((self.product, 500), user=self.salesperson)
        (values,) = order.order_line.read(["availability_text", "shortage_qty"])
        self.assertEqual(
            values["availability_text"], "Domestic 300, overseas 150, 50 to buy"
        )
        order.action_confirm()
        self.assertEqual(order.sudo().trade_request_ids.line_ids.product_qty, 50)
        with self.assertRaises(AccessError):
            order.trade_request_ids.read(["name"])

    def test_a_buyer_confirms_reads_and_approves_but_sees_no_sales(self):
        self.company.trade_auto_request = True
        order = self._create_order((self.product, 500))
        order.action_confirm()
        request = order.trade_request_ids.with_user(self.buyer)
        request.button_to_approve()
        request.button_approved()
        (row,) = request.line_ids.read(["performance_text", "latest_ready_date"])
        self.assertEqual(row["performance_text"], False)

    def test_the_customer_in_the_portal_sees_no_stock(self):
        portal = self._create_user("portal")
        portal.group_ids = self.env.ref("base.group_portal")
        order = self._create_order((self.product, 500))
        order.partner_id = portal.partner_id
        order.message_subscribe(portal.partner_id.ids)
        line = order.order_line.with_user(portal)
        for name in ("availability_text", "domestic_qty", "availability_details"):
            self.assertFalse(line._has_field_access(line._fields[name], "read"))
        with self.assertRaises(AccessError):
            line.read(["availability_text"])

    def test_performance_has_no_prices_and_is_for_the_departments(self):
        names = set(self.env["trade.supplier.performance"]._fields)
        self.assertFalse({n for n in names if "price" in n or "cost" in n})
        storekeeper = self._create_user("storekeeper", "stock.group_stock_user")
        for user in (self.buyer, storekeeper):
            self.env["trade.supplier.performance"].with_user(user).search([])
        with self.assertRaises(AccessError):
            self.env["trade.supplier.performance"].with_user(self.salesperson).search(
                []
            )

    def test_companies_do_not_see_each_others_records(self):
        inspection = self.env["trade.inspection"].create(
            {
                "partner_id": self.vendor_a.id,
                "product_id": self.product.id,
                "inspected_qty": 10,
                "passed_qty": 9,
            }
        )
        inspection.action_accept()
        other = self._create_trade_company("Hamburg Trading", "EUR", "de")
        stranger = self._create_user(
            "stranger",
            "stock.group_stock_user",
            "purchase.group_purchase_user",
            company=other,
        )
        theirs = self.env(
            user=stranger,
            context={**self.env.context, "allowed_company_ids": other.ids},
        )
        for model in ("trade.inspection", "trade.supplier.performance"):
            self.assertTrue(self.env[model].with_user(self.buyer).search([]))
            self.assertFalse(theirs[model].search([]))
        purchase = theirs["purchase.order"].create({"partner_id": self.vendor_a.id})
        self.assertEqual(purchase.performance_text, "No data")

    def test_only_the_manager_of_the_rules_edits_defect_reasons(self):
        manager = self._create_user("manager", "trade_base.group_trade_manager")
        reasons = self.env["trade.defect.reason"]
        reasons.with_user(manager).create({"name": "Smells"})
        with self.assertRaises(AccessError):
            reasons.with_user(self.buyer).create({"name": "Rusty"})

    def test_a_buyer_of_another_company_does_not_stop_the_order(self):
        other = self._create_trade_company("Hamburg Trading", "EUR", "de")
        self.company.write({"trade_auto_request": True, "trade_buyer_id": self.buyer})
        foreign = self._create_user(
            "foreign", "purchase.group_purchase_user", company=other
        )
        self.vendor_a.buyer_id = foreign
        seller = self._create_user("both", "sales_team.group_sale_salesman")
        seller.company_ids += other
        lamp = self._create_product("Lamp", self.vendor_a)
        order = self._create_order((lamp, 5), user=seller)
        both = [self.company.id, other.id]
        order.with_context(allowed_company_ids=both).action_confirm()
        request = order.sudo().trade_request_ids
        self.assertEqual(request.activity_ids.user_id, self.buyer)

    def test_an_archived_buyer_gets_no_work(self):
        self.company.write({"trade_auto_request": True, "trade_buyer_id": self.buyer})
        gone = self._create_user("gone", "purchase.group_purchase_user")
        self.vendor_a.with_company(self.company).buyer_id = gone
        gone.active = False
        lamp = self._create_product("Lamp", self.vendor_a)
        order = self._create_order((lamp, 5))
        order.action_confirm()
        self.assertEqual(order.trade_request_ids.activity_ids.user_id, self.buyer)

    def test_the_vendor_in_the_portal_does_not_read_its_record(self):
        portal = new_test_user(self.env, "vendor", groups="base.group_portal")
        portal.partner_id.parent_id = self.vendor_a
        purchase = self._create_purchase(self.vendor_a, self.product, 5)
        purchase.message_subscribe(portal.partner_id.ids)
        purchase.button_confirm()
        theirs = purchase.with_user(portal)
        self.assertEqual(theirs.name, purchase.name)
        with self.assertRaises(AccessError):
            theirs.read(["performance_text"])
        self.assertEqual(
            purchase.with_user(self.buyer).performance_text,
            purchase.sudo().performance_text,
        )
