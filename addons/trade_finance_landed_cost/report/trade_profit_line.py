from odoo import models
from odoo.tools import SQL

NUMBER_LANDED_COST = 22


class TradeProfitLine(models.Model):
    """Landed costs that came when the goods had left: not in the delivery's value."""

    _inherit = "trade.profit.line"
    _depends = {
        "stock.landed.cost": ["date", "state"],
        "stock.valuation.adjustment.lines": ["additional_landed_cost", "cost_id"],
        "trade.landed.cost.share": [
            "adjustment_id",
            "order_id",
            "share_from",
            "share_to",
        ],
    }

    def _sources(self):
        return {**super()._sources(), "landed_cost": self._select_landed_cost()}

    def _select_landed_cost(self):
        amount = self._shared(SQL("-adjustment.additional_landed_cost"), "cc")
        return self._select_amount(
            "actual",
            amount,
            {
                **self._source_columns(SQL("share.id"), NUMBER_LANDED_COST),
                "date": SQL("cost.date"),
                "cost_type_id": self._type_id("landed_cost"),
                "amount_currency": amount,
                "source_currency_id": SQL("cc.id"),
                "res_model": SQL("'stock.landed.cost'"),
                "res_id": SQL("cost.id"),
            },
            SQL(
                """  FROM trade_landed_cost_share share
                     %(order)s
                     JOIN stock_valuation_adjustment_lines adjustment
                       ON adjustment.id = share.adjustment_id
                     JOIN stock_landed_cost cost ON cost.id = adjustment.cost_id
                    WHERE cost.state = 'done' AND %(where)s""",
                order=self._join_order(SQL("share.order_id")),
                where=self._where(),
            ),
        )
