import pytz

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import LogisticsCase


@tagged("post_install", "-at_install")
class TestPort(LogisticsCase):
    def test_main_ports_are_shipped_with_country_and_zone(self):
        self.assertEqual(self.ningbo.country_id.code, "CN")
        self.assertEqual(self.rotterdam.tz, "Europe/Amsterdam")
        ports = self.env["trade.port"].search([])
        self.assertGreater(len(ports), 300)
        self.assertFalse(ports.filtered(lambda port: not port.country_id))

    def test_every_port_keeps_a_time_of_its_own_country(self):
        """The source list has Bangkok on the time of Tehran; ours must not."""
        for port in self.env["trade.port"].search([]):
            self.assertIn(port.tz, pytz.country_timezones[port.code[:2]], port.code)

    def test_a_code_is_written_the_standard_way(self):
        port = self.env["trade.port"].create({"code": "de xyz", "name": "Somewhere"})
        self.assertEqual((port.code, port.country_id.code), ("DEXYZ", "DE"))
        self.assertEqual(port.display_name, "DEXYZ Somewhere")

    def test_what_is_no_locode_is_refused(self):
        for code in ("DE", "DEXYZW", "1EXYZ", "DEXY0"):
            with self.assertRaisesRegex(ValidationError, "UN/LOCODE"):
                self.env["trade.port"].create({"code": code, "name": "Nowhere"})

    def test_a_port_of_a_journey_is_archived_not_deleted(self):
        self._create_shipment()._record_event("LOAD", "ACT", "2026-03-05 04:00:00")
        with self.assertRaisesRegex(UserError, "Archive the port"):
            self.ningbo.unlink()
        self.ningbo.active = False

    def test_a_port_is_found_by_code_and_in_both_languages(self):
        port = self.env["trade.port"].create({"code": "DEXYZ", "name": "Somewhere"})
        port.with_context(lang="zh_CN").name = "某港"
        chinese = self.env["trade.port"].with_context(lang="zh_CN")
        for typed in ("dexyz", "somewh", "某"):
            self.assertIn(port.id, [row[0] for row in chinese.name_search(typed)])
