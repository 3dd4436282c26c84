from odoo import api, models


class TradeProfitEstimate(models.Model):
    _inherit = "trade.profit.estimate"

    @api.model
    def _estimate_sources(self):
        """Put the charges of shipments before the rules, which then leave them out."""
        sources = super()._estimate_sources()
        rules = sources.pop("rules", None)
        sources["charges"] = self._add_charge_lines
        return {**sources, "rules": rules} if rules else sources

    @api.model
    def _add_charge_lines(self, lines, _bases=None):
        """Add the shares of orders in what their shipments are expected to cost.

        :param lines: `{order: [values of estimate lines]}`
        :param _bases: what order lines sell and cost; charges do not depend on it
        """
        shipped = [order.id for order in lines if order.shipment_status]
        if not shipped:
            return
        charges_sudo = self.env["trade.shipment.charge"].sudo()  # sudo: no vendor named
        given = {
            order: {values["cost_type_id"] for values in found}
            for order, found in lines.items()
        }
        for charge in charges_sudo.search(
            [
                ("shipment_id.is_cancelled", "!=", True),
                ("shipment_id.line_ids.order_id", "in", shipped),
            ]
        ):
            for order, share in charge._get_order_shares():
                if order in lines and charge.cost_type_id.id not in given[order]:
                    lines[order].append(self._prepare_charge_line(order, charge, share))

    def _prepare_charge_line(self, order, charge, share):
        """Return the estimate line for the `share` of `order` in a charge."""
        company = order.company_id
        cost = charge.currency_id._convert(
            share, company.currency_id, company, order._get_estimate_date()
        )
        return {
            "cost_type_id": charge.cost_type_id.id,
            "amount": -cost,
            "note": self.env._(
                "Charge of %(shipment)s", shipment=charge.shipment_id.name
            ),
        }
