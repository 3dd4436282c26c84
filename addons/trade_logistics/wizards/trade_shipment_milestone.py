from odoo import api, fields, models

from ..const import CLASSIFIERS, EVENT_CODES, SOURCES
from ..models.trade_shipment_payment import RELEASE
from ..tools import milestones


class TradeShipmentMilestone(models.TransientModel):
    """A milestone before it is recorded.

    Events cannot be edited, so they are written down only when somebody presses the
    button, never because a form was left open.
    """

    _name = "trade.shipment.milestone"
    _description = "Record a Milestone"

    shipment_id = fields.Many2one("trade.shipment", required=True, readonly=True)
    code = fields.Selection(EVENT_CODES, string="Event", required=True)
    classifier = fields.Selection(
        CLASSIFIERS, string="Planned or actual", required=True, default="ACT"
    )
    event_time = fields.Datetime(
        string="Time", required=True, default=fields.Datetime.now
    )
    place_id = fields.Many2one(
        "trade.port", compute="_compute_place_id", store=True, readonly=False
    )
    source = fields.Selection(SOURCES, required=True, default="manual")
    reported_at = fields.Datetime(
        string="As of", required=True, default=fields.Datetime.now
    )
    note = fields.Char(string="Internal remark")

    @api.depends("code", "shipment_id")
    def _compute_place_id(self):
        for milestone in self:
            milestone.place_id = milestone.shipment_id._get_place(milestone.code)

    def action_record(self):
        """Add the event; stage, dates and notices follow from it."""
        self.ensure_one()
        if self.code == RELEASE and self.classifier in milestones.ACTUAL:
            # Typed in, it is our word, whoever is said to have told us.
            self.shipment_id._check_documents_may_go()
        self.shipment_id._record_event(
            self.code,
            self.classifier,
            self.event_time,
            place_id=self.place_id.id,
            source=self.source,
            reported_at=self.reported_at,
            note=self.note,
        )
        return {"type": "ir.actions.act_window_close"}
