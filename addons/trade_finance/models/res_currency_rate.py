from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

RATES = ("rate", "company_rate", "inverse_company_rate")


class ResCurrencyRate(models.Model):
    """Core refuses negative rates, and makes 1.0 of a zero without a word.

    A deposit in another currency counts at the rate of its day: it follows the rate.
    """

    _inherit = "res.currency.rate"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_trade_rate_positive(vals)
        rates = super().create(vals_list)
        rates._find_trade_deposits()._refresh_receipts()
        return rates

    def write(self, vals):
        self._check_trade_rate_positive(vals)
        orders = self._find_trade_deposits()
        result = super().write(vals)
        (orders | self._find_trade_deposits())._refresh_receipts()
        return result

    def unlink(self):
        orders = self._find_trade_deposits()
        result = super().unlink()
        orders._refresh_receipts()
        return result

    @api.model
    def _check_trade_rate_positive(self, vals):
        """Refuse an exchange rate that was typed as zero or less."""
        if any(name in vals and (vals[name] or 0) <= 0 for name in RATES):
            raise ValidationError(
                self.env._("An exchange rate is more than zero: correct it.")
            )

    def _find_trade_deposits(self):
        """Return the orders whose deposits in another currency may take these rates.

        A deposit counts in the order's currency at the rate of its day.
        """
        # The totals are everybody's, and who enters rates may not read the orders.
        orders_sudo = self.env["sale.order"].sudo()
        return orders_sudo.browse(self._read_deposit_orders() if self else ())

    def _read_deposit_orders(self):
        """Return the ids of orders with money in another currency since these days."""
        self.env["account.payment"].flush_model(["currency_id", "trade_order_id"])
        self.env["account.move.line"].flush_model(["currency_id", "trade_order_id"])
        self.env["sale.order"].flush_model(["currency_id"])
        rows = self.env.execute_query(
            SQL(
                """SELECT so.id
                     FROM account_payment pay
                     JOIN sale_order so ON so.id = pay.trade_order_id
                    WHERE pay.date >= %(first)s AND pay.currency_id != so.currency_id
                UNION
                   SELECT so.id
                     FROM account_move_line line
                     JOIN account_move move ON move.id = line.move_id
                      AND move.move_type = 'entry'
                     JOIN sale_order so ON so.id = line.trade_order_id
                    WHERE line.date >= %(first)s AND line.currency_id != so.currency_id
                      AND line.payment_id IS NULL""",
                first=min(self.mapped("name")),
            )
        )
        return [order_id for (order_id,) in rows]
