from odoo import api, models

BANK_FEE = 25.0  # in order currency
DEPOSIT_SHARE = 0.3
BOOKED_DAYS_AGO = 6


class TradeDemoBuilder(models.AbstractModel):
    _inherit = "trade.demo.builder"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _register_receipts(self):
        """Register money of this week that nobody has recognised yet."""
        self.env.company.trade_bank_fee_account_id = self.env["account.account"].search(
            [
                ("code", "=like", "5603%"),
                ("company_ids", "in", self.env.company.ids),
            ],
            order="code",
            limit=1,
        )
        orders = self.env["sale.order"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("state", "=", "sale"),
                ("amount_outstanding", ">", 0),
            ],
            order="date_order desc, id desc",
            limit=4,
        )
        receipts = self.env["trade.receipt.claim"].create(
            [self._prepare_receipt(order, days) for days, order in enumerate(orders, 1)]
        )
        if len(receipts) > 2:  # tests build a few orders only
            receipts[0].write({"payer": "GLOBAL SETTLEMENT SERVICES", "memo": False})
            self._claim_receipt(receipts[1], orders[1])

        self._remind_of_old_receipts(receipts)

    @api.model
    def _book_receipt(self):
        """Money that was claimed and confirmed: part of what an invoice has open."""
        rows = [row for row in self._orders_table() if row["stage"] == "partly_paid"]
        for order in map(self._sale_order, rows[:1]):
            receipt = self.env["trade.receipt.claim"].create(
                {
                    **self._prepare_receipt(order, BOOKED_DAYS_AGO),
                    "memo": f"PARTIAL PAYMENT {order.invoice_ids[:1].name}",
                    "fee_amount": BANK_FEE,
                }
            )
            self._claim_receipt(receipt, order)
            receipt.with_user(self._get("user_huangting")).action_confirm()

    @api.model
    def _remind_of_old_receipts(self, receipts):
        """Ask around for what has been waiting too long, as the nightly job does."""
        old = receipts.filtered_domain(receipts._get_reminder_domain())
        suggestions = old._get_suggestions(1)
        for receipt in old:
            receipt._remind(suggestions.get(receipt, []))

    @api.model
    def _prepare_receipt(self, order, days_ago):
        """Return a transfer for the order as a bank writes it, its fee kept."""
        due = min(order.amount_outstanding, order.amount_total * DEPOSIT_SHARE)
        currency = order.currency_id
        bank = self.env.ref(
            f"trade_demo.bank_{currency.name.lower()}", raise_if_not_found=False
        )
        return {
            "date": self._day(days_ago),
            "currency_id": currency.id,
            "amount": currency.round(max(due - BANK_FEE, due / 2)),
            "journal_id": (bank or self._get("bank_cny")).id,
            "payer": (order.partner_id.commercial_partner_id.name or "").upper(),
            "memo": f"T/T PI {order.name}" if days_ago % 2 else "PAYMENT FOR GOODS",
            "user_id": self._get("user_huangting").id,
        }

    @api.model
    def _claim_receipt(self, receipt, order):
        claimer = order.user_id or self.env.user
        part = {"order_id": order.id, "amount": receipt.amount_claimable}
        receipt.with_user(claimer).sudo()._claim([part])
