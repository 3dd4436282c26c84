from odoo.http import Controller, content_disposition, request, route

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ScorecardController(Controller):
    @route("/trade_analytics/scorecards.xlsx", auth="user", readonly=True)
    def scorecards_xlsx(self, ids=""):
        """Send the workbook of those of the cards `ids` that the user may read."""
        wanted = [
            int(part) for part in ids.split(",") if part.isdecimal() and len(part) < 10
        ]
        cards = request.env["trade.scorecard"].search([("id", "in", wanted)])
        months = sorted({f"{card.date_from:%Y-%m}" for card in cards})
        name = request.env._("Scorecards %(months)s", months=" ".join(months[:2]))
        headers = [
            ("Content-Type", XLSX),
            ("Content-Disposition", content_disposition(f"{name}.xlsx")),
        ]
        return request.make_response(cards._export_workbook(), headers)
