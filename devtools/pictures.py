"""Takes the README's pictures from the running demo company."""

import contextlib
import os

from playwright.sync_api import TimeoutError, sync_playwright

from .machine import browser
from .paths import ROOT
from .say import SetupError, say, step

FOLDER = ROOT / "docs" / "pictures"
SIZE = {"width": 1360, "height": 860}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--disable-quic",
]
# Finds the record a picture shows, so that no id of one database stands here.
FIND = """
async ([model, domain, order]) => {
    const answer = await fetch("/web/dataset/call_kw", {
        method: "POST",
        headers: {"Content-Type": "application/json"},
        body: JSON.stringify({jsonrpc: "2.0", method: "call", params: {
            model, method: "search_read", args: [domain],
            kwargs: {fields: ["id"], limit: 1, order}}}),
    });
    return (await answer.json()).result[0]?.id;
}
"""
WHO_AM_I = """
async () => {
    const answer = await fetch("/web/session/get_session_info", {
        method: "POST",
        headers: {"Content-Type": "application/json"},
        body: JSON.stringify({jsonrpc: "2.0", method: "call", params: {}}),
    });
    return (await answer.json()).result.uid;
}
"""
LANGUAGE = """
async ([user, lang]) => {
    await fetch("/web/dataset/call_kw", {
        method: "POST",
        headers: {"Content-Type": "application/json"},
        body: JSON.stringify({jsonrpc: "2.0", method: "call", params: {
            model: "res.users", method: "write", args: [[user], {lang}], kwargs: {}}}),
    });
}
"""


def take(port):
    """Take every picture in English and in Chinese (`-zh`); return an exit code."""
    if not browser():
        raise SetupError("There is no Chromium.", "apt-get install chromium")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser(), args=FLAGS)
        page = chromium.new_page(viewport=SIZE)
        base = f"http://127.0.0.1:{port}"
        log_in(page, base, os.environ.get("LOGIN", "zhoumin"))
        for lang, suffix in (("zh_CN", "-zh"), ("en_US", "")):
            page.evaluate(LANGUAGE, [user_id(page), lang])
            cookie = {"name": "frontend_lang", "value": lang, "url": base}
            page.context.add_cookies([cookie])
            for name, show in PICTURES.items():
                with step(f"{name}{suffix}.png"):
                    show(page, base)
                    page.screenshot(path=FOLDER / f"{name}{suffix}.png")
        chromium.close()
    say("\n  The pictures are in docs/pictures. Look at them before you commit them.")
    return 0


def log_in(page, base, login):
    page.goto(f"{base}/web/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", login)
    page.click("button[type=submit]")
    page.wait_for_url("**/odoo**")


def user_id(page):
    return page.evaluate(WHO_AM_I)


def find(page, model, domain, order="id desc"):
    """Return the id of the first record; the demo company has one of each kind.

    :raise SetupError: it has none.
    """
    found = page.evaluate(FIND, [model, domain, order])
    if not found:
        raise SetupError(
            f"The demo company has no {model} for this picture.",
            "make clean, then make pictures",
        )
    return found


def settle(page):
    # The bus keeps a connection open, so the network may never be idle.
    with contextlib.suppress(TimeoutError):
        page.wait_for_load_state("networkidle", timeout=5000)
    page.wait_for_timeout(1500)


def open_form(page, base, action, record):
    page.goto(f"{base}/odoo/action-{action}/{record}")
    settle(page)


def profit(page, base):
    order = find(
        page,
        "sale.order",
        [["receipt_status", "=", "paid"], ["trade_rate", ">", 1]],
        "actual_profit desc",
    )
    open_form(page, base, "sale.action_orders", order)
    page.click(".o_notebook a[name=trade_profit]")
    settle(page)


def handover(page, base):
    stuck = [["line_ids.kind", "=", "question"]]
    brief = find(page, "trade.handover.brief", stuck)
    open_form(page, base, "trade_crm.trade_handover_brief_action", brief)


def availability(page, base):
    order = find(page, "sale.order", [["name", "=", "HT0059"]])
    open_form(page, base, "sale.action_quotations_with_onboarding", order)
    page.locator("a.o_trade_availability").first.click()
    page.wait_for_timeout(800)


def shipments(page, base):
    page.goto(f"{base}/odoo/action-trade_logistics.trade_shipment_action")
    settle(page)


def tracking(page, base):
    shipment = find(page, "trade.shipment", [["state", "=", "departed"]], "id")
    open_form(page, base, "trade_logistics.trade_shipment_action", shipment)
    page.click("button[name=action_share]")
    address = page.locator(".modal [name=url]").inner_text()
    page.goto(base + address[address.index("/trade/") :].strip())
    settle(page)


def scorecard(page, base):
    card = find(page, "trade.scorecard", [["letter", "!=", False]], "score")
    open_form(page, base, "trade_analytics.trade_scorecard_action_team", card)


def timeline(page, base):
    page.goto(f"{base}/odoo/action-trade_crm.trade_timeline_action")
    settle(page)


PICTURES = {
    "profit": profit,
    "handover": handover,
    "availability": availability,
    "shipments": shipments,
    "tracking": tracking,
    "scorecard": scorecard,
    "timeline": timeline,
}
