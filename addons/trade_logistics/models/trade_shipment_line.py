from odoo import api, fields, models
from odoo.exceptions import ValidationError


class TradeShipmentLine(models.Model):
    _name = "trade.shipment.line"
    _description = "Shipment Line"
    _order = "shipment_id, id"
    _rec_name = "product_id"
    _check_company_auto = True

    shipment_id = fields.Many2one(
        "trade.shipment", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="shipment_id.company_id", store=True, index=True
    )
    sale_line_id = fields.Many2one(
        "sale.order.line",
        string="Order line",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('state', '=', 'sale'), ('display_type', '=', False), "
        "('product_id.type', '=', 'consu'), ('is_downpayment', '=', False)]",
    )
    order_id = fields.Many2one(
        related="sale_line_id.order_id", string="Order", store=True, index=True
    )
    product_id = fields.Many2one(related="sale_line_id.product_id")
    product_uom_id = fields.Many2one(
        related="sale_line_id.product_uom_id", string="Unit"
    )
    quantity = fields.Float(
        digits="Product Unit",
        required=True,
        compute="_compute_quantity",
        store=True,
        readonly=False,
        precompute=True,
        help="In the unit of the order line; proposed: what is not yet in a shipment.",
    )
    weight = fields.Float(
        string="Weight (kg)",
        digits="Stock Weight",
        compute="_compute_measures",
        store=True,
        readonly=False,
        precompute=True,
        help="From the product; enter the weight of the packing list when known.",
    )
    volume = fields.Float(
        string="Volume (m³)",
        digits="Volume",
        compute="_compute_measures",
        store=True,
        readonly=False,
        precompute=True,
    )

    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "Ship more than nothing, or delete the line."
    )
    _measures_not_negative = models.Constraint(
        "CHECK(weight >= 0 AND volume >= 0)", "Weight and volume cannot be negative."
    )
    _once_a_shipment = models.UniqueIndex(
        "(shipment_id, sale_line_id)",
        "This order line is already on the shipment: change its quantity there.",
    )

    @api.depends("sale_line_id")
    def _compute_quantity(self):
        open_quantities = self.sale_line_id._get_quantities_to_ship()
        for line in self:
            proposed = open_quantities.get(line.sale_line_id.id, 0)
            line.quantity = line.quantity or max(proposed, 0)

    @api.depends("sale_line_id", "quantity")
    def _compute_measures(self):
        for line in self:
            product = line.product_id
            units = line.product_uom_id._compute_quantity(
                line.quantity, product.uom_id, round=False, raise_if_failure=False
            )
            line.weight = units * product.weight
            line.volume = units * product.volume

    @api.constrains("quantity", "sale_line_id", "shipment_id")
    def _check_not_more_than_ordered(self):
        open_quantities = self.sale_line_id._get_quantities_to_ship()
        for line in self.sale_line_id:
            if line.product_uom_id.compare(open_quantities[line.id], 0) < 0:
                raise ValidationError(
                    self.env._(
                        "%(order)s ordered %(ordered)s %(unit)s of %(product)s, and "
                        "its shipments now hold %(over)s more. Lower the quantity "
                        "on this shipment or on another one.",
                        order=line.order_id.name,
                        ordered=f"{line.product_uom_qty:g}",
                        unit=line.product_uom_id.name,
                        product=line.product_id.display_name,
                        over=f"{-open_quantities[line.id]:g}",
                    )
                )

    @api.constrains("sale_line_id")
    def _check_goods_of_an_order(self):
        for line in self:
            if not line.sale_line_id._is_shippable():
                raise ValidationError(
                    self.env._(
                        "%(line)s cannot be shipped: choose a line with goods of a "
                        "confirmed order.",
                        line=line.sale_line_id.display_name,
                    )
                )

    def _get_weight_for(self, basis):
        """Return what the line weighs in a split by `basis`."""
        self.ensure_one()
        if basis in ("weight", "volume"):
            return self[basis]
        if basis == "quantity":
            return self.product_uom_id._compute_quantity(
                self.quantity, self.product_id.uom_id, round=False
            )
        ordered, order = self.sale_line_id, self.order_id
        rate = order.trade_rate or 1 / (order.currency_rate or 1)
        part = self.quantity / (ordered.product_uom_qty or 1)
        return ordered.price_subtotal * part * rate
