from odoo.tests import tagged

from .common import LogisticsCase


@tagged("post_install", "-at_install")
class TestNotice(LogisticsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.trade_shipment_notices = True
        cls.shipment = cls._create_shipment(eta="2026-04-12").with_user(cls.clerk)

    def _get_mails(self):
        return self.env["mail.mail"].search(
            [("recipient_ids", "in", self.customer.ids)], order="id"
        )

    def _get_messages(self):
        return self.env["mail.message"].search(
            [
                ("model", "=", "trade.shipment"),
                ("res_id", "=", self.shipment.id),
                ("partner_ids", "in", self.seller.partner_id.ids),
            ],
            order="id",
        )

    def test_nothing_is_told_while_the_setting_is_off(self):
        self.company.trade_shipment_notices = False
        self.shipment.action_book()
        self.shipment.eta = "2026-04-30"
        self.assertFalse(self._get_mails())
        self.assertFalse(self._get_messages())

    def test_a_request_is_not_news(self):
        self.shipment.eta = "2026-04-30"
        self.assertFalse(self._get_mails())

    def test_booking_is_told_once_to_seller_and_customer(self):
        booking = self.shipment
        booking.action_book()
        self.assertEqual(len(self._get_messages()), 1)
        self.assertIn("is booked", self._get_messages().subject)
        mail = self._get_mails()
        link = self.shipment.sudo().share_link_ids
        self.assertEqual(len(mail), 1)
        self.assertIn(link.token, mail.body_html)
        self.assertIn("04/12/2026", mail.body_html)
        booking.event_ids.action_retract()
        booking.action_book()
        self.assertEqual(len(self._get_mails()), 1)

    def test_each_move_of_the_eta_is_told_once(self):
        self.shipment.action_book()
        self.shipment.eta = "2026-04-20"
        self.shipment.eta = "2026-04-20"
        self.assertEqual(len(self._get_mails()), 2)
        self.assertEqual(len(self._get_messages()), 2)
        self.assertIn("now arrives on 04/20/2026", self._get_mails()[-1].subject)
        self.assertIn("04/12/2026", self._get_mails()[-1].body_html, "as promised")

    def test_the_customer_keeps_one_link(self):
        self.shipment.action_book()
        self.shipment.eta = "2026-04-20"
        self.assertEqual(len(self.shipment.sudo().share_link_ids), 1)

    def test_a_move_within_the_grace_is_not_told_but_creeping_is(self):
        self.company.trade_eta_grace_days = 2
        self.shipment.action_book()
        for day, mails in (("13", 1), ("14", 1), ("15", 2), ("16", 2)):
            self.shipment.eta = f"2026-04-{day}"
            self.assertEqual(len(self._get_mails()), mails, day)

    def test_an_older_estimate_read_late_is_not_told(self):
        self.shipment.action_book()
        self.shipment._record_event(
            "ARRI", "EST", "2026-04-30 10:00:00", reported_at="2020-01-01 00:00:00"
        )
        self.assertEqual(len(self._get_mails()), 1)

    def test_the_customer_reads_its_own_language(self):
        self.env["ir.module.module"]._load_module_terms(["trade_logistics"], ["zh_CN"])
        self.customer.lang = "zh_CN"
        self.shipment.action_book()
        self.assertIn("已订舱", self._get_mails().subject)

    def test_a_customer_without_mail_is_named_in_the_log(self):
        self.customer.email = False
        self.shipment.action_book()
        self.assertFalse(self._get_mails())
        log = self.env["mail.message"].search(
            [("model", "=", "trade.shipment"), ("res_id", "=", self.shipment.id)]
        )
        self.assertIn("there is no e-mail address", " ".join(log.mapped("body")))
