-- The profit of all orders by month and customer, written by hand for this answer alone:
-- revenue is what was booked (no split into order rate and FX), every table is read once,
-- cents are rounded as numeric(…, 2), payments with a fee are looked for from the fee.
-- %(user)s: only orders of that salesperson or of nobody; NULL for all orders.
WITH
-- Invoice lines, bill lines and entries tied to one order.
item AS (
    SELECT line.trade_order_id AS order_id, line.date, -line.balance AS actual
      FROM account_move_line line
      JOIN account_move doc ON doc.id = line.move_id
      JOIN account_account account ON account.id = line.account_id
     WHERE line.trade_order_id IS NOT NULL AND line.display_type = 'product'
       AND line.parent_state = 'posted'
       AND (doc.move_type IN ('out_invoice', 'out_refund', 'out_receipt',
                              'in_invoice', 'in_refund', 'in_receipt')
            OR doc.move_type = 'entry'
            AND split_part(account.account_type, '_', 1) IN ('income', 'expense'))
),
-- Bill lines that several orders share.
bill AS (
    SELECT share.order_id, line.date,
           ROUND(-line.balance * share.share_to::numeric, 2)
           - ROUND(-line.balance * share.share_from::numeric, 2) AS actual
      FROM trade_order_share share
      JOIN account_move_line line ON line.id = share.line_id
       AND line.trade_order_id IS NULL AND line.parent_state = 'posted'
       AND line.display_type = 'product'
),
-- Exchange entries of the orders' invoices and bills, with what they add to each side.
-- Where two documents of orders meet, the entry counts for the one on the debit side.
side AS (
    SELECT id, amount, exchange_move_id, debit_move_id AS due_id, NULL::int AS other_id
      FROM account_partial_reconcile
     WHERE exchange_move_id IS NOT NULL
 UNION ALL
    SELECT id, amount, exchange_move_id, credit_move_id, debit_move_id
      FROM account_partial_reconcile
     WHERE exchange_move_id IS NOT NULL
),
entry AS (
    SELECT share.order_id, share.share_from::numeric, share.share_to::numeric, move.date,
           side.amount + SUM(GREATEST(-fx.balance, 0)) AS debit,
           side.amount + SUM(GREATEST(fx.balance, 0)) AS credit
      FROM side
      JOIN account_move_line due
        ON due.id = side.due_id AND due.display_type = 'payment_term'
      JOIN trade_order_share share
        ON share.move_id = due.move_id AND share.line_id IS NULL
      JOIN account_move move
        ON move.id = side.exchange_move_id AND move.state = 'posted'
      JOIN account_move_line fx
        ON fx.move_id = move.id AND fx.account_id = due.account_id
       AND fx.parent_state = 'posted'
     WHERE NOT EXISTS (SELECT FROM account_move_line invoiced
                         JOIN trade_order_share owner
                           ON owner.move_id = invoiced.move_id
                        WHERE invoiced.id = side.other_id
                          AND invoiced.display_type = 'payment_term')
  GROUP BY side.id, side.due_id, side.amount, share.id, move.date
),
exchange AS (
    SELECT order_id, date,
           ROUND(credit * share_to, 2) - ROUND(credit * share_from, 2)
           - ROUND(debit * share_to, 2) + ROUND(debit * share_from, 2) AS actual
      FROM entry
),
-- Payments that booked a fee or a loss: per payment, then per partial of an invoice.
fee AS (
    SELECT move.id, -SUM(line.balance) AS loss
      FROM account_account account
      JOIN account_move_line line ON line.account_id = account.id
       AND line.trade_order_id IS NULL AND line.parent_state = 'posted'
      JOIN account_move move ON move.id = line.move_id AND move.move_type = 'entry'
     WHERE split_part(account.account_type, '_', 1) IN ('income', 'expense')
       AND NOT EXISTS (SELECT FROM account_partial_reconcile exchanged
                        WHERE exchanged.exchange_move_id = move.id)
  GROUP BY move.id
),
settling AS (
    SELECT line.id, line.date, line.balance, ABS(line.amount_currency) AS total,
           fee.loss / SUM(line.balance) OVER (PARTITION BY fee.id) AS loss
      FROM fee
      JOIN account_move_line line ON line.move_id = fee.id
      JOIN account_account account ON account.id = line.account_id
       AND account.account_type IN ('asset_receivable', 'liability_payable')
),
spent AS (
    SELECT settling.*, p.debit_move_id, p.credit_move_id,
           ABS(settling.balance) * settling.loss * SUM(used.amount) OVER so_far / settling.total AS stop,
           ABS(settling.balance) * settling.loss * (SUM(used.amount) OVER so_far - used.amount)
               / settling.total AS start
      FROM settling
      JOIN account_partial_reconcile p
        ON settling.id IN (p.debit_move_id, p.credit_move_id)
     CROSS JOIN LATERAL (
           SELECT CASE WHEN p.credit_move_id = settling.id
                       THEN p.credit_amount_currency
                       ELSE p.debit_amount_currency END AS amount
     ) used
    WINDOW so_far AS (PARTITION BY settling.id ORDER BY p.id)
),
loss AS (
    SELECT share.order_id, spent.date,
           ROUND(part.amount * share.share_to::numeric, 2)
           - ROUND(part.amount * share.share_from::numeric, 2) AS actual
      FROM spent
      JOIN account_move_line due ON due.display_type = 'payment_term'
       AND due.id = CASE WHEN spent.id = spent.credit_move_id
                         THEN spent.debit_move_id ELSE spent.credit_move_id END
      JOIN account_move doc ON doc.id = due.move_id AND doc.state IN ('posted', 'draft')
       AND CASE WHEN spent.id = spent.credit_move_id
                THEN doc.move_type IN ('out_invoice', 'out_receipt')
                ELSE doc.move_type = 'out_refund' END
      JOIN trade_order_share share
        ON share.move_id = doc.id AND share.line_id IS NULL
     CROSS JOIN LATERAL (
           SELECT (ROUND(spent.stop, 2) - ROUND(spent.start, 2))
                  * CASE WHEN spent.id = spent.credit_move_id THEN -1 ELSE 1 END
                  AS amount
     ) part
),
-- Value of the deliveries, less what came back.
goods AS (
    SELECT sold.order_id, move.date::date,
           CASE WHEN move.is_out THEN -move.value ELSE move.value END::numeric AS actual
      FROM stock_move move
      JOIN sale_order_line sold ON sold.id = move.sale_line_id
      JOIN stock_location origin ON origin.id = move.location_id
     WHERE move.state = 'done' AND move.value != 0
       AND (move.is_out OR move.is_in AND origin.usage = 'customer')
),
-- The last version of each estimate.
planned AS (
    SELECT version.order_id, version.date, SUM(line.amount) AS estimated
      FROM sale_order so
      JOIN trade_profit_estimate version ON version.id = so.trade_estimate_id
      JOIN trade_profit_estimate_line line ON line.estimate_id = version.id
  GROUP BY version.order_id, version.date
),
fact AS (
    SELECT order_id, date, 0::numeric AS estimated, actual FROM item
    UNION ALL SELECT order_id, date, 0, actual FROM bill
    UNION ALL SELECT order_id, date, 0, actual FROM exchange
    UNION ALL SELECT order_id, date, 0, actual FROM loss
    UNION ALL SELECT order_id, date, 0, actual FROM goods
    UNION ALL SELECT order_id, date, estimated, 0 FROM planned
)
SELECT date_trunc('month', fact.date)::date AS month, so.partner_id,
       SUM(fact.estimated) AS estimated, SUM(fact.actual) AS actual
  FROM fact
  JOIN sale_order so ON so.id = fact.order_id
 WHERE %(user)s::int IS NULL OR so.user_id = %(user)s OR so.user_id IS NULL
GROUP BY 1, 2
