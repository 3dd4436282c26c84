from odoo import fields, models

TONES = [
    ("good", "Green"),
    ("fair", "Blue"),
    ("watch", "Yellow"),
    ("weak", "Red"),
]


class TradeScoreBand(models.Model):
    """A letter and the score from which it is given, up to the next band's."""

    _name = "trade.score.band"
    _description = "Score Band"
    _rec_name = "letter"
    _order = "score_from desc, id"

    letter = fields.Char(required=True, size=2)
    name = fields.Char(
        string="Meaning",
        required=True,
        translate=True,
        help="What the letter means, in a word or two.",
    )
    score_from = fields.Float(
        string="From score",
        required=True,
        digits=(16, 2),
        help="The lowest score that earns this letter. A score that is exactly on the"
        " bound gets the better letter.",
    )
    tone = fields.Selection(TONES, string="Color", required=True, default="fair")
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty for all companies. A company with bands of its own uses"
        " only those.",
    )

    _score_range = models.Constraint(
        "CHECK(score_from >= 0 AND score_from <= 100)",
        "A band begins between 0 and 100.",
    )
    _score_uniq = models.UniqueIndex(
        "(score_from, COALESCE(company_id, 0))",
        "There is already a band that begins at this score.",
    )
    _letter_uniq = models.UniqueIndex(
        "(letter, COALESCE(company_id, 0))", "There is already a band with this letter."
    )

    def _for_company(self, company):
        """Return the bands by which `company` gives letters, the best first."""
        bands = self.search([("company_id", "in", [company.id, False])])
        return bands.filtered("company_id") or bands
