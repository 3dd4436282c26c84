"""An xlsx workbook out of plain rows: live formulas, real numbers, frozen header.

Texts are written as texts, so that a name that begins with "=" is never a formula.
Knows sheets, columns and cells; what they are about is the caller's.
"""

import io
from collections.abc import Iterable
from string import ascii_uppercase
from typing import NamedTuple

import xlsxwriter

FORMATS = {
    "text": {},
    "number": {"num_format": "#,##0.00"},
    "integer": {"num_format": "#,##0"},
    "percent": {"num_format": "0.0%"},
    "rate": {"num_format": "#,##0.0000"},
    "date": {"num_format": "yyyy-mm-dd"},
}
TITLE = {"bold": True, "font_size": 14}
HEAD = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
TOTAL = {"bold": True, "top": 1}
PAPER_A4 = 9


class Column(NamedTuple):
    """A column: `kind` is one of FORMATS or a number format, `width` in characters.

    Formulas name it by its `key`.
    """

    title: str
    kind: str = "text"
    width: int = 14
    key: str = ""


class Cell(NamedTuple):
    """A value with a kind of its own, for instance of another currency."""

    value: object
    kind: str


class Formula(NamedTuple):
    """A live formula, with the value it has now for readers that do not compute.

    `text` names columns by their keys, and {row}, {first} and {last} (of the data).
    """

    text: str
    value: object
    kind: str = ""


class Sheet(NamedTuple):
    """A sheet: its rows hold one value (or None for an empty cell) per column.

    `heading`: lines above the header, the first one large. `totals`: rows below the
    data. `facts`: pairs (label, value) below those.
    """

    title: str
    columns: tuple
    rows: list
    heading: tuple = ()
    totals: tuple = ()
    facts: tuple = ()


def money(decimals: int) -> str:
    """Return the number format of amounts with `decimals`; what is negative is red.

    >>> money(2), money(0)
    ('#,##0.00;[Red]-#,##0.00', '#,##0;[Red]-#,##0')
    """
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    return f"{digits};[Red]-{digits}"


def letter(index: int) -> str:
    """Return the letters of the column at `index`, which begins with 0.

    >>> letter(0), letter(25), letter(26), letter(701), letter(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = ascii_uppercase[rest] + letters
    return letters


def total(key: str) -> str:
    """Return the formula that sums up the column `key`.

    >>> total("actual").format(actual="D", first=6, last=9)
    '=SUM(D6:D9)'
    """
    return f"=SUM({{{key}}}{{first}}:{{{key}}}{{last}})"


def total_of(key: str, by: str) -> str:
    """Return the formula that sums up `key` where `by` is what it is in the total row.

    >>> total_of("paid", "unit").format(paid="D", unit="C", first=6, last=9, row=11)
    '=SUMIFS(D6:D9,C6:C9,C11)'
    """
    values, units = (f"{{{name}}}{{first}}:{{{name}}}{{last}}" for name in (key, by))
    return f"=SUMIFS({values},{units},{{{by}}}{{row}})"


def build(sheets: Iterable[Sheet]) -> bytes:
    """Return the xlsx file of `sheets`.

    >>> build([Sheet("Cards", (Column("Score", "number"),), [(81.25,)])])[:2]
    b'PK'
    >>> build([Sheet("Empty", (Column("Name"),), [])])[:2]
    b'PK'
    """
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        formats = _Formats(book)
        for sheet in sheets:
            _Page(book.add_worksheet(sheet.title[:31]), sheet, formats).fill()
    return stream.getvalue()


class _Formats:
    """The formats of a book, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.made = {}

    def get(self, kind: str, **style: object) -> object:
        key = kind, *sorted(style.items())
        if key not in self.made:
            number = FORMATS.get(kind, {"num_format": kind})
            self.made[key] = self.book.add_format({**number, **style})
        return self.made[key]


class _Page:
    """Writes one sheet: heading, header, data, an empty row, totals, facts."""

    def __init__(
        self, page: xlsxwriter.worksheet.Worksheet, sheet: Sheet, formats: _Formats
    ) -> None:
        self.page, self.sheet, self.formats = page, sheet, formats
        self.header = len(sheet.heading) + 1 if sheet.heading else 0
        self.first = self.header + 1
        self.end = self.first + len(sheet.rows)
        self.names = {column.key: letter(at) for at, column in enumerate(sheet.columns)}

    def fill(self) -> None:
        self._set_up_print()
        for row, text in enumerate(self.sheet.heading):
            style = {} if row else TITLE
            self.page.write_string(row, 0, text, self.formats.get("text", **style))
        for at, column in enumerate(self.sheet.columns):
            self.page.set_column(at, at, column.width)
            head = self.formats.get("text", **HEAD)
            self.page.write_string(self.header, at, column.title, head)
        self._write_rows(self.first, self.sheet.rows, {})
        last_column = len(self.sheet.columns) - 1
        self.page.autofilter(self.header, 0, max(self.first, self.end - 1), last_column)
        # A filter grows over the rows next to it: an empty one keeps the totals out.
        self._write_rows(self.end + 1, self.sheet.totals, TOTAL)
        below = self.end + 2 + len(self.sheet.totals)
        for row, (label, value) in enumerate(self.sheet.facts, start=below):
            self._write_cell((row, 0), label, "text", {})
            self._write_cell((row, 1), value, "text", {"align": "right"})

    def _set_up_print(self) -> None:
        self.page.freeze_panes(self.first, 0)
        self.page.repeat_rows(self.header)
        self.page.set_landscape()
        self.page.set_paper(PAPER_A4)
        self.page.fit_to_pages(1, 0)
        self.page.set_footer("&L&A&R&P / &N")

    def _write_rows(self, start: int, rows: Iterable[tuple], style: dict) -> None:
        for row, values in enumerate(rows, start=start):
            for at, column in enumerate(self.sheet.columns):
                self._write_cell((row, at), values[at], column.kind, style)

    def _write_cell(self, place: tuple, value: object, kind: str, style: dict) -> None:
        if isinstance(value, Formula):
            self._write_formula(place, value, kind, style)
            return
        if isinstance(value, Cell):
            value, kind = value
        shape = self.formats.get(kind, **style)
        if value is None or value is False:
            self.page.write_blank(*place, None, shape)
        elif kind == "text":
            self.page.write_string(*place, str(value), shape)
        elif kind == "date":
            self.page.write_datetime(*place, value, shape)
        else:
            self.page.write_number(*place, value, shape)

    def _write_formula(
        self, place: tuple, formula: Formula, kind: str, style: dict
    ) -> None:
        text = formula.text.format(
            **self.names,
            row=place[0] + 1,
            first=self.first + 1,
            last=max(self.first + 1, self.end),
        )
        shape = self.formats.get(formula.kind or kind, **style)
        self.page.write_formula(*place, text, shape, formula.value)
