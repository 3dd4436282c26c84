from odoo import api, fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    trade_request_ids = fields.One2many(
        "purchase.request",
        "sale_order_id",
        string="Purchase requests",
        groups="purchase_request.group_purchase_request_user,"
        "purchase.group_purchase_user",
    )
    trade_request_count = fields.Integer(
        "Number of purchase requests",
        compute="_compute_trade_request_count",
        groups="purchase_request.group_purchase_request_user,"
        "purchase.group_purchase_user",
    )

    @api.depends("trade_request_ids")
    def _compute_trade_request_count(self):
        counts = dict(
            self.env["purchase.request"]._read_group(
                [("sale_order_id", "in", self.ids)], ["sale_order_id"], ["__count"]
            )
        )
        for order in self:
            order.trade_request_count = counts.get(order._origin, 0)

    def action_view_purchase_requests(self):
        """Open the purchase requests raised for this order."""
        self.ensure_one()
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Purchase requests"),
            "res_model": "purchase.request",
            "views": [(False, "list"), (False, "form")],
            "domain": [("sale_order_id", "=", self.id)],
        }
        if self.trade_request_count == 1:
            action |= {"views": [(False, "form")], "res_id": self.trade_request_ids.id}
        return action

    def _trade_requested_date(self):
        """Return the day the customer wants the goods, in the user's time zone.

        False when the order names none.
        """
        moment = self.commitment_date
        return moment and fields.Datetime.context_timestamp(self, moment).date()

    # == Purchase requests follow the order ==

    def write(self, vals):
        result = super().write(vals)
        if "commitment_date" in vals:
            confirmed = self.filtered(
                lambda o: o.state == "sale" and o.company_id.trade_auto_request
            )
            # Salespeople move dates of requests they may not edit themselves.
            requests_sudo = confirmed.sudo().trade_request_ids  # dates only
            requests_sudo.line_ids._trade_update_dates()
            confirmed._trade_sync_requests()
        return result

    def _action_cancel(self):
        result = super()._action_cancel()
        self._trade_sync_requests()
        return result

    def _trade_sync_requests(self, plan=None):
        """Bring the open purchase requests of the orders in line with what is short.

        Run it as often as you like: it never adds to what is requested already.
        """
        if plan is None:
            lines = self.filtered(lambda o: o.state == "sale").order_line
            plan = self.env["trade.availability"]._plan(lines)
        for order in self._trade_orders_to_sync():
            # Confirming, changing and cancelling are sales' right; what follows for
            # purchasing is done for them, on requests of this very order only.
            order.sudo()._trade_sync_request(
                {
                    line.id: plan[line].short if line in plan else 0.0
                    for line in order.order_line
                }
            )

    def _trade_orders_to_sync(self):
        """Return the orders that may raise requests or have some."""
        automatic = self.filtered(
            lambda o: o.state == "sale" and o.company_id.trade_auto_request
        )
        if len(automatic) == len(self):
            return self
        requests = (
            self.env["purchase.request"]
            .sudo()  # only to know whether there is something to adjust
            .search([("sale_order_id", "in", self.ids)])
        )
        return automatic | (self & requests.sale_order_id.with_env(self.env))

    def _trade_sync_request(self, short):
        """Adjust the requests of one order.

        :param short: {order line id: quantity nothing covers, product's own unit}.
        """
        self.ensure_one()
        missing = {}
        for line in self.order_line:
            rest = line.trade_request_line_ids._trade_adjust(short.get(line.id, 0.0))
            if rest > 0:
                missing[line] = rest
        if missing:
            self._trade_request(missing)

    def _trade_request(self, missing):
        """Request `missing` {order line: quantity in the product's own unit}."""
        company = self.company_id
        requests = self.trade_request_ids
        request = requests.filtered(lambda r: r.state == "draft")[:1]
        reopened = requests.filtered("is_withdrawn")[:1]
        if not request and reopened:
            reopened.write({"state": "draft", "is_withdrawn": False})
            request = reopened
        if not request:
            request = (
                self.env["purchase.request"]
                .with_company(company)
                .create(self._prepare_trade_request_values())
            )
        request._trade_add(missing)
        request._trade_notify_buyer(
            self.env._("Buy what order %(order)s is short of", order=self.name)
        )
        self.message_post(body=self._trade_request_message(request, missing))

    def _trade_request_message(self, request, missing):
        """Return what the salesperson reads on the order."""
        wording = self.env["trade.availability.wording"]
        goods = [
            self.env._(
                "%(quantity)s %(unit)s of %(product)s",
                quantity=wording._number(quantity),
                unit=line.product_id.uom_id.name,
                product=line.product_id.display_name,
            )
            for line, quantity in missing.items()
        ]
        return self.env._(
            "Purchase request %(request)s was raised for what is short: %(goods)s.",
            request=request.name,
            goods=wording._enumerate(goods),
        )

    def _prepare_trade_request_values(self):
        """Return the values of the request of this order; hook for more of them."""
        self.ensure_one()
        buyer = self.company_id.trade_buyer_id.filtered("active")
        approver = "purchase_request.group_purchase_request_manager"
        return {
            "origin": self.name,
            "sale_order_id": self.id,
            "company_id": self.company_id.id,
            "picking_type_id": self.warehouse_id.in_type_id.id,
            "requested_by": (self.user_id or self.env.user).id,
            "assigned_to": buyer.id if buyer and buyer.has_group(approver) else False,
        }
