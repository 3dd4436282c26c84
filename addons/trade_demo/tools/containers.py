"""Container numbers by ISO 6346: owner code, category, serial number, check digit."""

from string import ascii_uppercase, digits

# Letters count from 10 upwards; 11, 22 and 33 are left out, being multiples of 11.
_VALUES = {character: int(character) for character in digits} | dict(
    zip(ascii_uppercase, (n for n in range(10, 39) if n % 11), strict=True)
)


def check_digit(prefix: str) -> int:
    """Return the check digit of the ten characters before it.

    >>> check_digit("CSQU305438")
    3
    >>> check_digit("MSKU000000"), check_digit("GVTU300038")
    (6, 9)
    """
    weighted = sum(_VALUES[char] << place for place, char in enumerate(prefix))
    return weighted % 11 % 10


def container_number(owner: str, serial: int) -> str:
    """Return the full number of container `serial` of `owner` (four letters).

    >>> container_number("CSQU", 305438)
    'CSQU3054383'
    >>> container_number("MSKU", 7)
    'MSKU0000074'
    """
    prefix = f"{owner}{serial:06d}"
    return f"{prefix}{check_digit(prefix)}"
