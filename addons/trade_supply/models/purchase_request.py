from odoo import Command, api, fields, models


class PurchaseRequest(models.Model):
    _inherit = "purchase.request"

    sale_order_id = fields.Many2one(
        "sale.order",
        string="Sales order",
        index="btree_not_null",
        copy=False,
        readonly=True,
        help="The order whose shortage this request was raised for.",
    )
    is_withdrawn = fields.Boolean(
        "Withdrawn",
        copy=False,
        readonly=True,
        help="The sales order needs it no more; confirming it again reopens this.",
    )
    latest_ready_date = fields.Date(
        "Latest ready date",
        compute="_compute_latest_ready_date",
        store=True,
        help="The earliest of the lines' latest ready dates.",
    )
    is_late = fields.Boolean("Late", compute="_compute_is_late")

    @api.depends("line_ids.latest_ready_date", "line_ids.cancelled")
    def _compute_latest_ready_date(self):
        for request in self:
            dates = request.line_ids.filtered(
                lambda line: line.latest_ready_date and not line.cancelled
            ).mapped("latest_ready_date")
            request.latest_ready_date = min(dates, default=False)

    @api.depends("line_ids.is_late")
    def _compute_is_late(self):
        for request in self:
            request.is_late = any(request.line_ids.mapped("is_late"))

    def action_view_sale_order(self):
        """Open the sales order this request was raised for."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "res_id": self.sale_order_id.id,
            "views": [(False, "form")],
        }

    # == Follow the sales order ==

    def _trade_add(self, missing):
        """Add `missing` {order line: quantity in the product's unit} to this request.

        A line that was withdrawn for the same order line is used again.
        """
        self.ensure_one()
        new_lines = []
        for order_line, quantity in missing.items():
            line = self.line_ids.filtered(
                lambda row, sold=order_line: (
                    row.sale_line_id == sold
                    and row.product_id == sold.product_id
                    and not row._trade_is_ordered()
                )
            )[:1]
            values = line._prepare_trade_values(order_line, quantity)
            if line:
                line.write(values)
            else:
                new_lines.append(Command.create(values))
        if new_lines:
            self.write({"line_ids": new_lines})

    def _trade_tell(self, message):
        """Post `message` on each request and ask its buyer to look at it."""
        for request in self:
            request.message_post(body=message)
            request._trade_notify_buyer(message)

    def _trade_notify_buyer(self, summary):
        """Plan an activity for the buyer to look at the request."""
        self.ensure_one()
        buyer = self._trade_buyer()
        # Following lets users see requests that are not their own.
        self.message_subscribe(buyer.partner_id.ids)
        mine = self.with_context(allowed_company_ids=self.company_id.ids)
        if not buyer or not mine.with_user(buyer).has_access("read"):
            return  # an activity on what the buyer may not open would stop the order
        today = fields.Date.context_today(self)
        dates = [d for d in self.line_ids.mapped("order_by_date") if d]
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=max(min(dates, default=today), today),
            summary=summary,
            user_id=buyer.id,
        )

    def _trade_buyer(self):
        """Return who buys: the preferred vendors' buyer or the company's.

        Nobody who is archived or does not work in the request's company.
        Hook for other ways to find the responsible person.
        """
        self.ensure_one()
        vendors = self.line_ids.supplier_id.with_company(self.company_id)
        buyers = vendors.buyer_id | self.company_id.trade_buyer_id
        return buyers.filtered(
            lambda user: user.active and self.company_id in user.company_ids
        )[:1]
