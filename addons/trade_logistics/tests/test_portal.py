import re
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, new_test_user, tagged

from .common import LogisticsCase


@tagged("post_install", "-at_install")
class TestCustomerPage(LogisticsCase, HttpCase):
    """The page gives away the customer's own goods and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lamp.list_price = 4321.87
        cls.other = cls._create_customer("Hamburg Trade GmbH")
        cls.shipment = cls._create_shipment(
            vessel="EVER GIVEN", voyage="042W", etd="2026-03-10", eta="2026-04-12"
        )
        order = cls._create_order([(cls.chair, 7)], cls.other, client_order_ref="PO-77")
        order.action_confirm()
        cls.shipment.line_ids = [
            Command.create({"sale_line_id": order.order_line.id, "quantity": 7})
        ]
        cls.shipment.container_ids = [Command.create({"number": "CSQU3054383"})]
        cls.shipment.charge_ids = [
            Command.create({"amount": 9876.54, "partner_id": cls.carrier.id})
        ]
        cls.shipment.action_book()
        cls.shipment.eta = "2026-04-20"
        cls.link = cls.shipment._get_share_link(cls.customer)
        cls.buyer = new_test_user(
            cls.env,
            "ship_customer",
            groups="base.group_portal",
            company_id=cls.company.id,
        )
        cls.buyer.partner_id.parent_id = cls.customer

    def _open(self, path):
        answer = self.url_open(path, allow_redirects=False)
        return answer.status_code, answer.text

    def _open_link(self, link):
        return self._open(f"/trade/shipment/{link.token}")

    def _assert_nothing_here(self, answer):
        status, html = answer
        self.assertEqual(status, 404)
        self.assertIn("There is no shipment here", html)
        for secret in (self.shipment.name, "Lamp", "CSQU3054383", "EVER GIVEN"):
            self.assertNotIn(secret, html)

    def _assert_own_goods_only(self, html):
        # Around it core lists its currencies for every visitor.
        html = html[html.index("<main") : html.index("</main>")]
        for shown in ("Lamp", "CSQU3054383", "EVER GIVEN", "042W", "as of", "Ningbo"):
            self.assertIn(shown, html)
        for hidden in ("Chair", "Hamburg Trade", "PO-77"):
            self.assertNotIn(hidden, html)
        for price in ("4321", "4,321", "9876", "9,876", "432,187", "¥", "CNY"):
            self.assertNotIn(price, html)

    def test_the_link_shows_milestones_and_both_arrivals(self):
        status, html = self._open_link(self.link)
        self.assertEqual(status, 200)
        self._assert_own_goods_only(html)
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
        self.assertRegex(text, r"Arrival promised Apr 12, 2026")
        self.assertRegex(text, r"Arrival expected Apr 20, 2026 8 days later")
        self.assertIn("100 Units", text)

    def test_the_page_says_nothing_to_search_engines(self):
        answer = self.url_open(f"/trade/shipment/{self.link.token}")
        self.assertIn("noindex", answer.headers["X-Robots-Tag"])
        self.assertEqual(answer.headers["Referrer-Policy"], "no-referrer")
        self.assertIn("no-store", answer.headers["Cache-Control"])

    def test_the_page_speaks_chinese(self):
        self.env["ir.module.module"]._load_module_terms(["trade_logistics"], ["zh_CN"])
        answer = self.url_open(f"/zh_CN/trade/shipment/{self.link.token}")
        self.assertEqual(answer.status_code, 200)
        for word in ("承诺到港", "宁波", "订舱已确认"):
            self.assertIn(word, answer.text)
        self.assertNotIn("Arrival promised", answer.text)

    def test_every_opening_is_counted(self):
        self.assertEqual(self.link.access_count, 0)
        for _time in range(2):
            self._open_link(self.link)
        self.link.invalidate_recordset()
        self.assertEqual(self.link.access_count, 2)
        self.assertTrue(self.link.access_last)

    def test_wrong_tokens_find_nothing(self):
        token = self.link.token
        for wrong in (
            token[:-1],
            token.swapcase(),
            "1",
            str(self.link.id),
            str(self.shipment.id),
            self.shipment.name.replace("/", "-"),
            "%",
            "False",
        ):
            self._assert_nothing_here(self._open(f"/trade/shipment/{wrong}"))

    def test_an_expired_link_finds_nothing(self):
        self.link.date_end = fields.Date.today() - timedelta(days=1)
        self._assert_nothing_here(self._open_link(self.link))

    def test_a_link_works_to_its_last_day(self):
        self.link.date_end = fields.Date.today()
        self.assertEqual(self._open_link(self.link)[0], 200)

    def test_a_revoked_link_finds_nothing_and_is_replaced(self):
        self.link.action_revoke()
        self._assert_nothing_here(self._open_link(self.link))
        fresh = self.shipment._get_share_link(self.customer)
        self.assertNotEqual(fresh, self.link)
        self.assertEqual(self._open_link(fresh)[0], 200)

    def test_each_customer_has_a_link_and_sees_its_own_goods(self):
        foreign = self.shipment._get_share_link(self.other)
        _status, html = self._open_link(foreign)
        self.assertIn("Chair", html)
        self.assertNotIn("Lamp", html)
        self.assertNotIn("Rotterdam Tools", html)

    def test_a_token_is_long_and_never_chosen(self):
        link = self.env["trade.share.link"].create(
            {
                "shipment_id": self.shipment.id,
                "partner_id": self.customer.id,
                "token": "guess",
            }
        )
        self.assertGreaterEqual(len(link.token), 43)
        with self.assertRaisesRegex(UserError, "stays what it was"):
            link.token = "guess"

    def test_a_link_ends_with_the_last_goods_of_its_customer(self):
        foreign = self.shipment._get_share_link(self.other)
        chairs = self.shipment.line_ids.filtered_domain(
            [("product_id", "=", self.chair.id)]
        )
        chairs.order_id._action_cancel()
        self._assert_nothing_here(self._open_link(foreign))
        self.assertEqual(self._open_link(self.link)[0], 200)

    def test_a_stranger_is_given_no_link(self):
        with self.assertRaisesRegex(ValidationError, "has no goods on SHP"):
            self.shipment._get_share_link(self._create_customer("Nobody Ltd"))

    def test_the_account_lists_own_shipments_only(self):
        theirs = self._create_shipment([(self.chair, 1)], self.other)
        self.authenticate("ship_customer", "ship_customer")
        status, html = self._open("/my/shipments")
        self.assertEqual(status, 200)
        self.assertIn(self.shipment.name, html)
        self.assertNotIn(theirs.name, html)

    def test_the_account_opens_own_shipments_only(self):
        theirs = self._create_shipment([(self.chair, 1)], self.other)
        self.authenticate("ship_customer", "ship_customer")
        status, html = self._open(f"/my/shipments/{self.shipment.id}")
        self.assertEqual(status, 200)
        self._assert_own_goods_only(html)
        self._assert_nothing_here(self._open(f"/my/shipments/{theirs.id}"))
        self._assert_nothing_here(self._open(f"/my/shipments/{theirs.id + 999}"))

    def test_ids_in_sequence_need_an_account(self):
        for number in range(self.shipment.id - 1, self.shipment.id + 2):
            answer = self.url_open(f"/my/shipments/{number}", allow_redirects=False)
            self.assertIn(answer.status_code, (302, 303))
            self.assertIn("/web/login", answer.headers["Location"])

    def test_a_cancelled_shipment_leaves_the_account(self):
        self.shipment.action_cancel()
        self.authenticate("ship_customer", "ship_customer")
        self._assert_nothing_here(self._open(f"/my/shipments/{self.shipment.id}"))

    def test_customers_read_no_shipment_by_rpc(self):
        for model in (
            "trade.shipment",
            "trade.shipment.line",
            "trade.shipment.event",
            "trade.shipment.charge",
            "trade.container",
            "trade.share.link",
        ):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.buyer).search_read([], ["id"])

    def test_the_home_page_counts_shipments(self):
        self.authenticate("ship_customer", "ship_customer")
        self.assertIn("/my/shipments", self._open("/my/home")[1])
        counted = self.make_jsonrpc_request(
            "/my/counters", {"counters": ["shipment_count"]}
        )
        self.assertEqual(counted, {"shipment_count": 1})
