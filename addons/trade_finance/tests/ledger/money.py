"""Business steps with invoices and money. Each says what it did, or nothing."""

from odoo import Command

from .world import DAYS

RECEIVABLE = "asset_receivable"


class MoneySteps:
    """Steps of a `Ledger`: ``self.dice`` chooses among its confirmed orders."""

    def choose(self, records):
        return self.dice.choice(records) if records else None

    def day(self):
        return self.dice.choice(DAYS)

    def documents(self, *types, state="posted"):
        types = types or ("out_invoice",)
        return self.confirmed.invoice_ids.filtered(
            lambda move: move.state == state and move.move_type in types
        )

    def open_documents(self, *types):
        return self.documents(*types).filtered(
            lambda move: not move.currency_id.is_zero(move.amount_residual)
        )

    def part_of(self, amount, currency):
        return currency.round(amount * self.dice.choice([0.3, 0.5, 0.77, 1, 1]))

    # == Invoices ==

    def to_invoice(self):
        return self.confirmed.filtered(
            lambda order: order.invoice_status == "to invoice"
        )

    def step_invoice(self):
        order = self.choose(self.to_invoice())
        return order and self.world._invoice(order, self.day())

    def step_invoice_part(self):
        order = self.choose(self.to_invoice())
        if not order:
            return None
        invoice = order._create_invoices(final=True)
        for line in invoice.invoice_line_ids:
            line.quantity *= self.dice.choice([0.3, 0.5, 1])
        if invoice.amount_total < 0:  # the down payment is more than the part
            invoice.action_switch_move_type()
        return self.world._post(invoice, self.day())

    def step_invoice_several_orders(self):
        orders = self.to_invoice()
        alike = orders.grouped("currency_id").values()
        several = self.choose([group for group in alike if len(group) > 1])
        return several and self.world._invoice(several, self.day())

    def step_down_payment(self):
        order = self.choose(self.to_invoice())
        if not order:
            return None
        invoice = self.world._down_payment(order, self.dice.choice([10, 30]))
        return self.world._post(invoice, self.day())

    def step_credit_note(self):
        invoice = self.choose(self.documents())
        if not invoice:
            return None
        amount = None
        if self.dice.random() < 0.7:
            amount = invoice.currency_id.round(invoice.amount_untaxed * 0.17)
        refund = self.world._reverse(invoice, self.day(), amount)
        lines = (invoice | refund).line_ids.filtered(
            lambda line: line.account_type == RECEIVABLE and not line.reconciled
        )
        if self.dice.random() < 0.6 and len(lines.move_id) == 2:
            lines.reconcile()
        return refund

    # == Money ==

    def step_pay(self):
        document = self.choose(self.open_documents("out_invoice"))
        if not document:
            return None
        amount = self.part_of(document.amount_residual, document.currency_id)
        return amount and self.world._pay(document, amount, self.day())

    def step_pay_in_another_currency(self):
        document = self.choose(self.open_documents("out_invoice"))
        if not document:
            return None
        codes = {*self.world.foreign, self.world.company.currency_id.name}
        code = self.dice.choice(sorted(codes - {document.currency_id.name}))
        currency = self.world._currency(code)
        return self.world._pay(document, None, self.day(), currency_id=currency.id)

    def step_pay_with_a_fee(self):
        document = self.choose(self.open_documents("out_invoice"))
        if not document:
            return None
        amount = document.currency_id.round(document.amount_residual * 0.987)
        return self.world._pay_with_fee(document, amount, self.day())

    def step_pay_too_much(self):
        document = self.choose(self.open_documents("out_invoice"))
        if not document:
            return None
        amount = document.currency_id.round(document.amount_residual * 1.11)
        return self.world._pay(document, amount, self.day())

    def step_refund_the_customer(self):
        document = self.choose(self.open_documents("out_refund"))
        if not document:
            return None
        amount = self.part_of(document.amount_residual, document.currency_id)
        return amount and self.world._pay(document, amount, self.day())

    def step_deposit(self):
        order = self.choose(self.confirmed)
        codes = (order.currency_id.name, *self.world.foreign)
        payment = self.world._deposit(
            order,
            round(self.dice.uniform(5, 900), 2),
            self.day(),
            self.dice.choice(codes),
            post=False,
        )
        if self.dice.random() < 0.4:
            payment.destination_account_id = self.world.advances
        if self.dice.random() < 0.2:
            payment.trade_order_id = False
        payment.action_post()
        return payment

    def step_statement_line(self):
        order = self.choose(self.confirmed)
        amount = round(self.dice.uniform(5, 900), 2)
        currency = order.currency_id
        values = {"amount": amount}
        if currency != self.world.company.currency_id:
            date = self.day()
            values = {
                "amount_currency": amount,
                "foreign_currency_id": currency.id,
                "amount": currency._convert(
                    amount, self.world.company.currency_id, self.world.company, date
                ),
            }
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.world._bank_journal().id,
                "date": self.day(),
                "payment_ref": order.name,
                "partner_id": order.partner_id.id,
                **values,
            }
        )
        _money, suspense, _other = line._seek_for_lines()
        if self.dice.random() < 0.6:
            suspense.account_id = order.partner_id.property_account_receivable_id
        if self.dice.random() < 0.5:
            suspense.trade_order_id = order
        return line

    def step_write_off(self):
        document = self.choose(self.open_documents("out_invoice"))
        if not document:
            return None
        due = self.choose(
            document.line_ids.filtered(
                lambda line: line.account_type == RECEIVABLE and not line.reconciled
            )
        )
        entry = self.transfer(due, self.world.bad_debts, self.dice.choice([0.4, 1]))
        self.reconcile(due | entry.line_ids)
        return entry

    def step_move_an_advance(self):
        """Move what stands on advances or in suspense to the receivable."""
        lines = self.env["account.move.line"].search(
            [
                ("company_id", "=", self.world.company.id),
                ("account_id", "in", (self.world.advances | self.world.suspense).ids),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("balance", "<", 0),
            ]
        )
        line = self.choose(lines)
        if not line:
            return None
        receivable = line.partner_id.property_account_receivable_id
        at = self.dice.choice([1, 1, 1.03])
        entry = self.transfer(line, receivable, self.dice.choice([0.5, 1]), at)
        self.reconcile(line | entry.line_ids)
        return entry

    def transfer(self, line, account, part, at=1):
        """Post an entry that moves `part` of what `line` has open to `account`."""
        amount = line.currency_id.round(line.amount_residual_currency * part)
        company_currency = self.world.company.currency_id
        balance = company_currency.round(line.amount_residual * part * at)
        if line.currency_id == company_currency:
            balance = amount
        entry = self.env["account.move"].create(
            {
                "date": self.day(),
                "line_ids": [
                    Command.create(
                        {
                            "account_id": to.id,
                            "partner_id": line.partner_id.id,
                            "currency_id": line.currency_id.id,
                            "amount_currency": sign * amount,
                            "balance": sign * balance,
                        }
                    )
                    for sign, to in ((-1, line.account_id), (1, account))
                ],
            }
        )
        entry.action_post()
        return entry

    def reconcile(self, lines):
        account = lines[0].account_id
        lines.filtered(lambda line: line.account_id == account).reconcile()

    def step_use_outstanding_credit(self):
        document = self.choose(self.open_documents("out_invoice"))
        credits_open = self.env["account.move.line"].search(
            [
                ("company_id", "=", self.world.company.id),
                ("account_id.account_type", "=", RECEIVABLE),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("balance", "<", 0),
            ]
        )
        line = self.choose(credits_open)
        if not document or not line:
            return None
        document.js_assign_outstanding_line(line.id)
        return line

    # == Undoing ==

    def step_unreconcile(self):
        documents = self.documents("out_invoice", "out_refund")
        lines = documents.line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        )
        partial = self.choose(lines.matched_credit_ids | lines.matched_debit_ids)
        return partial and partial.unlink()

    def payments(self, *states):
        return self.env["account.payment"].search(
            [("company_id", "=", self.world.company.id), ("state", "in", states)]
        )

    def step_payment_to_draft(self):
        payment = self.choose(self.payments("in_process", "paid"))
        if payment:
            payment.action_draft()
        return payment

    def step_payment_posted_again(self):
        payment = self.choose(self.payments("draft"))
        if payment:
            payment.action_post()
        return payment

    def step_payment_cancelled(self):
        payment = self.choose(self.payments("draft"))
        if payment:
            payment.action_cancel()
        return payment

    def step_payment_rejected(self):
        payment = self.choose(self.payments("in_process"))
        if payment:
            payment.action_reject()
        return payment

    def step_invoice_to_draft(self):
        document = self.choose(self.documents("out_invoice", "out_refund"))
        if document:
            document.button_draft()
        return document

    def step_invoice_posted_again(self):
        document = self.choose(
            self.documents("out_invoice", "out_refund", state="draft")
        )
        if document:
            document.action_post()
        return document

    def step_invoice_cancelled(self):
        document = self.choose(self.documents(state="draft"))
        if document:
            document.button_cancel()
        return document

    def step_deposit_of_another_order(self):
        """Put a posted deposit to another order, or take the order off it."""
        payment = self.choose(self.payments("in_process", "paid"))
        if payment and payment.partner_type == "customer":
            orders = [*self.confirmed, self.confirmed.browse()]
            payment.trade_order_id = self.dice.choice(orders)
            return payment
        return None

    def step_rate_of_the_order_corrected(self):
        order = self.choose(self.confirmed.filtered("trade_rate"))
        if order:
            order.trade_rate = round(order.trade_rate * self.dice.uniform(0.9, 1.1), 4)
        return order

    def step_rate_of_a_day_corrected(self):
        rates = self.env["res.currency.rate"].search(
            [("company_id", "=", self.world.company.id)]
        )
        rate = self.choose(rates)
        rate.inverse_company_rate *= 1.02
        return rate
