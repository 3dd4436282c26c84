# Apart from rules: duty and refund hang on the tariff, not on rules.
# pylint: disable=consider-merging-classes-inherited
from typing import NamedTuple

from odoo import api, models

from ..tools import estimate, export, tariff


class Goods(NamedTuple):
    """An order line of goods, as customs look at it."""

    product: models.BaseModel
    basis: estimate.Basis
    digits: str
    """HS code, digits only; empty: nobody entered it"""
    origin_id: int


class TradeEstimateSource(models.AbstractModel):
    """Duty where the seller bears it, and the purchase VAT of exported goods.

    Duty is charged on the CIF value: the price, where freight and insurance are in it
    (CIF, CIP and the D terms), else the price plus what they are estimated to cost.
    """

    _inherit = "trade.estimate.source"

    def _add_duty_lines(self, lines, bases):
        for (company, date), orders in self._group_orders(lines).items():
            exported = orders.filtered(
                lambda order: order._is_export() and order._needs_tariff()
            )
            if not exported:
                continue
            goods = {order: self._list_goods(order, bases[order]) for order in exported}
            countries = exported.partner_shipping_id.country_id | company.country_id
            digits = {item.digits for items in goods.values() for item in items}
            tariffs = self.env["trade.duty.rate"]._read_tariffs(
                countries, company, date, digits
            )
            for order, items in goods.items():
                self._warn_of_missing_codes(lines[order], items)
                if order._bears_duty():
                    self._add_duty(order, lines[order], items, tariffs)
                if company.trade_export_refund:
                    self._add_export_tax(order, lines[order], items, tariffs)

    @api.model
    def _list_goods(self, order, bases):
        """Return the `Goods` of an order; services and combos pass no customs."""
        home = order.company_id
        return [
            Goods(
                line.product_id,
                basis,
                estimate.normalise(
                    line.product_id.product_tmpl_id._get_trade_hs_code()
                ),
                line.product_id.product_tmpl_id._get_trade_origin_country(home).id or 0,
            )
            for line, basis in bases.items()
            if line.product_id and line.product_id.type not in ("service", "combo")
        ]

    @api.model
    def _match_goods(self, country, goods, tariffs):
        """Return [(Goods, duty rate or none)] of the tariff of `country`."""
        Rate = self.env["trade.duty.rate"]
        return [(item, Rate._match(tariffs, country, item)) for item in goods]

    # == Duty ==

    def _add_duty(self, order, found, goods, tariffs):
        matched = self._match_goods(
            order.partner_shipping_id.country_id, goods, tariffs
        )
        duty_type = self.env["trade.cost.type"]._get_by_code("duty")
        if any(rate for _item, rate in matched):
            found += self._prepare_duty_lines(order, matched, duty_type)
        elif self._match_rules(order, self.env["trade.cost.rule"]._get_rules()).get(
            duty_type.id
        ):
            return  # the rules of the cost type say what the tariff does not
        if unrated := self._name_unrated(matched):
            found.warn(
                self.env._(
                    "No duty rate of %(country)s holds for %(products)s: no duty is "
                    "estimated for them. Enter it under Duty Rates.",
                    country=order.partner_shipping_id.country_id.name,
                    products=unrated,
                )
            )

    def _prepare_duty_lines(self, order, matched, duty_type):
        factor = self._get_customs_factor(order, [item for item, _rate in matched])
        duty = vat = vat_cost = 0.0
        for item, rate in matched:
            value = item.basis.revenue * factor
            item_duty = value * rate.duty_percent / 100
            item_vat = tariff.import_vat(value, item_duty, rate.vat_percent)
            duty += item_duty
            vat += item_vat
            vat_cost += item_vat if rate.is_vat_cost else 0.0
        note = self.env._("Duty rates of the products' HS codes")
        if vat and not vat_cost:
            note = self.env._(
                "Duty rates of the products' HS codes; the import VAT of %(amount)s is "
                "for the importer to reclaim",
                amount=order.company_id.currency_id.format(vat),
            )
        lines = [self._prepare_line(order, duty_type.id, -duty, note)]
        if vat_cost:
            note = self.env._("Import VAT that nobody gives back")
            lines.append(self._prepare_line(order, duty_type.id, -vat_cost, note))
        return lines

    def _get_customs_factor(self, order, goods):
        """Return customs value by revenue: 1 where freight and insurance are in it."""
        type_ids = self.env["trade.cost.type"]._get_ids_by_code()
        bears = tuple(
            order._bears_cost(type_ids[code]) for code in ("freight", "insurance")
        )
        revenue = sum(item.basis.revenue for item in goods)
        if all(bears) or not revenue:
            return 1.0
        freight, insurance = (
            self._estimate_rule_cost(order, goods, type_ids[code])
            for code in ("freight", "insurance")
        )
        return tariff.customs_value(revenue, freight, insurance, bears) / revenue

    # == VAT paid to vendors and paid back at export ==

    def _add_export_tax(self, order, found, goods, tariffs):
        company = order.company_id
        is_gross = company.trade_cost_vat == "included"
        matched = self._match_goods(company.country_id, goods, tariffs)
        refund = lost = 0.0
        for item, rate in matched:
            if rate:
                vat = rate.vat_percent or company.trade_purchase_vat
                net = export.net_cost(item.basis.product_cost, vat, is_gross)
                tax = export.export_tax(net, vat, rate.refund_percent)
                refund, lost = refund + tax.refund, lost + tax.lost
        found.export_refund += refund
        found += self._prepare_export_tax_lines(order, refund, lost)
        if unrated := self._name_unrated(matched):
            found.warn(
                self.env._(
                    "No export refund rate of %(country)s holds for %(products)s: "
                    "neither refund nor lost VAT is estimated for them. Enter it under "
                    "Duty Rates.",
                    country=company.country_id.name or "",
                    products=unrated,
                )
            )

    def _prepare_export_tax_lines(self, order, refund, lost):
        """Return the one line that the product cost does not contain yet.

        Costs with VAT: the refund comes in. Costs without: what is not refunded is
        lost; the refund itself never was a cost.
        """
        type_ids = self.env["trade.cost.type"]._get_ids_by_code()
        if order.company_id.trade_cost_vat == "included":
            code, amount = "tax_refund", refund
            note = self.env._("Refund of the VAT that is in the product cost")
        else:
            code, amount = "tax_cost", -lost
            note = self.env._(
                "VAT on purchases that is not refunded; the refund of %(amount)s was "
                "never a cost",
                amount=order.company_id.currency_id.format(refund),
            )
        if not order.company_id.currency_id.round(amount):
            return []
        return [self._prepare_line(order, type_ids[code], amount, note)]

    # == What is missing ==

    def _warn_of_missing_codes(self, found, goods):
        names = {item.product.display_name for item in goods if not item.digits}
        if names:
            found.warn(
                self.env._(
                    "Without an HS code neither duty nor export refund can be looked "
                    "up: %(products)s. Enter the code on the product.",
                    products=", ".join(sorted(names)),
                )
            )

    @api.model
    def _name_unrated(self, matched):
        """Return the names of the goods that have a code and no rate."""
        names = {
            item.product.display_name
            for item, rate in matched
            if item.digits and not rate
        }
        return ", ".join(sorted(names))
