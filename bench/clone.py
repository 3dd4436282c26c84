"""Multiplies the template orders by INSERT … SELECT, rows and references alike.

The n-th clone of a row has its id + n x stride, the stride being the width of the
templates' id range in that table; references between cloned rows move along (found in
PostgreSQL's own list of foreign keys). So each clone hangs together as the ORM made it.
Its amounts are those of the template times 1 to 9, its dates up to two years earlier,
its customer one of many.
"""

from odoo.tools import SQL

CUSTOMERS = "res_partner"
TABLES = (
    "sale_order",
    "sale_order_line",
    "stock_reference",
    "stock_picking",
    "stock_move",
    "stock_move_line",
    "account_move",
    "account_full_reconcile",
    "account_payment",
    "account_move_line",
    "account_partial_reconcile",
    "trade_order_share",
    "trade_profit_estimate",
    "trade_profit_estimate_line",
)
PRICES = ("price_unit", "technical_price_unit", "purchase_price", "trade_unit_cost")
SCALES, DAYS = 9, 720
CHUNK = 500
"""Clones of every template per statement: bounds the queue of foreign-key checks."""


class Cloner:
    """Clones numbers `first` to `last` of the rows in `ranges` {table: [low, high]}."""

    def __init__(self, env, ranges, customers):
        self.env = env
        self.ranges = {name: ranges[name] for name in (CUSTOMERS, *TABLES)}
        self.customers = customers
        self.models = {
            model._table: model
            for model in env.registry.values()
            if model._auto and not model._abstract
        }

    def clone(self, first, last):
        """Insert the clones, by chunks; `last` is not included."""
        tables = [name for name in TABLES if self.ranges[name]]
        tables += self._relations()
        for start in range(first, last, CHUNK):
            self._insert(tables, (start, min(start + CHUNK, last) - 1))
        self._finish(tables)

    def clone_customers(self):
        """Insert the customers: each template's has `customers` - 1 further ones."""
        self._insert([CUSTOMERS], (1, self.customers - 1))
        self._finish([CUSTOMERS])

    # == What belongs together, from PostgreSQL's catalog ==

    def _references(self, table):
        """Return {column: table} of the foreign keys that point into cloned tables."""
        rows = self.env.execute_query(
            SQL(
                """SELECT att.attname, con.confrelid::regclass::text
                     FROM pg_constraint con
                     JOIN pg_attribute att
                       ON att.attrelid = con.conrelid AND att.attnum = con.conkey[1]
                    WHERE con.contype = 'f'
                      AND con.conrelid = quote_ident(%s)::regclass""",
                table,
            )
        )
        return {name: target for name, target in rows if self.ranges.get(target)}

    def _relations(self):
        """Return the many2many tables that hold pairs of cloned rows."""
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT relation.relname
                     FROM pg_constraint con
                     JOIN pg_class relation ON relation.oid = con.conrelid
                    WHERE con.contype = 'f'
                      AND con.confrelid::regclass::text IN %s
                      AND NOT EXISTS (SELECT FROM pg_attribute att
                                       WHERE att.attrelid = con.conrelid
                                         AND att.attname = 'id')""",
                tuple(table for table in TABLES if self.ranges[table]),
            )
        )
        return sorted(name for (name,) in rows)

    def _columns(self, table):
        """Return {column: type} of what can be written."""
        return dict(
            self.env.execute_query(
                SQL(
                    """SELECT column_name, data_type FROM information_schema.columns
                        WHERE table_name = %s AND table_schema = current_schema()
                          AND is_generated = 'NEVER'""",
                    table,
                )
            )
        )

    # == The statement ==

    def _insert(self, tables, numbers):
        """Insert the clones with `numbers` (first, last) of all `tables`.

        In one statement: foreign keys that go round are checked at its end.
        """
        inserts = [
            SQL("%s AS (%s)", SQL.identifier(f"into_{number}"), self._clones(table))
            for number, table in enumerate(tables)
        ]
        self.env.cr.execute(
            SQL(
                "WITH clone AS (SELECT n FROM generate_series(%s, %s) n), %s SELECT",
                *numbers,
                SQL(", ").join(inserts),
            )
        )

    def _clones(self, table):
        """Return the statement that inserts the clones of the rows of `table`."""
        values = self._values(table)
        return SQL(
            "INSERT INTO %s (%s) SELECT %s FROM %s row, clone WHERE %s RETURNING 1",
            SQL.identifier(table),
            SQL(", ").join(map(SQL.identifier, values)),
            SQL(", ").join(values.values()),
            SQL.identifier(table),
            self._is_template(table),
        )

    def _is_template(self, table):
        """Return the condition that a row of `table` belongs to the templates."""
        if self.ranges.get(table):
            return SQL("row.id BETWEEN %s AND %s", *self.ranges[table])
        references = self._references(table)
        return SQL(" AND ").join(
            SQL("%s BETWEEN %s AND %s", _column(name), *self.ranges[target])
            for name, target in references.items()
        )

    def _values(self, table):
        """Return {column: SQL} of a clone of the row."""
        values = {}
        references = self._references(table)
        scaled = self._scaled(table)
        for name, kind in self._columns(table).items():
            if name == "id":
                values[name] = self._moved(table, name)
            elif name in references:
                values[name] = self._moved(references[name], name)
            elif name in scaled:
                values[name] = SQL("%s * (1 + clone.n %% %s)", _column(name), SCALES)
            elif kind == "date" or kind.startswith("timestamp"):
                values[name] = self._earlier(name, kind)
            else:
                values[name] = _column(name)
        return {**values, **self._names(table, values)}

    def _moved(self, target, name):
        """Return the reference `name` into `target`, of the same clone."""
        low, high = self.ranges[target]
        column, number = _column(name), SQL("clone.n")
        if target == CUSTOMERS:
            number = SQL("(clone.n %% %s)", self.customers)
        moved = SQL("%s + %s * %s", column, high - low + 1, number)
        return SQL(
            "CASE WHEN %s BETWEEN %s AND %s THEN %s ELSE %s END",
            column,
            low,
            high,
            moved,
            column,
        )

    def _earlier(self, name, kind):
        days = SQL("((clone.n %% %s) || ' days')::interval", DAYS)
        return SQL("(%s - %s)::%s", _column(name), days, SQL(kind))

    def _scaled(self, table):
        """Return the names of the columns that hold money."""
        model = self.models.get(table)
        if model is None:
            return set()
        return {
            name
            for name, field in model._fields.items()
            if field.store
            and (field.type == "monetary" or field.type == "float" and name in PRICES)
        }

    def _names(self, table, values):
        """Return {column: SQL} of what must be unique or says who belongs to whom."""
        if table == "account_move":
            width = self._width(table)
            number = SQL("row.sequence_number + %s * clone.n", width)
            name = SQL("row.sequence_prefix || (%s)", number)
            return {"sequence_number": number, "name": name}
        if table == "account_move_line":
            return {"matching_number": self._matching_number(values)}
        if "name" not in values or table in ("sale_order_line", "stock_move"):
            return {}
        names = {"name": SQL("row.name || '-' || clone.n")}
        if "access_token" in values:
            names["access_token"] = SQL("NULL")
        return names

    def _matching_number(self, values):
        width = self._width("account_partial_reconcile")
        return SQL(
            """CASE WHEN row.full_reconcile_id IS NOT NULL THEN (%s)::text
                    WHEN row.matching_number LIKE 'P%%' THEN
                         'P' || (substr(row.matching_number, 2)::int + %s * clone.n)
                    ELSE row.matching_number END""",
            values["full_reconcile_id"],
            width,
        )

    def _width(self, table):
        low, high = self.ranges[table] or (1, 0)
        return high - low + 1

    def _finish(self, tables):
        """Let sequences go on behind the clones."""
        for table in tables:
            if self.ranges.get(table):
                self.env.execute_query(
                    SQL(
                        """SELECT setval(pg_get_serial_sequence(%s, 'id'),
                                         (SELECT MAX(id) FROM %s))""",
                        table,
                        SQL.identifier(table),
                    )
                )


def _column(name):
    return SQL("row.%s", SQL.identifier(name))


def id_limits(env):
    """Return {table: highest id} of the tables that get cloned."""
    env.flush_all()
    return {
        table: env.execute_query(
            SQL("SELECT COALESCE(MAX(id), 0) FROM %s", SQL.identifier(table))
        )[0][0]
        for table in (CUSTOMERS, *TABLES)
    }


def id_ranges(before, after):
    """Return {table: [low, high]} of the ids between two `id_limits`, [] for none."""
    return {
        table: [before[table] + 1, after[table]] if after[table] > before[table] else []
        for table in before
    }


def fill(env, ranges, first, last, customers):
    """Insert clones `first` to `last` - 1 of every template; first 1 also customers."""
    cloner = Cloner(env, ranges, customers)
    if first == 1:
        cloner.clone_customers()
    cloner.clone(first, last)
    return env["sale.order"].search_count([("state", "=", "sale")])
