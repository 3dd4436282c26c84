"""Business steps of finance, in the words of the trade."""

from odoo import Command
from odoo.tests import freeze_time

from odoo.addons.trade_base.tests.common import TradeCase


class FinanceCase(TradeCase):
    """A company in CNY; the dollar falls: 7.00, 6.95, 6.90 on three days."""

    ORDER_DAY, INVOICE_DAY, RECEIPT_DAY = "2026-03-02", "2026-03-16", "2026-04-08"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._trade_in_dollars(7.00, 6.95, 6.90)

    @classmethod
    def _trade_in_dollars(cls, *rates):
        """Set up rates of the three days, partners, a price list and products."""
        days = (cls.ORDER_DAY, cls.INVOICE_DAY, cls.RECEIPT_DAY)
        for day, rate in zip(days, rates, strict=True):
            cls._set_rate("USD", day, rate)
        cls.customer = cls.env["res.partner"].create(
            {"name": "Rotterdam Tools", "country_id": cls.env.ref("base.nl").id}
        )
        cls.vendor = cls.env["res.partner"].create({"name": "Blue Ocean Freight"})
        cls.pricelist = cls._create_pricelist("USD")
        cls.machine = cls._create_product("Machine", standard_price=350.0)
        cls.service = cls._create_product("Sea freight", type="service")

    @classmethod
    def _create_pricelist(cls, currency):
        return cls.env["product.pricelist"].create(
            {"name": currency, "currency_id": cls._currency(currency).id}
        )

    @classmethod
    def _create_product(cls, name, **values):
        """Create goods (not kept in stock) invoiced as ordered, without taxes."""
        return cls.env["product.product"].create(
            {
                "name": name,
                "type": "consu",
                "invoice_policy": "order",
                "taxes_id": [Command.clear()],
                "supplier_taxes_id": [Command.clear()],
                **values,
            }
        )

    @classmethod
    def _create_order(cls, quantity=10, price=1000.0, product=None, **values):
        """Create a quotation of USD 10,000 unless told otherwise."""
        return cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "pricelist_id": cls.pricelist.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": (product or cls.machine).id,
                            "product_uom_qty": quantity,
                            "price_unit": price,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
                **values,
            }
        )

    @classmethod
    def _confirm(cls, day=None, **values):
        """Create and confirm an order, on the day the dollar is at 7.00."""
        order = cls._create_order(**values)
        with freeze_time(day or cls.ORDER_DAY):
            order.action_confirm()
        return order

    @classmethod
    def _down_payment(cls, order, percent):
        """Make the draft invoice of a down payment of `percent`."""
        wizard = cls.env["sale.advance.payment.inv"].create(
            {
                "sale_order_ids": [Command.set(order.ids)],
                "advance_payment_method": "percentage",
                "amount": percent,
            }
        )
        return wizard._create_invoices(order)

    @classmethod
    def _invoice(cls, orders, day=None, **context):
        """Invoice `orders` and post on `day`."""
        invoices = orders.with_context(**context)._create_invoices(final=True)
        return cls._post(invoices, day)

    @classmethod
    def _post(cls, moves, day=None):
        moves.invoice_date = day or cls.INVOICE_DAY
        moves.action_post()
        return moves

    @classmethod
    def _pay(cls, invoice, amount=None, day=None, **values):
        """Register a payment of `amount` in the invoice's currency by the wizard."""
        wizard = (
            cls.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"payment_date": day or cls.RECEIPT_DAY})
        )
        if amount is not None:
            wizard.amount = amount
        wizard.write(values)
        return wizard._create_payments()

    @classmethod
    def _pay_with_fee(cls, invoice, amount, day=None):
        """Register a payment from which the banks took the rest as their fee."""
        return cls._pay(
            invoice,
            amount,
            day,
            payment_difference_handling="reconcile",
            writeoff_account_id=cls._account("bank fees", "expense").id,
        )

    @classmethod
    def _account(cls, name, account_type):
        """Return the company's account with `name`, made when it is missing."""
        Account = cls.env["account.account"]
        domain = [("name", "=", name), ("company_ids", "in", cls.company.ids)]
        return Account.search(domain, limit=1) or Account.create(
            {
                "name": name,
                "code": name.replace(" ", "."),
                "account_type": account_type,
                "company_ids": cls.company.ids,
            }
        )

    @classmethod
    def _deposit(cls, order, amount, day=None, currency="USD", post=True):
        """Enter money that came in for `order`, before any invoice."""
        payment = cls.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": order.partner_id.id,
                "amount": amount,
                "currency_id": cls._currency(currency).id,
                "date": day or cls.RECEIPT_DAY,
                "journal_id": cls._bank_journal().id,
                "trade_order_id": order.id,
            }
        )
        if post:
            payment.action_post()
        return payment

    @classmethod
    def _bank_journal(cls):
        return cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )

    @classmethod
    def _reverse(cls, invoice, day=None, amount=None):
        """Make and post a credit note over `invoice`, or over `amount` of it."""
        wizard = (
            cls.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create(
                {
                    "journal_id": invoice.journal_id.id,
                    "date": day or cls.RECEIPT_DAY,
                    "reason": "quality",
                }
            )
        )
        wizard.reverse_moves()
        refund = wizard.new_move_ids
        if amount is not None:
            line = refund.invoice_line_ids[:1]
            line.write({"quantity": 1, "price_unit": amount})
            (refund.invoice_line_ids - line).unlink()
        return cls._post(refund, day or cls.RECEIPT_DAY)

    @classmethod
    def _bill(cls, order, amount, code="freight", day=None, currency="CNY"):
        """Post a vendor bill of `amount` for `order`."""
        bill = cls.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": cls.vendor.id,
                "invoice_date": day or cls.INVOICE_DAY,
                "date": day or cls.INVOICE_DAY,
                "currency_id": cls._currency(currency).id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": cls.service.id,
                            "quantity": 1,
                            "price_unit": amount,
                            "tax_ids": [Command.clear()],
                            "trade_order_id": order.id,
                            "trade_cost_type_id": cls._cost_type(code).id,
                        }
                    )
                ],
            }
        )
        bill.action_post()
        return bill

    @classmethod
    def _cost_type(cls, code):
        return cls.env.ref(f"trade_finance.cost_type_{code}")

    @classmethod
    def _receipts(cls, orders):
        cls.env["trade.order.receipt"].invalidate_model()
        return cls.env["trade.order.receipt"].search([("order_id", "in", orders.ids)])

    def _assert_money(self, order, received, outstanding, status, fx=None):
        self.assertRecordValues(
            order,
            [
                {
                    "amount_received": received,
                    "amount_outstanding": outstanding,
                    "receipt_status": status,
                }
            ],
        )
        receipts = self._receipts(order)
        self.assertAlmostEqual(sum(receipts.mapped("amount")), received, 2)
        total = sum(receipts.mapped("fx_difference"))
        self.assertAlmostEqual(order.fx_difference, total, 2)
        if fx is not None:
            self.assertAlmostEqual(total, fx, 2)

    @classmethod
    def _profit_by_code(cls, orders, measure="actual"):
        """Return {cost type code: amount} of the profit lines of `orders`."""
        rows = cls.env["trade.profit.line"]._read_group(
            [("order_id", "in", orders.ids)], ["cost_type_id"], [f"{measure}:sum"]
        )
        return {cost_type.code: amount for cost_type, amount in rows if amount}
