from ast import literal_eval

from lxml import etree

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged

from .common import LogisticsCase


@tagged("post_install", "-at_install")
class TestShipment(LogisticsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shipment = cls._create_shipment().with_user(cls.clerk)

    def _event(self, code, classifier, time, reported="2026-03-01 00:00:00", **values):
        return self.shipment._record_event(
            code, classifier, time, reported_at=reported, **values
        )

    def test_booking_needs_somebody_who_carries(self):
        self.shipment.carrier_id = False
        with self.assertRaisesRegex(UserError, "Who carries SHP"):
            self.shipment.action_book()

    def test_the_stage_follows_the_events(self):
        self.shipment.action_book()
        self.assertEqual(self.shipment.state, "booked")
        for code, stage in (
            ("DEPA", "departed"),
            ("ARRI", "arrived"),
            ("DROP", "delivered"),
        ):
            self._event(code, "ACT", "2026-03-05 04:00:00")
            self.assertEqual(self.shipment.state, stage)
            self.assertEqual(self.shipment.order_ids.shipment_status, stage)

    def test_a_milestone_is_recorded_by_pressing_the_button(self):
        self.shipment.action_book()
        action = self.shipment.action_depart()
        model = self.env[action["res_model"]].with_user(self.clerk)
        with Form(model.with_context(**action["context"])) as form:
            self.assertEqual(form.place_id, self.ningbo)
            form.event_time = "2026-03-05 04:00:00"
        self.assertEqual(self.shipment.state, "booked", "not before the button")
        form.record.action_record()
        self.assertEqual(self.shipment.state, "departed")
        self.assertEqual(self.shipment.atd, self._day("2026-03-05"))

    def test_booking_twice_records_it_once(self):
        self.shipment.action_book()
        self.shipment.action_book()
        self.assertEqual(self.shipment.event_ids.mapped("code"), ["CONF"])

    def test_a_typed_eta_is_an_event_and_the_first_one_is_the_promise(self):
        self.shipment.write({"etd": "2026-03-10", "eta": "2026-04-12"})
        self.assertFalse(self.shipment.eta_promised)
        self.shipment.action_book()
        self.shipment.eta = "2026-04-20"
        self.assertRecordValues(
            self.shipment,
            [
                {
                    "etd_promised": self._day("2026-03-10"),
                    "eta_promised": self._day("2026-04-12"),
                    "eta": self._day("2026-04-20"),
                    "eta_delay": 8,
                }
            ],
        )
        self.assertEqual(
            self.shipment.event_ids.filtered(lambda e: e.code == "ARRI").mapped(
                "classifier"
            ),
            ["EST", "EST"],
        )
        self.shipment.eta = "2026-04-20"
        self.assertEqual(len(self.shipment.event_ids), 4, "nothing new was said")

    def _day(self, text):
        return self.env["trade.shipment"]._fields["eta"].to_date(text)

    def test_an_eta_known_after_the_booking_is_promised_then(self):
        self.shipment.action_book()
        self.assertFalse(self.shipment.eta_promised)
        self.shipment.eta = "2026-04-12"
        self.shipment.eta = "2026-04-15"
        self.assertEqual(self.shipment.eta_promised, self._day("2026-04-12"))

    def test_a_promise_cannot_be_written(self):
        self.shipment.action_book()
        self.shipment.eta = "2026-04-12"
        with self.assertRaisesRegex(UserError, "stays as it was said"):
            self.shipment.eta_promised = "2026-04-30"
        with self.assertRaisesRegex(UserError, "stays as it was said"):
            self.env["trade.shipment"].with_user(self.clerk).create(
                {"eta_promised": "2026-04-30"}
            )

    def test_an_emptied_eta_takes_back_every_estimate(self):
        self.shipment.eta = "2026-04-12"
        self.shipment.eta = "2026-04-15"
        self.shipment.eta = False
        self.shipment.invalidate_recordset()
        self.assertFalse(self.shipment.eta)
        self.assertEqual(len(self.shipment.event_ids), 4)

    def test_the_last_word_counts_not_the_last_arrival(self):
        self._event("ARRI", "EST", "2026-04-20 10:00:00", "2026-03-09 00:00:00")
        self._event("ARRI", "EST", "2026-04-12 10:00:00", "2026-03-01 00:00:00")
        self.assertEqual(self.shipment.eta, self._day("2026-04-20"))

    def test_a_retracted_event_no_longer_counts(self):
        self.shipment.action_book()
        self._event("ARRI", "EST", "2026-04-12 10:00:00")
        wrong = self._event("DEPA", "ACT", "2026-03-05 04:00:00")
        self.assertEqual(self.shipment.state, "departed")
        wrong.action_retract()
        self.assertEqual(self.shipment.state, "booked")
        self.assertFalse(self.shipment.atd)
        self.assertFalse(wrong.is_live)
        with self.assertRaisesRegex(UserError, "retracted already"):
            wrong.action_retract()

    def test_a_retraction_of_another_shipment_is_refused(self):
        other = self._create_shipment()._record_event("LOAD", "ACT", "2026-03-01")
        with self.assertRaisesRegex(ValidationError, "same shipment"):
            self._event("LOAD", "ACT", "2026-03-01 00:00:00", retracts_id=other.id)

    def test_events_are_never_edited_or_deleted(self):
        event = self._event("LOAD", "ACT", "2026-03-05 04:00:00")
        with self.assertRaisesRegex(UserError, "never edited"):
            event.event_time = "2026-03-06 04:00:00"
        with self.assertRaises(AccessError):
            event.unlink()
        with self.assertRaisesRegex(UserError, "never edited"):
            event.sudo().event_time = "2026-03-06 04:00:00"
        with self.assertRaisesRegex(UserError, "never deleted"):
            event.sudo().unlink()

    def test_a_stop_on_the_way_moves_neither_stage_nor_dates(self):
        self.shipment.action_book()
        self.shipment.eta = "2026-04-12"
        singapore = self.env.ref("trade_logistics.port_sgsin")
        self._event("DEPA", "ACT", "2026-03-05 04:00:00")
        self._event("ARRI", "ACT", "2026-03-12 04:00:00", place_id=singapore.id)
        self._event("DEPA", "ACT", "2026-03-14 04:00:00", place_id=singapore.id)
        self.assertEqual(self.shipment.state, "departed")
        self.assertEqual(self.shipment.atd, self._day("2026-03-05"))
        self.assertFalse(self.shipment.ata)

    def test_dates_are_those_of_the_place(self):
        # 18:00 in Greenwich is two o'clock next morning in Ningbo.
        self._event("DEPA", "ACT", "2026-03-05 18:00:00")
        self._event("ARRI", "ACT", "2026-04-10 18:00:00")
        self.assertEqual(self.shipment.atd, self._day("2026-03-06"))
        self.assertEqual(self.shipment.ata, self._day("2026-04-10"))

    def test_a_typed_date_is_the_same_date_everywhere(self):
        for code in ("nzakl", "ushnl", "cnngb"):
            self.shipment.port_discharge_id = self.env.ref(
                f"trade_logistics.port_{code}"
            )
            self.shipment.eta = "2026-04-12"
            self.shipment.flush_recordset()
            self.shipment.invalidate_recordset()
            self.assertEqual(self.shipment.eta, self._day("2026-04-12"))
            self.assertEqual(
                self.shipment._get_date_of("ARRI", ("EST",)), self._day("2026-04-12")
            )

    def test_what_has_departed_is_not_cancelled(self):
        self.shipment.action_book()
        self._event("DEPA", "ACT", "2026-03-05 04:00:00")
        with self.assertRaisesRegex(UserError, "has departed"):
            self.shipment.action_cancel()
        with self.assertRaisesRegex(UserError, "part of the record"):
            self.shipment.sudo().unlink()

    @freeze_time("2026-04-15")
    def test_late_shipments_are_found(self):
        self.shipment.action_book()
        self.shipment.eta = "2026-04-12"
        view = self.env["trade.shipment"].get_view(view_type="search")
        self.assertIn('name="late"', view["arch"])
        late = self.env["trade.shipment"].search(
            self._get_filter_domain(view["arch"], "late")
        )
        self.assertEqual(late, self.shipment)
        self._event("ARRI", "ACT", "2026-04-12 09:00:00")
        self.assertFalse(
            self.env["trade.shipment"].search(
                self._get_filter_domain(view["arch"], "late")
            )
        )

    def _get_filter_domain(self, arch, name):
        node = etree.fromstring(arch).find(f".//filter[@name='{name}']")
        return [*literal_eval(node.get("domain")), ("id", "=", self.shipment.id)]

    def test_a_container_number_must_add_up(self):
        self.shipment.container_ids = [(0, 0, {"number": "csqu 305438-3"})]
        self.assertEqual(self.shipment.container_ids.number, "CSQU3054383")
        with self.assertRaisesRegex(ValidationError, "check digit"):
            self.shipment.container_ids = [(0, 0, {"number": "CSQU3054384"})]
