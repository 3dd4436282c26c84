"""UN/LOCODE (UN/CEFACT Recommendation 16): two letters of country, three of place."""

import re

# 0 and 1 are not used in the place part: they look like O and I.
_LOCODE = re.compile(r"[A-Z]{2}[A-Z2-9]{3}")


def normalise(code: str | None) -> str:
    """Return `code` as the standard writes it: capitals, no blanks or dashes.

    >>> normalise("cn ngb"), normalise("NL-RTM"), normalise(None)
    ('CNNGB', 'NLRTM', '')
    """
    return re.sub(r"[\s\-]", "", code or "").upper()


def is_valid(code: str) -> bool:
    """Tell whether `code` has the form of a UN/LOCODE.

    >>> is_valid("CNNGB"), is_valid("USLAX"), is_valid("PLGD2")
    (True, True, True)
    >>> is_valid("CNNG"), is_valid("C1NGB"), is_valid("CNNG0"), is_valid("")
    (False, False, False, False)
    """
    return bool(_LOCODE.fullmatch(code))
