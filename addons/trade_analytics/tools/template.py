"""Sentences with named places for numbers, written by people in a settings screen.

Only bare names in braces are places: no attribute, index, format or conversion, so a
text can show nothing but the words it is given.
"""

from collections.abc import Iterable, Mapping
from string import Formatter


def unknown_places(text: str, names: Iterable[str]) -> list[str]:
    """Return the places of `text` that are not among `names`, as they were written.

    >>> unknown_places("{late} of {due}", ("late", "due"))
    []
    >>> unknown_places("{late.x} {0} {due:>9} {nobody!r}", ("late", "due"))
    ['{late.x}', '{0}', '{due:>9}', '{nobody!r}']
    >>> unknown_places("an open { brace", ())
    ['{']
    >>> unknown_places("", ())
    []
    """
    try:
        parsed = list(Formatter().parse(text))
    except ValueError:
        return ["{"]
    allowed = set(names)
    return [
        _written(name, layout, conversion)
        for _literal, name, layout, conversion in parsed
        if name is not None and (name not in allowed or layout or conversion)
    ]


def fill(text: str, words: Mapping[str, str]) -> str:
    """Put `words` into their places; a text with a wrong place stays as it is.

    >>> fill("{late} of {due} were late", {"late": "3", "due": "9"})
    '3 of 9 were late'
    >>> fill("{late.__class__}", {"late": "3"})
    '{late.__class__}'
    """
    if unknown_places(text, words):
        return text
    return text.format_map(words)


def _written(name: str, layout: str, conversion: str | None) -> str:
    conversion = f"!{conversion}" if conversion else ""
    layout = f":{layout}" if layout else ""
    return f"{{{name}{conversion}{layout}}}"
