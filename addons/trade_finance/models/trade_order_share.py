from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import allocation


class TradeOrderShare(models.Model):
    """The slice of a document's amounts that belongs to one order.

    An order gets round(amount x share_to) - round(amount x share_from) of every amount
    of the document, so the orders' parts always add up to the amount, to the last cent.
    Written when an invoice, a bill or a refund of either is posted. With `line_id`, the
    slice of one line of a vendor bill that several orders share.
    """

    _name = "trade.order.share"
    _description = "Order's Share of a Document"
    _order = "move_id, line_id, position"

    move_id = fields.Many2one(
        "account.move", required=True, ondelete="cascade", index=True
    )
    line_id = fields.Many2one(
        "account.move.line",
        "Document line",
        ondelete="cascade",
        index="btree_not_null",
        help="Empty: the share holds for the whole document.",
    )
    order_id = fields.Many2one(
        "sale.order", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="move_id.company_id", store=True, precompute=True
    )
    position = fields.Integer(help="0 for the first order of the document.")
    share_from = fields.Float("From", digits=0)
    share_to = fields.Float("To", digits=0)
    share = fields.Float(compute="_compute_share", digits=0)

    _line_order_uniq = models.UniqueIndex(
        "(move_id, COALESCE(line_id, 0), order_id)",
        "An order has one share of a document.",
    )

    @api.depends("share_from", "share_to")
    def _compute_share(self):
        for share in self:
            share.share = share.share_to - share.share_from

    @api.model
    def _write_document_shares(self, moves):
        """Write the shares of the orders in the invoices and bills among `moves`.

        An order's part is the total of its lines; what belongs to no order is left out,
        so it takes a slice after the orders' that nobody owns.
        """
        documents = moves.filtered(lambda move: move.is_invoice(include_receipts=True))
        # The split is a fact of the document: whoever may post it may write it.
        shares_sudo = self.sudo()
        posted_before = documents.filtered("posted_before")
        known = shares_sudo.search(
            [("move_id", "in", posted_before.ids), ("line_id", "=", False)]
        ).grouped("move_id")
        stale, values_list = shares_sudo.browse(), []
        for move in documents:
            values = self._prepare_document_shares(move)
            current = known.get(move, shares_sudo.browse())
            if values != current._read_values():
                stale |= current
                values_list += values
        stale.unlink()
        shares_sudo.create(values_list)

    @api.model
    def _prepare_document_shares(self, move):
        """Return the values of the shares of one document, by order id.

        A line that is spread over orders counts for each of them with its slice.
        """
        parts, unowned = defaultdict(float), 0.0
        spreads = {}
        if move.is_purchase_document(include_receipts=True):
            spreads = move.sudo().trade_share_ids.grouped("line_id")  # as the document
        for line in move.line_ids.filtered(lambda line: line.display_type == "product"):
            if order_id := line.trade_order_id.id:
                parts[order_id] += line.price_total
            elif spread := spreads.get(line.sudo()):
                for share in spread:
                    parts[share.order_id.id] += line.price_total * share.share
            else:
                unowned += line.price_total
        return self._prepare_shares(parts, unowned, move_id=move.id, line_id=False)

    @api.model
    def _spread_lines(self, lines, weights):
        """Spread bill lines over orders in place of what they were spread over.

        :param weights: {order: weight}; orders that weigh nothing get nothing, and
            without any the lines belong to no order again
        """
        # The split is a fact of the bill: whoever may edit the bill may write it.
        shares_sudo = self.sudo()
        shares_sudo.search([("line_id", "in", lines.ids)]).unlink()
        parts = {order.id: weight for order, weight in weights.items() if weight}
        shares_sudo.create(
            [
                values
                for line in lines
                for values in self._prepare_shares(
                    parts, move_id=line.move_id.id, line_id=line.id
                )
            ]
        )
        posted = lines.move_id.filtered(lambda move: move.state == "posted")
        self._write_document_shares(posted)

    @api.model
    def _prepare_shares(self, parts, unowned=0.0, **values):
        """Return the values of the shares of `parts` {order id: amount}.

        :param unowned: what belongs to no order; its slice comes last
        :param values: ``move_id`` and ``line_id`` the shares belong to
        """
        orders = sorted(parts)
        slices = allocation.shares([*(parts[order] for order in orders), unowned])
        if not any(parts.values()):
            slices = allocation.shares([1.0] * len(orders))
        return [
            {
                **values,
                "order_id": order,
                "position": position,
                "share_from": slices[position][0],
                "share_to": slices[position][1],
            }
            for position, order in enumerate(orders)
        ]

    def init(self):
        """Share out the documents posted before this addon was there, in one go."""
        self.pool.post_init(self._fill_missing_shares)
        return super().init()

    def _fill_missing_shares(self):
        self.env.cr.execute(
            SQL(
                """INSERT INTO trade_order_share
                     (move_id, order_id, company_id, position, share_from, share_to)
                   SELECT part.move_id, part.order_id, part.company_id, part.position,
                          COALESCE(part.before / NULLIF(part.total, 0), 0),
                          COALESCE((part.before + part.amount)
                                   / NULLIF(part.total, 0), 1)
                     FROM (%s) part
                    WHERE part.order_id IS NOT NULL""",
                self._select_missing_parts(),
            )
        )

    def _select_missing_parts(self):
        """Return the SQL of the orders' parts of posted documents without shares."""
        return SQL(
            """SELECT aml.move_id, aml.trade_order_id AS order_id, aml.company_id,
                      SUM(aml.price_total) AS amount,
                      SUM(SUM(aml.price_total)) OVER document AS total,
                      SUM(SUM(aml.price_total)) OVER (document
                          ORDER BY aml.trade_order_id NULLS LAST)
                          - SUM(aml.price_total) AS before,
                      ROW_NUMBER() OVER (document
                          ORDER BY aml.trade_order_id NULLS LAST) - 1 AS position
                 FROM account_move_line aml
                 JOIN account_move move ON move.id = aml.move_id
                WHERE move.state = 'posted'
                  AND move.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
                  AND aml.display_type = 'product'
                  AND EXISTS (SELECT FROM account_move_line linked
                               WHERE linked.move_id = move.id
                                 AND linked.trade_order_id IS NOT NULL)
                  AND NOT EXISTS (SELECT FROM trade_order_share share
                                   WHERE share.move_id = move.id)
             GROUP BY aml.move_id, aml.trade_order_id, aml.company_id
               WINDOW document AS (PARTITION BY aml.move_id)"""
        )

    def _read_values(self):
        """Return the shares as `_prepare_shares` returns them, to compare."""
        return [
            {
                "move_id": share.move_id.id,
                "line_id": share.line_id.id,
                "order_id": share.order_id.id,
                "position": share.position,
                "share_from": share.share_from,
                "share_to": share.share_to,
            }
            for share in self
        ]
