import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.base.models.res_partner import _tz_get

from ..const import CLASSIFIERS, EVENT_CODES, SOURCES
from ..tools import milestones


class TradeShipmentEvent(models.Model):
    """A milestone as somebody reported it. Never edited: retracted by a new one."""

    _name = "trade.shipment.event"
    _description = "Shipment Event"
    _order = "event_time desc, id desc"
    _rec_name = "code"

    shipment_id = fields.Many2one(
        "trade.shipment", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="shipment_id.company_id", store=True, index=True
    )
    code = fields.Selection(
        EVENT_CODES, string="Event", required=True, help="Codes of DCSA Track & Trace."
    )
    classifier = fields.Selection(
        CLASSIFIERS, string="Planned or actual", required=True, default="ACT"
    )
    event_time = fields.Datetime(
        string="Time", required=True, default=fields.Datetime.now
    )
    tz = fields.Selection(
        _tz_get, string="Time zone", help="Zone of the place where it happens."
    )
    event_date = fields.Date(
        string="Local date", compute="_compute_event_date", store=True
    )
    place_id = fields.Many2one("trade.port")
    reported_at = fields.Datetime(
        string="As of",
        required=True,
        default=fields.Datetime.now,
        help="When this was said. The last word about a milestone counts.",
    )
    source = fields.Selection(SOURCES, required=True, default="manual")
    user_id = fields.Many2one(
        "res.users",
        string="Entered by",
        readonly=True,
        default=lambda self: self.env.user,
    )
    note = fields.Char(string="Internal remark")
    retracts_id = fields.Many2one(
        "trade.shipment.event",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    retraction_ids = fields.One2many("trade.shipment.event", "retracts_id")
    is_live = fields.Boolean(
        string="Holds",
        compute="_compute_is_live",
        help="Neither retracted nor a retraction.",
    )

    _retracted_once = models.UniqueIndex(
        "(retracts_id) WHERE retracts_id IS NOT NULL",
        "This event has been retracted already.",
    )

    @api.depends("event_time", "tz")
    def _compute_event_date(self):
        for event in self:
            moment = event.event_time and pytz.utc.localize(event.event_time)
            zone = pytz.timezone(event.tz or "UTC")
            event.event_date = moment and moment.astimezone(zone).date()

    @api.depends("shipment_id.event_ids.retracts_id")
    def _compute_is_live(self):
        live = {
            event.id
            for shipment in self.shipment_id
            for event in shipment._get_live_events()
        }
        for event in self:
            event.is_live = event.id in live

    @api.constrains("retracts_id")
    def _check_retracts_its_own(self):
        for event in self.filtered("retracts_id"):
            if event.retracts_id.shipment_id != event.shipment_id:
                raise ValidationError(
                    self.env._("An event can only retract one of the same shipment.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Add events; what they move (stage, dates, promises, notices) follows."""
        for vals in vals_list:
            vals.setdefault("tz", self._get_default_tz(vals))
        shipments = self.env["trade.shipment"].browse(
            {vals["shipment_id"] for vals in vals_list if vals.get("shipment_id")}
        )
        stages = {shipment.id: shipment.state for shipment in shipments}
        events = super().create(vals_list)
        shipments._freeze_promises()
        shipments._send_notices(stages, events)
        return events

    def _get_default_tz(self, vals):
        """Return the zone of the event's place, else of the shipment's company."""
        shipment = self.env["trade.shipment"].browse(vals.get("shipment_id"))
        return shipment._get_tz(self.env["trade.port"].browse(vals.get("place_id")))

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(
            self.env._(
                "Events are a record and are never edited. Retract this one and "
                "enter a new one."
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Events are a record and are never deleted. Retract this one.")
        )

    def action_retract(self):
        """Take an event back by a new one that points to it."""
        self.check_access("create")
        self._retract()

    def _retract(self):
        gone = self.filtered("retraction_ids")
        if gone:
            raise UserError(self.env._("This event has been retracted already."))
        return self.create(
            [
                {
                    "shipment_id": event.shipment_id.id,
                    "code": event.code,
                    "classifier": event.classifier,
                    "event_time": event.event_time,
                    "tz": event.tz,
                    "place_id": event.place_id.id,
                    "retracts_id": event.id,
                }
                for event in self
            ]
        )

    def _as_plain(self):
        """Return the event as `tools.milestones.Event`."""
        self.ensure_one()
        return milestones.Event(
            self.id,
            self.code,
            self.classifier,
            self.event_date,
            self.reported_at,
            self.retracts_id.id or None,
        )
