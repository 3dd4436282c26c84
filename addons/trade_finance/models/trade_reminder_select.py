from ast import literal_eval
from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools import reminder

SIGN = {"receivable": 1, "payable": -1}
MOVE_TYPES = {
    "receivable": ("out_invoice", "out_receipt"),
    "payable": ("in_invoice", "in_receipt"),
}
ACCOUNT_TYPES = {"receivable": "asset_receivable", "payable": "liability_payable"}
MAX_GAP_DAYS = 31


class TradeReminderRule(models.Model):
    """Which instalments a rule is about on a day, by a constant number of queries."""

    # One file for each subject of this model, none over 300 lines.
    _inherit = "trade.reminder.rule"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_today(self, company):
        """Return today's date where `company` is, whoever runs the job."""
        zones = pytz.country_timezones.get(company.country_id.code or "", ["UTC"])
        tz = company.partner_id.tz or zones[0]
        return fields.Date.context_today(self.with_context(tz=tz))

    def _note_run(self, date, messages):
        """Note that the rule ran, and which of its mails could not be made.

        Two workers that note the same do not wait for each other.
        """
        values = {
            "last_run": date or self._get_today(self.company_id or self.env.company),
            "last_error": "\n".join(messages) or False,
        }
        is_new = any(self[name] != value for name, value in values.items())
        if is_new and self.try_lock_for_update(allow_referencing=True):
            self.write(values)

    def _select_due(self, company, date, explain=False):
        """Select the instalments to remind of in `company` on `date`.

        :param explain: also those held back
        :return: list of dicts line_id, move_id, partner_id, commercial_id, currency_id,
            amount (open, in its currency), amount_company, date_due, user_id, and
            ``held``: why not, or None
        """
        self.ensure_one()
        self.env.flush_all()
        rows = self.env.execute_query_dict(self._query_due(company, date, explain))
        self._hold_back_covered(company, rows)
        self._hold_back_small(company, date, rows)
        if not explain:
            rows = [row for row in rows if not row["held"]]
        self._assign_users(company, rows)
        return rows

    def _query_due(self, company, date, explain):
        first, last = self._get_window(date)
        sign, held = SIGN[self.kind], self._held_by()
        return SQL(
            """SELECT aml.id AS line_id, aml.move_id, m.partner_id,
                      m.commercial_partner_id AS commercial_id, aml.currency_id,
                      %(sign)s * aml.amount_residual_currency AS amount,
                      %(sign)s * aml.amount_residual AS amount_company,
                      aml.date_maturity AS date_due,
                      %(user)s AS user_id, %(held)s AS held
                 FROM account_move_line aml
                 JOIN account_move m ON m.id = aml.move_id
                 JOIN res_partner c ON c.id = m.commercial_partner_id
                WHERE aml.company_id = %(company)s
                  AND aml.display_type = 'payment_term'
                  AND aml.parent_state = 'posted'
                  AND aml.reconciled IS NOT TRUE
                  AND aml.date_maturity BETWEEN %(first)s AND %(last)s
                  AND m.move_type IN %(types)s
                  AND %(sign)s * aml.amount_residual_currency > 0
                  AND %(partners)s AND %(visible)s AND %(free)s
             ORDER BY m.commercial_partner_id, aml.date_maturity, aml.id""",
            sign=sign,
            user=self._responsible_sql(),
            held=self._select_held(held) if explain else SQL("NULL"),
            company=company.id,
            first=first,
            last=last,
            types=MOVE_TYPES[self.kind],
            partners=self._partner_sql(),
            visible=self._visible_sql(),
            # One NOT each: so that the planner makes an anti-join of the EXISTS.
            free=SQL(" AND ").join(
                SQL("NOT %s", condition) if not explain else SQL("TRUE")
                for condition in held.values()
            ),
        )

    def _select_held(self, held):
        return SQL(
            "CASE %s END",
            SQL(" ").join(
                SQL("WHEN %s THEN %s", condition, reason)
                for reason, condition in held.items()
            ),
        )

    def _get_window(self, date):
        """Return the first and last due date the rule is about on `date`."""
        gap = (date - self.last_run).days if self.last_run else 0
        # Days nobody ran are made up for; a month is an end, not a gap.
        catch_up = self.catch_up_days + min(max(gap, 0), MAX_GAP_DAYS)
        last = date - timedelta(days=self.days)
        first = last - timedelta(days=catch_up)
        return (max(first, date), last) if self.days < 0 else (first, last)

    def _held_by(self):
        """Return {reason: SQL condition} of what keeps an instalment out. Hook."""
        return {
            "known": SQL(
                """EXISTS (SELECT FROM trade_reminder known
                            WHERE known.line_id = aml.id
                              AND known.date_due = aml.date_maturity
                              AND (known.days >= %(days)s OR known.rule_id = %(rule)s)
                              AND NOT (known.rule_id = %(rule)s
                                       AND known.is_on_hold IS TRUE))""",
                days=self.days,
                rule=self._origin.id or 0,
            ),
            "disputed": SQL("(m.trade_disputed IS TRUE)"),
            "no_followup": SQL("(aml.no_followup IS TRUE)"),
        }

    def _partner_sql(self):
        domain = literal_eval(self.domain or "[]")
        if not domain:
            return SQL("TRUE")
        return SQL("c.id IN %s", self.env["res.partner"]._search(domain).subselect())

    def _visible_sql(self):
        """A dry run counts what its reader may read; the nightly run counts all."""
        if self.env.su:
            return SQL("TRUE")
        return SQL("m.id IN %s", self.env["account.move"]._search([]).subselect())

    # === Who === #

    def _responsible_sql(self):
        """Return the SQL of the responsible of an instalment."""
        if self.responsible == "salesperson":
            return SQL("COALESCE(m.invoice_user_id, c.user_id)")
        if self.responsible == "manager":
            return SQL("(SELECT user_id FROM crm_team WHERE id = m.team_id)")
        if self.responsible == "buyer":
            return SQL(
                """COALESCE((SELECT MIN(po.user_id) FROM account_move_line bought
                               JOIN purchase_order_line pol
                                 ON pol.id = bought.purchase_line_id
                               JOIN purchase_order po ON po.id = pol.order_id
                              WHERE bought.move_id = m.id), c.buyer_id)"""
            )
        return SQL("NULL::int4")

    def _assign_users(self, company, rows):
        """Put somebody who works here on every row, or None."""
        # Whoever may read the invoice may know who is to take care of it.
        users_sudo = self.env["res.users"].sudo()
        able = users_sudo.browse({row["user_id"] for row in rows} - {None})
        able = set(able.filtered(lambda user: _works_in(user, company)).ids)
        company_sudo = company.sudo()
        others = [self.user_id.sudo(), company_sudo.trade_accountant_id]
        if self.responsible == "accountant":
            others.reverse()
        otherwise = next((user.id for user in others if _works_in(user, company)), None)
        for row in rows:
            if row["user_id"] not in able:
                row["user_id"] = otherwise

    # === What is held back once the open items are known === #

    def _hold_back_covered(self, company, rows):
        """Mark what money of the customer covers that nobody allocated yet."""
        free = {row["line_id"]: row for row in rows if not row["held"]}
        partners = {row["commercial_id"] for row in free.values()}
        for line_id in self._find_covered(company, self.kind, partners) & set(free):
            free[line_id]["held"] = "covered"

    def _hold_back_small(self, company, date, rows):
        """Mark what is below the minimum, which is converted at the rate of `date`."""
        minimum = self.currency_id._convert(
            self.minimum_amount, company.currency_id, company, date
        )
        by_partner = self.grouping == "partner"
        sums = {}
        for row in rows:
            key = row["commercial_id"] if by_partner else row["line_id"]
            row["sum_key"] = key
            if not row["held"]:
                sums[key] = sums.get(key, 0.0) + float(row["amount_company"])
        for row in rows:
            total = sums.get(row["sum_key"], 0.0)
            is_small = company.currency_id.compare_amounts(total, minimum) < 0
            if is_small and not row["held"]:
                row["held"] = "minimum"

    @api.model
    def _find_covered(self, company, kind, partner_ids):
        """Return the ids of the open items of partners that open credits cover."""
        if not partner_ids:
            return set()
        money = self.env.execute_query_dict(self._query_credits(company, kind))
        owners = {row["partner"] for row in money if not row["order"]}
        orders = {row["order"] for row in money if row["order"]}
        if not orders and not owners & set(partner_ids):
            return set()
        items = self.env.execute_query_dict(
            self._query_open_items(company, kind, partner_ids, orders)
        )
        return reminder.covered(
            [
                reminder.Open(**{**row, "orders": frozenset(row["orders"] or ())})
                for row in items
            ],
            [reminder.Credit(**{**row, "order": row["order"] or 0}) for row in money],
        )

    def _query_credits(self, company, kind):
        """Select money nobody allocated; a deposit is for its order alone."""
        return SQL(
            """SELECT COALESCE(p.commercial_partner_id, 0) AS partner,
                      pay.trade_order_id AS order, aml.currency_id AS currency,
                      (-%(sign)s * aml.amount_residual_currency)::float8 AS amount,
                      (-%(sign)s * aml.amount_residual)::float8 AS amount_company
                 FROM account_move_line aml
                 JOIN account_account a ON a.id = aml.account_id
                  AND a.account_type = %(type)s
            LEFT JOIN res_partner p ON p.id = aml.partner_id
            LEFT JOIN account_payment pay ON pay.move_id = aml.move_id
                WHERE aml.company_id = %(company)s AND aml.parent_state = 'posted'
                  AND aml.reconciled IS NOT TRUE
                  AND %(sign)s * aml.amount_residual_currency < 0
             ORDER BY aml.date, aml.id""",
            sign=SIGN[kind],
            type=ACCOUNT_TYPES[kind],
            company=company.id,
        )

    def _query_open_items(self, company, kind, partner_ids, orders):
        """Select what partners owe, oldest due first, but for what they dispute."""
        return SQL(
            """SELECT aml.id, p.commercial_partner_id AS partner,
                      aml.currency_id AS currency,
                      (%(sign)s * aml.amount_residual_currency)::float8 AS amount,
                      (%(sign)s * aml.amount_residual)::float8 AS amount_company,
                      CASE WHEN %(has_orders)s THEN
                          (SELECT ARRAY_AGG(DISTINCT sold.trade_order_id)
                             FROM account_move_line sold
                            WHERE sold.move_id = aml.move_id
                              AND sold.trade_order_id IN %(orders)s) END AS orders
                 FROM account_move_line aml
                 JOIN account_move m ON m.id = aml.move_id
                 JOIN account_account a ON a.id = aml.account_id
                  AND a.account_type = %(type)s
                 JOIN res_partner p ON p.id = aml.partner_id
                WHERE aml.company_id = %(company)s AND aml.parent_state = 'posted'
                  AND aml.reconciled IS NOT TRUE AND m.trade_disputed IS NOT TRUE
                  AND %(sign)s * aml.amount_residual_currency > 0
                  AND p.commercial_partner_id IN %(partners)s
             ORDER BY COALESCE(aml.date_maturity, aml.date), aml.id""",
            sign=SIGN[kind],
            has_orders=bool(orders),
            orders=tuple(orders) or (0,),
            type=ACCOUNT_TYPES[kind],
            company=company.id,
            partners=tuple(partner_ids),
        )


def _works_in(user_sudo, company):
    """Say whether a user may open the documents of `company`."""
    is_staff = user_sudo.active and not user_sudo.share
    return is_staff and company in user_sudo.company_ids
