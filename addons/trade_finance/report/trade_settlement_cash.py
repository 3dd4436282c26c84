# One class would make a file of 400 lines.
# pylint: disable=consider-merging-classes-inherited
from odoo import models
from odoo.tools import SQL

SIGN = {"debit": SQL("1"), "credit": SQL("(-1)")}
OPPOSITE = {"debit": "credit", "credit": "debit"}


class TradeSettlementView(models.AbstractModel):
    """What of an entry's receivable is money, and what was lost on the way.

    990 on the bank and a fee of 10 for a customer's 1,000: ratio 0.99, loss 0.01. Money
    is what moves on bank, cash, card and outstanding accounts. It may also have come in
    earlier, on another account (advances from customers, suspense), and be moved to the
    receivable by an entry: that counts with the value it had when it came in.
    """

    _inherit = "trade.settlement.view"

    def _join_cash(self, line, side=None):
        """Join ``cash.ratio, value, loss, fx, date`` of the entry of `line`.

        Per unit of company currency of `line`: the part that is money, what that money
        was worth when it came in, the income or expense booked on the way (not tied to
        an order already), and exchange entries on the way; and the day of the money.

        :param line: SQL of the line on the receivable
        :param side: debit or credit, where `line` stands; None: it may be both, and
            money that came in before the entry is not looked for
        """
        sign = SIGN[side] if side else SQL("SIGN(%s.balance)", line)
        return SQL(
            """CROSS JOIN LATERAL (%(own)s) own
               CROSS JOIN LATERAL (%(fund)s) fund
               CROSS JOIN LATERAL (
                   SELECT NULLIF(GREATEST(own.claim, own.money + fund.money), 0)
                          AS whole
               ) entry_sum
               CROSS JOIN LATERAL (
                   SELECT COALESCE((own.money + fund.money) / whole, 0) AS ratio,
                          COALESCE((own.money + fund.worth) / whole, 0) AS value,
                          COALESCE((own.loss + fund.loss) / NULLIF(own.claim, 0), 0)
                              AS loss,
                          COALESCE(fund.fx / NULLIF(own.claim, 0), 0) AS fx,
                          COALESCE(fund.date, %(line)s.date) AS date
               ) cash""",
            own=self._select_own_cash(SQL("%s.move_id", line), sign),
            fund=self._select_fund(line, side) if side else self._select_no_fund(),
            line=line,
        )

    def _select_own_cash(self, move_id, sign):
        """Return a select of ``claim, money, loss`` of an entry, in company currency.

        The claim is what stands on the line's side and is neither money nor income.
        """
        return SQL(
            """SELECT COALESCE(SUM(%(sign)s * item.balance) FILTER (
                          WHERE %(sign)s * item.balance > 0
                            AND NOT kind.is_money AND NOT kind.is_result), 0) AS claim,
                      GREATEST(COALESCE(SUM(-%(sign)s * item.balance) FILTER (
                          WHERE kind.is_money
                            AND payment.state IS DISTINCT FROM 'rejected'), 0), 0)
                          AS money,
                      COALESCE(SUM(-%(sign)s * item.balance) FILTER (
                          WHERE kind.is_result AND item.trade_order_id IS NULL
                            AND move.move_type = 'entry'), 0) AS loss
                 FROM account_move_line item
                 JOIN account_move move ON move.id = item.move_id
                 JOIN account_account account ON account.id = item.account_id
                 LEFT JOIN account_payment payment ON payment.move_id = item.move_id
                 CROSS JOIN LATERAL (
                     SELECT %(is_money)s AS is_money,
                            split_part(account.account_type, '_', 1)
                                IN ('income', 'expense', 'off') AS is_result
                 ) kind
                WHERE item.move_id = %(move_id)s""",
            sign=sign,
            is_money=self._is_money(SQL("item")),
            move_id=move_id,
        )

    def _is_money(self, item):
        """Return whether `item` is liquidity, given its ``account`` and ``payment``."""
        return SQL(
            """(account.account_type IN ('asset_cash', 'liability_credit_card')
                OR account.id IN (SELECT payment_account_id
                                    FROM account_payment_method_line
                                   WHERE payment_account_id IS NOT NULL)
                OR COALESCE(%s.account_id = payment.outstanding_account_id, FALSE))""",
            item,
        )

    def _select_fund(self, line, side):
        """Return a select of the money behind an entry that has none itself.

        ``money`` at the entry's value, ``worth`` at that of the day it came in, the
        ``loss`` booked then, the ``fx`` of the entry that levels the two, its ``date``.
        """
        other_side = OPPOSITE[side]
        return SQL(
            """SELECT COALESCE(SUM(part.book * part.ratio), 0) AS money,
                      COALESCE(SUM(part.worth * part.ratio), 0) AS worth,
                      COALESCE(SUM(part.worth * part.loss), 0) AS loss,
                      COALESCE(SUM(part.fx), 0) AS fx,
                      MAX(part.date) FILTER (WHERE part.ratio > 0) AS date
                 FROM account_move_line used
                 JOIN account_move entry ON entry.id = used.move_id
                  AND entry.move_type = 'entry'
                 JOIN account_partial_reconcile link ON link.%(used_line)s = used.id
                 JOIN account_move_line source ON source.id = link.%(source_line)s
                  AND source.parent_state = 'posted'
                 CROSS JOIN LATERAL (%(source_cash)s) origin
                 CROSS JOIN LATERAL (
                     SELECT %(book)s AS book, %(worth)s AS worth, source.date,
                            LEAST(origin.money / NULLIF(origin.claim, 0), 1) AS ratio,
                            origin.loss / NULLIF(origin.claim, 0) AS loss, %(fx)s AS fx
                 ) part
                WHERE own.money < own.claim AND used.move_id = %(line)s.move_id
                  AND used.id != %(line)s.id""",
            used_line=SQL.identifier(f"{other_side}_move_id"),
            source_line=SQL.identifier(f"{side}_move_id"),
            source_cash=self._select_own_cash(SQL("source.move_id"), SIGN[side]),
            book=self._linked_part("used", other_side),
            worth=self._linked_part("source", side),
            fx=self._select_link_exchange(side),
            line=line,
        )

    def _linked_part(self, line, side):
        """Return the part of the balance of `line` that its partial ``link`` takes."""
        return SQL(
            "ABS(%(line)s.balance) * link.%(amount)s"
            " / NULLIF(ABS(%(line)s.amount_currency), 0)",
            line=SQL.identifier(line),
            amount=SQL.identifier(f"{side}_amount_currency"),
        )

    def _select_link_exchange(self, side):
        """Return the result the exchange entry of ``link`` booked, as a loss."""
        return SQL(
            """(SELECT COALESCE(SUM(-%(sign)s * fx.balance), 0)
                  FROM account_move_line fx
                  JOIN account_account result ON result.id = fx.account_id
                 WHERE fx.move_id = link.exchange_move_id
                   AND fx.parent_state = 'posted'
                   AND split_part(result.account_type, '_', 1)
                       IN ('income', 'expense'))""",
            sign=SIGN[side],
        )

    def _select_no_fund(self):
        return SQL(
            "SELECT 0::numeric AS money, 0::numeric AS worth, 0::numeric AS loss, "
            "0::numeric AS fx, NULL::date AS date"
        )
