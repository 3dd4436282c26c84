import logging

from odoo import api, models
from odoo.tools import file_open

from ..tools.rates import move_rates, read_rates

_logger = logging.getLogger(__name__)


class TradeDemoBuilder(models.AbstractModel):
    _inherit = "trade.demo.builder"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _rates(self):
        """Return {day: {currency: CNY per unit}}, moved to end before today."""
        with file_open("trade_demo/tables/ecb_rates.csv") as stream:
            real = read_rates(stream)
        moved = move_rates(real, self._today())
        _logger.info(
            "ECB rates of %s to %s stand on the days %s to %s",
            *(f(days) for days in (real, moved) for f in (min, max)),
        )
        return moved

    @api.model
    def _load_rates(self):
        """Create the daily rates of the company."""
        currencies = {code: self._currency(code).id for code in ("EUR", "GBP", "USD")}
        self.env["res.currency.rate"].create(
            [
                {
                    "name": day,
                    "currency_id": currencies[code],
                    "company_id": self.env.company.id,
                    "rate": 1 / rate,
                }
                for day, quotes in self._rates().items()
                for code, rate in quotes.items()
            ]
        )
