"""An xlsx workbook out of plain rows: real numbers, frozen header, filters.

Texts are written as texts, so that a name that begins with "=" is never a formula.
"""

import io
from collections.abc import Iterable
from typing import NamedTuple

import xlsxwriter

FORMATS = {
    "text": {},
    "number": {"num_format": "#,##0.00"},
    "integer": {"num_format": "#,##0"},
    "percent": {"num_format": "0.0%"},
    "date": {"num_format": "yyyy-mm-dd"},
}


class Column(NamedTuple):
    """A column of a sheet: `kind` is one of FORMATS, `width` in characters."""

    title: str
    kind: str = "text"
    width: int = 14


class Sheet(NamedTuple):
    """A sheet: its rows hold one value (or None for an empty cell) per column."""

    title: str
    columns: tuple
    rows: list


def build(sheets: Iterable[Sheet]) -> bytes:
    """Return the xlsx file of `sheets`.

    >>> build([Sheet("Cards", (Column("Score", "number"),), [(81.25,)])])[:2]
    b'PK'
    >>> build([Sheet("Empty", (Column("Name"),), [])])[:2]
    b'PK'
    """
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        formats = {kind: book.add_format(style) for kind, style in FORMATS.items()}
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.title[:31]), sheet, formats, head)
    return stream.getvalue()


def _write_sheet(
    page: xlsxwriter.worksheet.Worksheet, sheet: Sheet, formats: dict, head: object
) -> None:
    page.freeze_panes(1, 0)
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, column.width)
        page.write_string(0, at, column.title, head)
        for row, values in enumerate(sheet.rows, start=1):
            _write_cell(page, (row, at), values[at], (column.kind, formats))
    page.autofilter(0, 0, max(1, len(sheet.rows)), len(sheet.columns) - 1)


def _write_cell(
    page: xlsxwriter.worksheet.Worksheet, place: tuple, value: object, style: tuple
) -> None:
    kind, formats = style
    if value is None or value is False:
        page.write_blank(*place, None, formats[kind])
    elif kind == "text":
        page.write_string(*place, str(value), formats[kind])
    elif kind == "date":
        page.write_datetime(*place, value, formats[kind])
    else:
        page.write_number(*place, value, formats[kind])
