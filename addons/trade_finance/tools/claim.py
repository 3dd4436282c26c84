"""Whose money is it? Reasons to think that a receipt belongs to an order.

Texts and amounts go in, reasons with points come out. Knows nothing of records and says
nothing in words: the caller turns a reason's code into a sentence.
"""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

LEGAL_FORMS = frozenset(
    word
    for line in (
        "LTD LIMITED CO COMPANY CORP CORPORATION INC INCORPORATED LLC LLP PLC PTY PTE",
        "GMBH MBH AG KG KGAA OHG UG EK BV NV VOF SA SAS SARL SRL SPA SL SLU LDA LTDA",
        "EIRL OY OYJ AB AS ASA APS SRO DOO DOOEL KFT ZRT OOO OAO JSC SDN BHD KK",
        "FZE FZC FZCO DMCC WLL PVT TBK PT CV",
    )
    for word in line.split()
)
CHINESE_FORMS = ("股份有限公司", "有限责任公司", "有限公司", "公司")
SIMILAR = 0.8
"""From here on two names are called similar."""
TELLING_LENGTH = 6
"""A name shorter than this, found inside a longer text, counts for less."""
CLOSE_WORD = 0.85
MOST_WORDS = 4
REMEMBERED = 8192
"""Names meet many receipts: what is worked out of one is remembered."""
SEPARATORS = ("", "-", "/", " ", "_", ".")
SHORTEST_REFERENCE = 4

POINTS = {
    "reference": 60,
    "account": 50,
    "name": 40,
    "past": 40,
    "similar": 30,
    "amount": 35,
    "short": 20,
    "currency": 5,
}
"""What a reason is worth. `score` adds them up to 100 at most."""


class Expected(NamedTuple):
    """An amount the order waits for: `kind` is outstanding, deposit or invoice."""

    kind: str
    amount: float
    label: str = ""


class Money(NamedTuple):
    """A receipt. `amount` is what the customer sent, bank fee included."""

    amount: float
    currency_id: int
    payer: str = ""
    account: str = ""
    memo: str = ""


class Candidate(NamedTuple):
    """An order that may have been paid, and what is known of its customer."""

    currency_id: int
    expected: tuple[Expected, ...] = ()
    references: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    accounts: frozenset[str] = frozenset()
    past_payers: frozenset[str] = frozenset()


class Reason(NamedTuple):
    """Why: a code of `POINTS`, what it is about, and an amount where there is one."""

    code: str
    subject: str = ""
    amount: float = 0.0

    @property
    def points(self) -> int:
        """What the reason is worth."""
        return POINTS[self.code]


def words(text: str) -> list[str]:
    """Return the words of a name in capitals, without accents and punctuation.

    >>> words("Müller & Söhne G.m.b.H.")
    ['MULLER', 'SOHNE', 'GMBH']
    >>> words("CO.,LTD"), words("")
    (['CO', 'LTD'], [])
    """
    plain = unicodedata.normalize("NFKD", text or "")
    plain = "".join(char for char in plain if not unicodedata.combining(char)).upper()
    # G.M.B.H. is one word, CO.,LTD two.
    plain = re.sub(r"\b(?:[A-Z]\.){2,}", lambda m: m[0].replace(".", "") + " ", plain)
    return re.findall(r"[^\W_]+", plain.replace("'", ""))


@lru_cache(REMEMBERED)
def normalise_name(text: str) -> str:
    """Return a company's name as two banks would write it alike.

    >>> normalise_name("Rotterdam Tools B.V."), normalise_name("ROTTERDAM  TOOLS BV")
    ('ROTTERDAM TOOLS', 'ROTTERDAM TOOLS')
    >>> normalise_name("Ningbo Hardware Co., Ltd."), normalise_name("宁波五金有限公司")
    ('NINGBO HARDWARE', '宁波五金')
    >>> normalise_name("Co. Ltd."), normalise_name(" ")
    ('CO LTD', '')
    """
    found = words(text)
    kept = [_without_form(word) for word in found if word not in LEGAL_FORMS]
    return " ".join([word for word in kept if word] or found)


def _without_form(word: str) -> str:
    for form in CHINESE_FORMS:
        if word.endswith(form):
            return word.removesuffix(form)
    return word


@lru_cache(REMEMBERED)
def keys(name: str) -> frozenset[str]:
    """Return what similar names have at least one of: how their words begin.

    >>> sorted(keys("Rotterdam Tools B.V.")), sorted(keys(""))
    (['ROT', 'TOO'], [])
    """
    return frozenset(word[:3] for word in normalise_name(name).split())


@lru_cache(REMEMBERED)
def similarity(payer: str, name: str) -> float:
    """Say how well a bank's text fits a customer's name, from 0 to 1.

    Banks add addresses and cut texts off, so the name may be a part of the text.

    >>> similarity("ROTTERDAM TOOLS BV", "Rotterdam Tools B.V.")
    1.0
    >>> similarity("ROTTERDAM TOOLS B.V. HAVENSTRAAT 12", "Rotterdam Tools")
    0.95
    >>> similarity("ROTERDAM TOOLS", "Rotterdam Tools") > SIMILAR
    True
    >>> similarity("HAMBURG TOOLS", "Rotterdam Tools") > SIMILAR
    False
    >>> similarity("", "Rotterdam Tools"), similarity("ACME", "")
    (0.0, 0.0)
    """
    text, wanted = normalise_name(payer), normalise_name(name)
    if not text or not wanted:
        return 0.0
    if text == wanted:
        return 1.0
    whole = SequenceMatcher(None, text, wanted).ratio()
    return round(max(whole, _contained(text.split(), wanted.split())), 4)


