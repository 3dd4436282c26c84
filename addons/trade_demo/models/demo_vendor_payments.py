from odoo import api, models


class TradeDemoBuilder(models.AbstractModel):
    _inherit = "trade.demo.builder"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _pay_vendors(self):
        """Pay the bills that fell due: one payment a vendor, currency and half-month.

        Refunds are paid to us in the same way.
        """
        runs = self._payment_runs()
        payments = self._create_payments(
            [self._prepare_vendor_payment(bills) for bills in runs]
        )
        for bills, payment in zip(runs, payments, strict=True):
            self._reconcile(payment, bills)

    @api.model
    def _payment_runs(self):
        """Return the due bills in groups that are paid together, oldest first."""
        bills = self.env["account.move"].search(
            [
                ("move_type", "in", ("in_invoice", "in_refund")),
                ("state", "=", "posted"),
                ("invoice_date_due", "<", self._today()),
                ("payment_state", "=", "not_paid"),
                self._mine(),
            ],
            order="invoice_date_due, id",
        )
        runs = bills.grouped(
            lambda bill: (
                bill.partner_id,
                bill.currency_id,
                bill.move_type,
                bill.invoice_date_due.replace(day=1),
                bill.invoice_date_due.day > 15,
            )
        )
        return list(runs.values())

    @api.model
    def _prepare_vendor_payment(self, bills):
        """Return the values of the payment of `bills`, on the day the last is due."""
        currency = bills.currency_id
        is_refund = bills[0].move_type == "in_refund"
        return {
            "payment_type": "inbound" if is_refund else "outbound",
            "partner_type": "supplier",
            "partner_id": bills.partner_id.id,
            "amount": sum(bills.mapped("amount_total")),
            "currency_id": currency.id,
            "date": max(bills.mapped("invoice_date_due")),
            "journal_id": self._get(f"bank_{currency.name.lower()}").id,
            "memo": ", ".join(bills.mapped("ref")),
            "company_id": self.env.company.id,
        }
