from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, OrderedSet

SOURCE_STRIDE = 64
"""Ids of a view: source id x 64 + number of the source."""
POSITION_STRIDE = 2**40
"""Added per further order of a shared document, far above any source id."""
FETCHED = ("company_id", "currency_id", "company_currency_id")
"""What access rules and amounts ask for after a search."""


def named_ids(condition):
    """Return the ids that a domain's condition names, None when it is another one."""
    if condition.field_expr != "id" or condition.operator not in ("=", "in"):
        return None
    value = condition.value
    ids = [value] if isinstance(value, int) else value
    if not isinstance(ids, list | tuple | set | OrderedSet):
        return None
    return [row_id for row_id in ids if row_id]


class TradeFactView(models.AbstractModel):
    """A SQL view of facts of sales orders, made of named sources.

    Visible is what belongs to an order the user may read: every source embeds the
    order's own access rules, so the view needs none.
    """

    _name = "trade.fact.view"
    _description = "Facts of Sales Orders"
    _auto = False
    _depends = {
        "res.company": ["currency_id"],
        "res.partner": ["country_id"],
        "sale.order": [
            "date_order",
            "partner_id",
            "partner_shipping_id",
            "team_id",
            "trade_rate_date",
        ],
    }

    order_id = fields.Many2one("sale.order", "Sales order", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales team", readonly=True)
    country_id = fields.Many2one(
        "res.country",
        readonly=True,
        help="Where the order is delivered to, or else the customer's country.",
    )
    order_date = fields.Date(
        readonly=True,
        help="Day of the order's confirmation. By it an order's estimate and all that "
        "follows stand in one month, the same for everybody.",
    )
    currency_id = fields.Many2one("res.currency", "Order currency", readonly=True)
    company_currency_id = fields.Many2one(
        "res.currency", "Company currency", readonly=True
    )

    @api.model
    @api.private
    @api.readonly
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        """Fetch with the rows what is asked of them anyway: one query less."""
        if field_names is not None:
            field_names = list(dict.fromkeys([*field_names, *FETCHED]))
        return super().search_fetch(domain, field_names, offset, limit, order)

    # == Reads by id: an id is computed, but says which row of which table it is of ==

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Name the sources next to the ids.

        PostgreSQL then looks up the row of one source by its primary key. By the
        computed id alone it would read the facts of all orders.
        """
        domain = Domain(domain).map_conditions(self._add_sources_of_ids)
        return super()._search(domain, *args, **kwargs)

    @api.private
    def exists(self):
        """Find the rows as a search does; core asks for the computed ids alone."""
        query = self._search([("id", "in", self.ids)], bypass_access=True)
        found = set(query)
        return self.filtered(lambda row: not row.id or row.id in found)

    def _add_sources_of_ids(self, condition):
        keys = defaultdict(set)
        for row_id in named_ids(condition) or ():
            number, key = self._get_source(row_id)
            keys[number].add(key)
        if not keys:
            return condition
        return condition & Domain.custom(
            to_sql=lambda _model, alias, _query: SQL(
                "(%s)",
                SQL(" OR ").join(
                    SQL(
                        "%s = %s AND %s IN %s",
                        SQL.identifier(alias, "source_number"),
                        number,
                        SQL.identifier(alias, "source_key"),
                        tuple(keys[number]),
                    )
                    for number in keys
                ),
            )
        )

    @api.model
    def _get_source(self, row_id):
        """Return the number of the source of a row, and the id of what it is of."""
        return row_id % SOURCE_STRIDE, row_id % POSITION_STRIDE // SOURCE_STRIDE

    # == The view ==

    @property
    def _table_query(self):
        return SQL(" UNION ALL ").join(
            SQL("(%s)", source) for source in self._sources().values()
        )

    def _sources(self):
        """Return {name: SQL select}. Hook: extend with ``super()``.

        Make a select with `_select_source`, so that its columns are all there and in
        order; identify its rows by `_source_columns` and a number of its own below 64.
        """
        return {}

    def _select_source(self, columns, tail):
        """Return a select of `columns` {name: SQL}; those not named are NULL.

        :param tail: ``FROM …``, with the order as ``so``, its company's currency as
            ``cc``; end it with `_where`
        """
        order_columns = {
            "order_id": SQL("so.id"),
            "company_id": SQL("so.company_id"),
            "partner_id": SQL("so.partner_id"),
            "user_id": SQL("so.user_id"),
            "team_id": SQL("so.team_id"),
            "country_id": self._country_id(),
            "order_date": SQL("COALESCE(so.trade_rate_date, so.date_order::date)"),
            "currency_id": SQL("so.currency_id"),
            "company_currency_id": SQL("cc.id"),
        }
        given = {**order_columns, **columns}
        types = self._column_types()
        return SQL(
            "SELECT %s %s",
            SQL(", ").join(
                SQL(
                    "CAST(%s AS %s) AS %s",
                    given.get(name, SQL("NULL")),
                    SQL(types[name]),
                    SQL.identifier(name),
                )
                for name in types
            ),
            tail,
        )

    def _country_id(self):
        """Return the SQL of the country the order goes to."""
        country = SQL("SELECT place.country_id FROM res_partner place WHERE place.id")
        return SQL(
            "COALESCE((%s = so.partner_shipping_id), (%s = so.partner_id))",
            country,
            country,
        )

    def _column_types(self):
        """Return {column: PostgreSQL type} of all columns of the view."""
        by_type = {"Many2one": "int4", "Monetary": "numeric", "Float": "float8"}
        types = {"id": "int8", "source_number": "int4", "source_key": "int4"}
        for name, field in self._fields.items():
            if field.store and field.column_type and name != "id":
                kind = type(field).__name__
                types[name] = by_type.get(kind, field.column_type[1])
        return types

    # == Pieces of SQL ==

    def _where(self):
        """Return the condition every source ends with: orders the user may read."""
        if self.env.su:
            return SQL("TRUE")
        orders = self.env["sale.order"]._search([])
        return SQL("so.id IN %s", orders.subselect())

    def _source_columns(self, key, number, position=None):
        """Return the columns that identify a row: its id, and what this is made of.

        :param key: id of the row of the table the facts of the source stand in
        :param number: of the source, below 64
        :param position: of the row's order among those that share the fact
        """
        row_id = SQL("%s::int8 * %s + %s", key, SOURCE_STRIDE, number)
        if position is not None:
            row_id = SQL("%s + %s::int8 * %s", row_id, position, POSITION_STRIDE)
        return {"id": row_id, "source_number": SQL("%s", number), "source_key": key}

    def _round(self, amount, currency):
        """Return the SQL of `amount` rounded half up to the rounding of `currency`."""
        rounding = SQL("%s.rounding", SQL.identifier(currency))
        return SQL("ROUND((%s)::numeric / %s) * %s", amount, rounding, rounding)

    def _shared(self, amount, currency, share="share"):
        """Return the SQL of the part of `amount` that belongs to the row's order."""
        table = SQL.identifier(share)
        return SQL(
            "(%s - %s)",
            self._round(SQL("(%s) * %s.share_to::numeric", amount, table), currency),
            self._round(SQL("(%s) * %s.share_from::numeric", amount, table), currency),
        )

    def _join_order(self, order_id):
        """Return the SQL that joins the order as ``so`` with both of its currencies.

        ``oc`` is the order's currency, ``cc`` its company's.
        """
        return SQL(
            """JOIN sale_order so ON so.id = %s
               JOIN res_company company ON company.id = so.company_id
               JOIN res_currency cc ON cc.id = company.currency_id
               JOIN res_currency oc ON oc.id = so.currency_id""",
            order_id,
        )