def _contained(text: list[str], wanted: list[str]) -> float:
    """Say which part of the name's letters stands in the text."""
    length = sum(map(len, wanted))
    found = sum(len(word) for word in wanted if _has_word(text, word))
    return 0.95 * found / length * min(1, length / TELLING_LENGTH)


def _has_word(text: list[str], word: str) -> bool:
    return word in text or any(
        SequenceMatcher(None, word, other).ratio() >= CLOSE_WORD
        for other in text
        if min(len(word), len(other)) > 3 and other[:1] == word[:1]
    )


def references_in(text: str) -> frozenset[str]:
    """Return what in a text may be the number of a document, as we may write it.

    >>> found = references_in("payment PI s00042, INV 2026 00007")
    >>> "S00042" in found, "INV/2026/00007" in found, "PAYMENT" in found
    (True, True, False)
    >>> references_in("goods"), references_in("")
    (frozenset(), frozenset())
    """
    found = re.findall(r"[A-Z0-9]+", (text or "").upper())
    runs = {
        separator.join(found[start:stop])
        for start in range(len(found))
        for stop in range(start + 1, min(start + MOST_WORDS, len(found)) + 1)
        for separator in SEPARATORS
    }
    return frozenset(run for run in runs if is_reference(run))


def is_reference(text: str) -> bool:
    """Say whether a text is long and particular enough to point to one document.

    >>> is_reference("S00042"), is_reference("PI"), is_reference("12"), is_reference("")
    (True, False, False, False)
    """
    return len(text or "") >= SHORTEST_REFERENCE and any(map(str.isdigit, text))


def mentions(text: str, reference: str) -> bool:
    """Say whether a text names a document, whatever stands between its parts.

    >>> mentions("PI S00042 deposit", "S00042"), mentions("PI S000421", "S00042")
    (True, False)
    >>> mentions("inv 2026-00007", "INV/2026/00007"), mentions("order 7", "7")
    (True, False)
    """
    if not is_reference(reference):
        return False
    parts = re.findall(r"[A-Z0-9]+", reference.upper())
    if not all(part in text.upper() for part in parts):
        return False  # cheaper than the pattern, and nearly always the case
    pattern = r"(?<![A-Z0-9])" + r"[\W_]*".join(parts) + r"(?![0-9])"
    return bool(re.search(pattern, text.upper()))


def reasons(money: Money, order: Candidate, tolerance: float) -> list[Reason]:
    """Return why the money may be the order's, most telling first; none at all: [].

    The currency alone is no reason, it only adds to others.

    :param tolerance: percent the money may be short of what is expected, for the
        banks' fees

    >>> money = Money(2990, 1, "ROTTERDAM TOOLS BV", memo="deposit S00042")
    >>> order = Candidate(1, (Expected("deposit", 3000, "30"),), ("S00042",),
    ...                   ("Rotterdam Tools",))
    >>> [reason.code for reason in reasons(money, order, 1)]
    ['reference', 'name', 'short', 'currency']
    >>> reasons(Money(5, 1, "ACME"), order, 1), reasons(Money(0, 1), order, 1)
    ([], [])
    """
    found = [
        *_text_reasons(money, order),
        *_payer_reasons(money, order),
        *_amount_reasons(money, order, tolerance),
    ]
    if found and money.currency_id == order.currency_id:
        found.append(Reason("currency"))
    return sorted(found, key=lambda reason: -reason.points)


def _text_reasons(money: Money, order: Candidate) -> list[Reason]:
    text = f"{money.memo} {money.payer}"
    named = [ref for ref in order.references if mentions(text, ref)]
    return [Reason("reference", named[0])] if named else []


def _payer_reasons(money: Money, order: Candidate) -> list[Reason]:
    found = []
    if money.account and money.account in order.accounts:
        found.append(Reason("account"))
    if normalise_name(money.payer) in order.past_payers:
        found.append(Reason("past", money.payer))
    near = keys(money.payer)
    fits = [
        (similarity(money.payer, name), name)
        for name in order.names
        if near & keys(name)
    ]
    best, name = max(fits, default=(0.0, ""))
    if best >= SIMILAR:
        found.append(Reason("name" if best == 1 else "similar", name))
    return found


def _amount_reasons(money: Money, order: Candidate, tolerance: float) -> list[Reason]:
    if money.currency_id != order.currency_id or money.amount <= 0:
        return []
    short = [
        (round(due.amount - money.amount, 6), due)
        for due in order.expected
        if 0 <= round(due.amount - money.amount, 6) <= due.amount * tolerance / 100
    ]
    if not short:
        return []
    missing, due = min(short, key=lambda pair: pair[0])
    code = "short" if missing else "amount"
    return [Reason(code, f"{due.kind}:{due.label}", missing)]


def score(found: list[Reason]) -> int:
    """Return how sure the reasons make, from 0 to 100.

    >>> score([Reason("reference"), Reason("name"), Reason("currency")]), score([])
    (100, 0)
    >>> score([Reason("similar"), Reason("currency")])
    35
    """
    return min(100, sum(reason.points for reason in found))
