"""How a month's scorecards are made: collect, mark, score, advise."""

from odoo import api, fields, models

from ..tools import period, scoring

BASE_MONTHS = 12
NO_FACT = scoring.Fact(0.0, 0.0)


class TradeScorecard(models.Model):
    _inherit = "trade.scorecard"

    @api.model
    def _compute_month(self, company, day):
        """Compute the scorecards of `company` for the month of local date `day`.

        Open cards are brought up to date in place, missing ones are made, closed ones
        stay. Doing it twice gives the same rows. The number of queries depends on the
        number of metrics, not of people or records.

        :return: all cards of that month, closed ones too
        """
        span = period.month(day, company._scorecard_timezone())
        metrics_sudo = self.env["trade.metric"].sudo()  # rated with raised rights
        facts = {
            metric: metric._collect(span.start, span.end, company)
            for metric in metrics_sudo._for_company(company)
        }
        cards_sudo = self.sudo().with_company(company)  # nobody may write a card
        return self.browse(cards_sudo._rate_month(span, company, facts).ids)

    def _rate_month(self, span, company, facts):
        """Make and update the cards of the month `span` from the `facts` collected."""
        cards = self._cards_of_month(span, company, facts)
        marks = cards._marks(facts)
        open_cards = cards.filtered(lambda card: card.state == "open")
        open_cards._write_lines(facts, marks)
        open_cards._write_scores(company)
        open_cards._write_suggestions(company)
        return cards

    @api.model
    def _cron_compute_last_month(self):
        """Compute the last full month of each company that asked for it."""
        companies = self.env["res.company"].search(
            [("trade_scorecard_auto", "=", True)]
        )
        self.env["ir.cron"]._commit_progress(remaining=len(companies))
        for company in companies:
            last = period.month_start(company._scorecard_today(), -1)
            self._compute_month(company, last)
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def _people(self, company, facts):
        """Return who gets a card: whoever has data, and members of the sales teams.

        Core makes the administrator a member of the first team; without any data that
        says nothing about selling.
        """
        ids = {user_id for found in facts.values() for user_id in found}
        members = self.env["crm.team.member"].search(
            [
                ("crm_team_id.company_id", "in", [company.id, False]),
                ("user_id.company_ids", "in", company.ids),
                ("user_id.share", "=", False),
            ]
        )
        sellers = members.user_id.filtered(lambda user: not user._is_system())
        return self.env["res.users"].browse(ids) | sellers

    def _cards_of_month(self, span, company, facts):
        """Return the month's cards, made where one is missing, in a fixed order."""
        cards = self.search(
            [("company_id", "=", company.id), ("date_from", "=", span.start)]
        )
        newcomers = self._people(company, facts) - cards.user_id
        cards |= self.with_context(mail_create_nolog=True).create(
            [
                {
                    "user_id": user.id,
                    "company_id": company.id,
                    "date_from": span.start,
                    "date_to": span.end,
                }
                for user in newcomers.sorted("id")
            ]
        )
        zone = company._scorecard_timezone()
        for card in cards.filtered(lambda card: card.state == "open"):
            team = card.user_id.sale_team_id.filtered_domain(
                [("company_id", "in", [company.id, False])]
            )
            # Who left keeps the team of before: leaving ends the membership.
            card.write({"team_id": (team or card.team_id).id, "timezone": zone})
        return cards.sorted("id")

    def _marks(self, facts):
        """Return {(card, metric): (Mark, team rate, team median)}."""
        marks = {}
        for metric, found in facts.items():
            scale = metric._scale()
            rates = self._team_rates(metric, found)
            for team, members in self.grouped("team_id").items():
                base = rates.get(team)
                of_team = {
                    card: scoring.mark(found.get(card.user_id.id, NO_FACT), scale, base)
                    for card in members
                }
                median = scoring.median(mark.value for mark in of_team.values())
                marks.update(
                    ((card, metric), (mark, base, median))
                    for card, mark in of_team.items()
                )
        return marks

    def _team_rates(self, metric, found):
        """Return {team: rate} over this month and the eleven before it.

        The earlier months come from the cards, not from the records again: so the base
        is what those months said, and costs one query however long the history is.
        """
        if metric.measure == "amount" or not self:
            return {}
        sums = {}
        for card in self:
            fact = found.get(card.user_id.id, NO_FACT)
            self._add(sums, card.team_id, fact.numerator, fact.denominator)
        for team, got, of in self.env["trade.scorecard.line"]._read_group(
            [
                ("company_id", "=", self.company_id.id),
                ("metric_id.code", "=", metric.code),
                ("date_from", "<", self[0].date_from),
                (
                    "date_from",
                    ">=",
                    period.month_start(self[0].date_from, 1 - BASE_MONTHS),
                ),
            ],
            ["team_id"],
            ["numerator:sum", "denominator:sum"],
        ):
            self._add(sums, team, got, of)
        return {team: scoring.ratio(got, of) for team, (got, of) in sums.items()}

    @staticmethod
    def _add(sums, team, numerator, denominator):
        got, of = sums.get(team, (0.0, 0.0))
        sums[team] = (got + numerator, of + denominator)

    def _write_lines(self, facts, marks):
        """Bring the lines in step with the facts; keep the rows that are there."""
        lines = {(line.scorecard_id, line.metric_id): line for line in self.line_ids}
        missing = []
        for card in self:
            for metric, found in facts.items():
                fact = found.get(card.user_id.id, NO_FACT)
                values = metric._prepare_line_values(fact, *marks[card, metric])
                line = lines.pop((card, metric), None)
                if line is None:
                    missing.append(
                        {"scorecard_id": card.id, "metric_id": metric.id, **values}
                    )
                else:
                    line.write(values)
        self.env["trade.scorecard.line"].create(missing)
        self.env["trade.scorecard.line"].concat(*lines.values()).unlink()

    def _write_scores(self, company):
        """Set score, coverage and letter from the lines."""
        bands = self.env["trade.score.band"]._for_company(company)
        bounds = [(band.score_from, band) for band in bands]
        now = fields.Datetime.now()
        for card in self:
            weighted = [
                (line.weight, line.points if line.has_points else None)
                for line in card.line_ids
            ]
            covered = scoring.coverage(weighted)
            score = scoring.weighted_score(weighted)
            is_rated = score is not None and scoring.is_enough(covered)
            band = is_rated and scoring.band(score, bounds) or bands.browse()
            card.write(
                {
                    "score": score if is_rated else 0.0,
                    "coverage": covered,
                    "is_rated": is_rated,
                    "band_id": band.id,
                    "letter": band.letter,
                    "tone": band.tone,
                    "date_computed": now,
                }
            )

    def _write_suggestions(self, company):
        """Keep the three largest losses as suggestions, in place where they stand."""
        rules = self.env["trade.suggestion.rule"].search(
            [("company_id", "in", [company.id, False])]
        )
        standing = {(one.scorecard_id, one.rank): one for one in self.suggestion_ids}
        missing = []
        for card in self:
            for rank, values in enumerate(card._prepare_suggestions(rules, company), 1):
                suggestion = standing.pop((card, rank), None)
                if suggestion is None:
                    missing.append({"scorecard_id": card.id, "rank": rank, **values})
                else:
                    suggestion.write(values)
        suggestions = self.env["trade.scorecard.suggestion"]
        suggestions.concat(*standing.values()).unlink()
        suggestions.create(missing)

    def _prepare_suggestions(self, rules, company):
        """Return the values of at most three suggestions, the largest loss first."""
        losses = {
            line: line.points_lost
            for line in self.line_ids.sorted(lambda line: (line.sequence, line.id))
            if rules._pick(line.metric_id, line.points, company)
        }
        return [
            rules._pick(line.metric_id, line.points, company)._prepare_suggestion(line)
            for line in scoring.largest(losses)
        ]
