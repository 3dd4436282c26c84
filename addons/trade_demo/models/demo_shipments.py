"""Bookings, containers and milestones of the shipments the orders asked for."""

from math import ceil

from odoo import Command, api, models

from ..tools.containers import container_number
from ..tools.story import DAYS_AT_SEA, DELIVERED, INVOICED

CARRIERS = {
    "EOCU": ("East Ocean Container Line", "EOCL HARMONY"),
    "NSLU": ("Northstar Liner Services", "NORTHSTAR AURORA"),
}
FORWARDER = "Ningbo Yonghang International Freight Forwarding Co., Ltd."
BOOKED = ("inspected", *DELIVERED)
CONTAINER_M3 = 66.0  # what a 40' high cube takes of cartons
SMALL_M3 = 28.0  # what a 20' takes


class TradeDemoBuilder(models.AbstractModel):
    _inherit = "trade.demo.builder"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _create_carriers(self):
        """Create the forwarder and the carriers."""
        names = {"forwarder": FORWARDER}
        names |= {
            f"carrier_{code.lower()}": name for code, (name, _s) in CARRIERS.items()
        }
        partners = self.env["res.partner"].create(
            [
                {
                    "name": name,
                    "is_company": True,
                    "company_id": self.env.company.id,
                    "supplier_rank": 1,
                    "property_supplier_payment_term_id": self._get("term_vendor30").id,
                }
                for name in names.values()
            ]
        )
        self._remember_all(partners, names)
        self._get("forwarder").write(
            {
                "street": "128 Renmin Road, Jiangbei",
                "city": "Ningbo",
                "country_id": self.env.ref("base.cn").id,
                "phone": "+86 574 8766 9090",
                "email": "docs@yonghang.example.com",
            }
        )

    @api.model
    def _port(self, code):
        """Return the port with this UN/LOCODE."""
        return self.env["trade.port"].search([("code", "=", code)], limit=1)

    @api.model
    def _book_shipments(self):
        """Book what is ready to leave, and tell the milestones up to today."""
        rows = [row for row in self._orders_table() if row["stage"] in BOOKED]
        for row in rows:
            self._book(row)
        self._tell_events(self._plan_events, rows)
        self._tell_events(self._actual_events, rows)

    @api.model
    def _shipment(self, row):
        """Return the shipments of a row of the orders table."""
        return self._sale_order(row).shipment_ids

    @api.model
    def _book(self, row):
        """Enter what the forwarder's booking confirmation says."""
        place = int(row["number"])
        owner = sorted(CARRIERS)[place % 2]
        _carrier, vessel = CARRIERS[owner]
        shipment = self._shipment(row)
        values = {
            "user_id": self._get("user_sunyan").id,
            "carrier_id": self._get(f"carrier_{owner.lower()}").id,
            "forwarder_id": self._get("forwarder").id,
            "booking_number": f"{owner[:3]}NGB{260000 + place * 37}",
            "vessel": vessel,
            "voyage": f"{100 + place}W",
            "cut_off": self._moment(row["days"].shipped + 1, row["number"]),
            "container_ids": self._prepare_containers(shipment, owner, place),
        }
        if row["stage"] in DELIVERED:
            values["bl_number"] = f"{owner[:3]}{7000000 + place * 911}"
        shipment.write(values)

    @api.model
    def _prepare_containers(self, shipment, owner, place):
        """Return the commands of as many containers as the goods fill."""
        volume, weight = sum(shipment.mapped("volume")), sum(shipment.mapped("weight"))
        boxes = max(ceil(volume / CONTAINER_M3), 1)
        return [
            Command.create(
                {
                    "number": container_number(owner, 410000 + place * 113 + box),
                    "size_type": "22G1" if volume <= SMALL_M3 else "45G1",
                    "seal": f"CN{88000 + place * 7 + box}",
                    "gross_weight": round(weight / boxes, 1),
                }
            )
            for box in range(boxes)
        ]

    @api.model
    def _tell_events(self, plan, rows):
        """Create the events `plan` returns for each row; all at once."""
        self.env["trade.shipment.event"].create(
            [
                self._prepare_event(shipment, row, *event)
                for row in rows
                for shipment in self._shipment(row)
                for event in plan(row)
            ]
        )

    @api.model
    def _plan_events(self, row):
        """Return (code, classifier, day, said on day) as known with the booking."""
        shipped = row["days"].shipped
        booked = max(shipped + 9, 0)
        at_sea = DAYS_AT_SEA[row["habit"]["port"]]
        return [
            ("CONF", "ACT", booked, booked),
            ("DEPA", "PLN", shipped - 1, booked),
            ("ARRI", "PLN", shipped - 1 - at_sea, booked),
        ]

    @api.model
    def _actual_events(self, row):
        """Return what has happened since: gate in, departure, arrival, delivery."""
        if row["stage"] not in DELIVERED:
            return []
        shipped, arrival = row["days"].shipped, row["days"].arrival
        events = [
            ("GTIN", "ACT", shipped, shipped),
            ("CUSR", "ACT", shipped, shipped),
            ("DEPA", "ACT", shipped - 1, shipped - 1),
            ("ISSU", "ACT", shipped - 2, shipped - 2),
            ("ARRI", "EST", arrival, max(shipped - 8, 0)),
        ]
        if arrival >= 0 and row["stage"] in INVOICED:
            events.append(("ARRI", "ACT", arrival, arrival))
        if arrival >= 5 and row["stage"] in INVOICED[1:]:
            events.append(("GTOT", "ACT", arrival - 2, arrival - 2))
            events.append(("DROP", "ACT", arrival - 4, arrival - 4))
        return events

    @api.model
    def _prepare_event(self, shipment, row, code, classifier, day, said):
        """Return the values of one event."""
        return {
            "shipment_id": shipment.id,
            "code": code,
            "classifier": classifier,
            "event_time": self._moment(day, f"{row['number']} {code}"),
            "place_id": shipment._get_place(code).id,
            "reported_at": self._moment(said, f"{row['number']} {code}"),
            "source": "forwarder" if classifier != "ACT" else "carrier",
            "user_id": self._get("user_sunyan").id,
        }

    @api.model
    def _open_to_customers(self):
        """Share a voyage under way with its customer, and tell customers from now on.

        From now on, too, nothing is bought before the deposit, and nothing is posted
        for closed orders.

        No event follows, so no notice about the past is queued.
        """
        row = next(
            (row for row in self._orders_table() if row["stage"] == "shipped"), None
        )
        if row:
            customer = self._sale_order(row).partner_id
            self.env["trade.share.link"].create(
                {"shipment_id": self._shipment(row).id, "partner_id": customer.id}
            )
        self._invite_to_portal("contact_k_albers", "albers")
        self.env.company.trade_shipment_notices = True
        self.env.company.trade_gate_deposit = True
        self.env.company.trade_closed_blocks = True

    @api.model
    def _invite_to_portal(self, contact, login):
        """Give a contact a login to the customers' pages; the password is the login."""
        user = self.env["res.users"].create(
            {
                "partner_id": self._get(contact).id,
                "login": login,
                "password": login,
                "company_id": self.env.company.id,
                "company_ids": [Command.set(self.env.company.ids)],
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
        self._remember(user, f"portal_{login}")
