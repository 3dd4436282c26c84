"""The journey of a shipment: its ports, its events and the dates read from them."""

from datetime import datetime, time

import pytz

from odoo import api, fields, models

from ..tools import milestones

UNBOOKED = ("requested", "cancel")
DATE_OF_EVENT = {"DEPA": "etd", "ARRI": "eta"}


# A file for each subject of the shipment keeps every file readable.
class TradeShipment(models.Model):
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "trade.shipment"

    port_loading_id = fields.Many2one("trade.port", string="Port of loading")
    port_discharge_id = fields.Many2one("trade.port", string="Port of discharge")
    event_ids = fields.One2many("trade.shipment.event", "shipment_id", copy=False)

    etd = fields.Date(
        string="ETD",
        compute="_compute_etd",
        inverse="_inverse_etd",
        store=True,
        readonly=False,
        index=True,
        copy=False,
        tracking=True,
        help="Expected departure, local date at the port of loading. Typing a new "
        "date records an event; the earlier word stays in the record.",
    )
    eta = fields.Date(
        string="ETA",
        compute="_compute_eta",
        inverse="_inverse_eta",
        store=True,
        readonly=False,
        index=True,
        copy=False,
        tracking=True,
        help="Expected arrival, local date at the port of discharge. Typing a new "
        "date records an event; the earlier word stays in the record.",
    )
    atd = fields.Date(
        string="ATD", compute="_compute_actuals", store=True, help="Actual departure"
    )
    ata = fields.Date(
        string="ATA", compute="_compute_actuals", store=True, help="Actual arrival"
    )
    etd_promised = fields.Date(string="ETD promised", readonly=True, copy=False)
    eta_promised = fields.Date(string="ETA promised", readonly=True, copy=False)
    eta_delay = fields.Integer(
        string="Days late",
        compute="_compute_eta_delay",
        store=True,
        aggregator="avg",
        help="Days from the promised to the actual or, until then, the current "
        "arrival; below zero when early.",
    )

    @api.depends("event_ids", "is_cancelled", "port_loading_id", "port_discharge_id")
    def _compute_state(self):
        for shipment in self:
            here = shipment._get_events_of_journey()
            shipment.state = (
                "cancel" if shipment.is_cancelled else milestones.stage(here)
            )

    @api.depends("event_ids", "port_loading_id")
    def _compute_etd(self):
        for shipment in self:
            shipment.etd = shipment._get_date_of("DEPA", milestones.EXPECTED)

    @api.depends("event_ids", "port_discharge_id")
    def _compute_eta(self):
        for shipment in self:
            shipment.eta = shipment._get_date_of("ARRI", milestones.EXPECTED)

    @api.depends("event_ids", "port_loading_id", "port_discharge_id")
    def _compute_actuals(self):
        for shipment in self:
            shipment.atd = shipment._get_date_of("DEPA", milestones.ACTUAL)
            shipment.ata = shipment._get_date_of("ARRI", milestones.ACTUAL)

    @api.depends("eta_promised", "eta", "ata")
    def _compute_eta_delay(self):
        for shipment in self:
            current = shipment.ata or shipment.eta
            known = current and shipment.eta_promised
            shipment.eta_delay = (current - known).days if known else 0

    def _inverse_etd(self):
        self._expect("DEPA")

    def _inverse_eta(self):
        self._expect("ARRI")

    def _expect(self, code):
        """Turn a typed ETD or ETA into an estimate, an emptied one into retractions."""
        for shipment in self:
            typed = shipment[DATE_OF_EVENT[code]]
            said = shipment._get_date_of(code, milestones.EXPECTED)
            if typed and typed != said:
                shipment._record_event(code, "EST", shipment._local_noon(code, typed))
            elif said and not typed:
                shipment._get_expectations(code)._retract()

    def _get_place(self, code):
        """Return the port where an event of `code` belongs, empty if not known."""
        self.ensure_one()
        if code in ("CONF", "DRFT", "APPR", "ISSU", "SURR"):  # papers happen nowhere
            return self.port_loading_id.browse()
        if code in ("ARRI", "DISC", "AVPU", "GTOT", "DROP"):
            return self.port_discharge_id
        return self.port_loading_id

    def _get_tz(self, place):
        """Return the name of the time zone at `place`, else of the company."""
        return place.tz or self.company_id.partner_id.tz or "UTC"

    def _local_noon(self, code, day):
        """Return noon of `day` at the place of `code` in UTC.

        Schedules name days, not hours; noon is the same day everywhere near.
        """
        zone = pytz.timezone(self._get_tz(self._get_place(code)))
        noon = zone.localize(datetime.combine(day, time(12)))
        return noon.astimezone(pytz.utc).replace(tzinfo=None)

    def _record_event(self, code, classifier, event_time, **values):
        """Add one event at the place where events of `code` happen; return it."""
        self.ensure_one()
        return self.env["trade.shipment.event"].create(
            {
                "shipment_id": self.id,
                "code": code,
                "classifier": classifier,
                "event_time": event_time,
                "place_id": self._get_place(code).id,
                **values,
            }
        )

    def _get_events_of_journey(self):
        """Return the live events at the two ends of the journey.

        A departure or an arrival at a port between them is a transhipment and moves
        neither ETD nor ETA. One without a place counts.
        """
        self.ensure_one()
        ends = {
            "DEPA": self.port_loading_id.id,
            "ARRI": self.port_discharge_id.id,
        }
        places = {event.id: event.place_id.id for event in self.event_ids}
        return [
            event
            for event in self._get_live_events()
            if not ends.get(event.code) or places[event.id] in (False, ends[event.code])
        ]

    def _get_date_of(self, code, classifiers):
        """Return the local date of the last word about `code`, or False."""
        event = milestones.latest(self._get_events_of_journey(), code, classifiers)
        return event.at if event else False

    def _get_expectations(self, code):
        """Return the live planned and estimated events of `code`, as records."""
        ids = [
            event.id
            for event in self._get_events_of_journey()
            if event.code == code and event.classifier in milestones.EXPECTED
        ]
        return self.env["trade.shipment.event"].browse(ids)

    def _freeze_promises(self):
        """Keep the first dates known at or after the booking, for ever."""
        for shipment in self.filtered(lambda s: s.state not in UNBOOKED):
            promised = {
                f"{date}_promised": shipment[date]
                for date in DATE_OF_EVENT.values()
                if shipment[date] and not shipment[f"{date}_promised"]
            }
            if promised:
                shipment.sudo().write(promised)  # sudo: nobody may write promises
