from odoo import api, models
from odoo.tools import float_round, formatLang

QUANTITIES = ("domestic_qty", "overseas_qty", "incoming_qty", "shortage_qty")


class TradeAvailabilityWording(models.AbstractModel):
    """Turns a plan (in the product's unit) into what a person reads on the line."""

    _name = "trade.availability.wording"
    _description = "Wording of availability"

    @api.model
    def _prepare_values(self, line, plan):
        """Return the values of the availability fields of `line`.

        :param plan: a LinePlan, or nothing where the line takes no stock.
        """
        if not plan:
            return dict.fromkeys(QUANTITIES, 0.0) | {
                "availability_text": False,
                "availability_date": False,
                "availability_late": False,
                "availability_details": False,
            }
        quantities = dict(zip(QUANTITIES, self._by_zone(line, plan), strict=True))
        return quantities | {
            "availability_text": self._sentence(*quantities.values()),
            "availability_date": max((s.ready for s in plan.taken), default=False),
            "availability_late": any(not source.in_time for source in plan.taken),
            "availability_details": self._prepare_details(line, plan),
        }

    @api.model
    def _by_zone(self, line, plan):
        """Return domestic, overseas, incoming and short, in the line's unit."""
        zones = {"domestic": 0.0, "overseas": 0.0, "incoming": 0.0}
        for source, quantity in plan.taken.items():
            warehouse = self._warehouse(source)
            zone = "incoming" if source.kind == "incoming" else warehouse.trade_zone
            zones[zone or "domestic"] += quantity
        return [self._in_line_unit(line, q) for q in (*zones.values(), plan.short)]

    @api.model
    def _warehouse(self, source):
        warehouses = self.env["stock.warehouse"].browse(source.warehouse)
        return warehouses.sudo()  # name and zone only, of the order's own company

    @api.model
    def _in_line_unit(self, line, quantity):
        """Convert `quantity` from the product's unit to the line's, for display."""
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        converted = line.product_id.uom_id._compute_quantity(
            quantity, line.product_uom_id, round=False
        )
        return float_round(converted, precision_digits=digits)

    @api.model
    def _sentence(self, domestic, overseas, incoming, short):
        """Return for example "Domestic 300, overseas 150, 50 to buy"."""
        say = self._number
        parts = [
            domestic and self.env._("domestic %(quantity)s", quantity=say(domestic)),
            overseas and self.env._("overseas %(quantity)s", quantity=say(overseas)),
            incoming and self.env._("incoming %(quantity)s", quantity=say(incoming)),
            short and self.env._("%(quantity)s to buy", quantity=say(short)),
        ]
        sentence = self._enumerate([part for part in parts if part])
        return sentence[:1].upper() + sentence[1:]

    @api.model
    def _enumerate(self, parts):
        """Join `parts` by the comma of the user's language."""
        sentence = parts[0] if parts else ""
        for part in parts[1:]:
            sentence = self.env._("%(list)s, %(item)s", list=sentence, item=part)
        return sentence

    @api.model
    def _number(self, quantity):
        """Write `quantity` in the user's language without superfluous decimals."""
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        shortest = f"{quantity:.{digits}f}".rstrip("0").rstrip(".")
        decimals = len(shortest.partition(".")[2])
        return formatLang(self.env, quantity, digits=decimals)

    @api.model
    def _prepare_details(self, line, plan):
        """Return the table of the popover, quantities in the line's unit.

        One row for each warehouse and arrival: what is there for this order, what the
        line takes of it, the day it can be at the customer's.
        """
        rows = [
            {
                "warehouse": self._warehouse(source).name,
                "zone": self._warehouse(source).trade_zone,
                "kind": source.kind,
                "available": self._number(self._in_line_unit(line, quantity)),
                "taken": self._number(
                    self._in_line_unit(line, plan.taken.get(source, 0.0))
                ),
                "date": source.ready.isoformat(),
                "in_time": source.in_time,
            }
            for source, quantity in plan.pool.items()
        ]
        return {
            "rows": sorted(rows, key=lambda row: (row["kind"] != "stock", row["date"])),
            "unit": line.product_uom_id.name,
            "short": self._number(self._in_line_unit(line, plan.short)),
            "requested": iso_or_false(line.order_id._trade_requested_date()),
        }


def iso_or_false(day):
    """Return `day` as ISO text, or False: JSON knows no dates."""
    return day.isoformat() if day else False
