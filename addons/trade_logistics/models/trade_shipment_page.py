"""What a customer may know of a shipment: nothing leaves but what is named here."""

import pytz

from odoo import models
from odoo.tools import format_date

#: Milestones of the journey in the order a customer thinks of them.
JOURNEY = ("CONF", "DEPA", "ARRI", "DROP")
#: Events a customer sees in the log; papers and holds stay inside.
PUBLIC_EVENTS = {
    "CONF", "PICK", "STUF", "GTIN", "CUSR", "LOAD", "DEPA", "ARRI", "DISC", "AVPU",
    "GTOT", "DROP",
}  # fmt: skip


# A file for each subject of the shipment keeps every file readable.
class TradeShipment(models.Model):
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "trade.shipment"

    def _get_tracking_values(self, customer):
        """Return what `customer` (a commercial partner) is shown, as plain values.

        No prices, no internal remarks, no goods or orders of another customer.
        Other addons add to it by extending this with super().
        """
        self.ensure_one()
        lines = self._get_lines_of(customer)
        return {
            "name": self.name,
            "stage": self.state,
            "stage_name": self._get_label("state"),
            "orders": self._get_public_orders(lines.order_id),
            "consignee": self.consignee_id.name if self._is_all_of(customer) else "",
            "mode": self._get_label("transport_mode"),
            "origin": self.port_loading_id.name,
            "target": self.port_discharge_id.name or self.destination,
            "carrier": self.carrier_id.name,
            "vessel": " ".join(filter(None, (self.vessel, self.voyage))),
            "bl_number": self.bl_number,
            "requested_date": self.requested_date,
            "etd": self.etd,
            "eta": self.eta,
            "atd": self.atd,
            "ata": self.ata,
            "eta_promised": self.eta_promised,
            "eta_delay": self.eta_delay,
            "delay_text": self._get_delay_text(),
            "milestones": [self._get_milestone(code) for code in JOURNEY],
            "events": self._get_public_events(),
            "containers": [
                {
                    "number": container.number,
                    "size": container._get_size_name(),
                    "seal": container.seal,
                }
                for container in self.container_ids
            ],
            "lines": [
                {
                    "order": line.order_id.name,
                    "product": line.product_id.display_name,
                    "quantity": line.quantity,
                    "unit": line.product_uom_id.name,
                }
                for line in lines
            ],
        }

    def _get_delay_text(self):
        """Return by how much the arrival is behind the promise, in words."""
        if self.eta_delay == 1:
            return self.env._("1 day later than promised")
        if self.eta_delay > 1:
            return self.env._("%(days)s days later than promised", days=self.eta_delay)
        return ""

    def _get_summary_values(self, customer):
        """Return one row of the customer's list, as plain values."""
        self.ensure_one()
        orders = self._get_lines_of(customer).order_id
        return {
            "name": self.name,
            "stage": self.state,
            "stage_name": self._get_label("state"),
            "orders": self._get_public_orders(orders),
            "origin": self.port_loading_id.name,
            "target": self.port_discharge_id.name or self.destination,
            "etd": self.atd or self.etd,
            "eta": self.ata or self.eta,
        }

    def _get_lines_of(self, customer):
        """Return the lines of the shipment that carry goods of `customer`."""
        return self.line_ids.filtered(
            lambda line: line.order_id.partner_id.commercial_partner_id == customer
        )

    def _is_all_of(self, customer):
        """Tell whether nobody else has goods on the shipment."""
        return self._get_lines_of(customer) == self.line_ids

    def _get_public_orders(self, orders):
        return [
            {"name": order.name, "reference": order.client_order_ref}
            for order in orders
        ]

    def _get_label(self, field_name):
        """Return the label of a selection value in the reader's language."""
        field = self._fields[field_name]
        return dict(field._description_selection(self.env)).get(self[field_name], "")

    def _get_milestone(self, code):
        """Return one step of the journey: done, expected or still open."""
        events = self.event_ids.filtered(lambda e: e.code == code and e.is_live)
        ends = self._get_place(code)
        if ends:
            events = events.filtered(lambda e: e.place_id in (ends, ends.browse()))
        last = max(
            events,
            key=lambda e: (e.classifier == "ACT", e.reported_at, e.id),
            default=events,
        )
        status = "done" if last.classifier == "ACT" else "expected" if last else "open"
        label = dict(self.event_ids._fields["code"]._description_selection(self.env))
        return {
            "code": code,
            "name": label[code],
            "place": ends.name if code in ("DEPA", "ARRI") else "",
            "date": last.event_date,
            "status": status,
            "as_of": last._get_as_of(),
        }

    def _get_public_events(self):
        """Return the events that hold, newest first."""
        shown = self.event_ids.filtered(lambda e: e.is_live and e.code in PUBLIC_EVENTS)
        return [
            {
                "name": event._get_label("code"),
                "classifier": event.classifier,
                "classifier_name": event._get_label("classifier"),
                "place": event.place_id.name,
                "date": event.event_date,
                "as_of": event._get_as_of(),
            }
            for event in shown.sorted(lambda e: (e.event_time, e.id), reverse=True)
        ]


# A file for each subject of the shipment keeps every file readable.
class TradeShipmentEvent(models.Model):
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "trade.shipment.event"

    def _get_label(self, field_name):
        """Return the label of a selection value in the reader's language."""
        field = self._fields[field_name]
        return dict(field._description_selection(self.env)).get(self[field_name], "")

    def _get_as_of(self):
        """Return when it was said, in the company's time zone and with its name."""
        if not self:
            return ""
        zone = self.company_id.partner_id.tz or "UTC"
        zoned = pytz.utc.localize(self.reported_at).astimezone(pytz.timezone(zone))
        said = " ".join(
            (
                format_date(self.env, zoned.date(), date_format="medium"),
                zoned.strftime("%H:%M"),
            )
        )
        return self.env._("as of %(time)s (%(zone)s)", time=said, zone=zone)


class TradeContainer(models.Model):
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "trade.container"

    def _get_size_name(self):
        """Return the size and type as people say it."""
        sizes = self._fields["size_type"]._description_selection(self.env)
        return dict(sizes).get(self.size_type, "")
