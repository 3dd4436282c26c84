"""Measure 2: what one order's Profit tab costs, with few and with many orders."""

import random
import time
from statistics import median

from lxml import etree

PLACES = ("//page[@name='trade_profit']", "//div[@name='trade_money']")


def measure(env, orders=20, runs=5):
    """Read the tab of `orders` random orders, `runs` times each, as the manager.

    :return: queries per order (the same for all, or a list says so), the median of the
        seconds per order, and the number of confirmed orders in the database
    """
    user = env["res.users"].search([("login", "=", "manager")])
    env = env(user=user, context={"allowed_company_ids": user.company_ids.ids})
    specifications = read_specifications(env)
    known = env["sale.order"].search([("state", "=", "sale")])
    chosen = random.Random(2).sample(known.ids, min(orders, len(known)))
    for order_id in chosen:
        read(env, order_id, specifications)
    seconds, queries = [], set()
    for order_id in chosen * runs:
        begin, before = time.perf_counter(), env.cr.sql_log_count
        read(env, order_id, specifications)
        seconds.append(time.perf_counter() - begin)
        queries.add(env.cr.sql_log_count - before)
    return {
        "orders": len(known),
        "queries": sorted(queries),
        "seconds": median(seconds),
    }


def read(env, order_id, specifications):
    """Read what the tab, the money strip and the list of receipts show."""
    env.invalidate_all()
    tab, receipts = specifications
    env["sale.order"].browse(order_id).web_read(tab)
    env["trade.order.receipt"].web_search_read([("order_id", "=", order_id)], receipts)


def read_specifications(env):
    """Return what the web client asks for: of the order, and of its receipts."""
    receipts = env["trade.order.receipt"]
    columns = etree.fromstring(receipts.get_view(view_type="list")["arch"])
    return tab_specification(env), fields_below(columns, receipts)


def tab_specification(env):
    """Return what is asked for of the order: the fields of the tab and the strip."""
    form = etree.fromstring(env["sale.order"].get_view(view_type="form")["arch"])
    specification = {}
    for place in PLACES:
        for page in form.xpath(place):
            specification |= fields_below(page, env["sale.order"])
    return specification


def fields_below(node, model):
    """Return the specification of the fields in a node, lists with their columns."""
    found = {}
    for field in node.xpath(".//field[not(ancestor::field)]"):
        name = field.get("name")
        kind = model._fields[name].type
        if kind == "one2many":
            lines = model.env[model._fields[name].comodel_name]
            columns = field.xpath(".//field/@name")
            found[name] = {"fields": {column: {} for column in columns}}
            found[name]["fields"] |= {
                column: {"fields": {"display_name": {}}}
                for column in columns
                if lines._fields[column].type == "many2one"
            }
        else:
            found[name] = {"fields": {"display_name": {}}} if kind == "many2one" else {}
    return found
