"""Computes the few formulas our workbooks use, as a spreadsheet would.

There is no spreadsheet program where the tests run, and a formula that was never
computed may be wrong without anybody seeing it.
"""

import re

from openpyxl.utils import range_boundaries

CALL = re.compile(r"(SUMIFS|SUMIF|SUM|ROUND|IF)\(([^()]*)\)")
REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)")


def evaluate(sheet, cell):
    """Return the value of `cell` of `sheet`, with every formula computed anew."""
    value = cell.value
    if cell.data_type != "f":
        return value
    text = value[1:]
    while match := CALL.search(text):
        result = _call(sheet, match[1], _split(match[2]))
        text = text[: match.start()] + repr(result) + text[match.end() :]
    return _plain(sheet, text)


def _call(sheet, name, arguments):
    if name == "SUM":
        return sum(_numbers(sheet, arguments[0]))
    if name == "SUMIFS":
        return _sum_where(sheet, arguments[1], arguments[2], arguments[0])
    if name == "SUMIF":
        return _sum_where(sheet, arguments[0], arguments[1], arguments[2])
    if name == "ROUND":
        number = _plain(sheet, arguments[0])
        return round(number + (1e-9 if number >= 0 else -1e-9), int(arguments[1]))
    condition, then, otherwise = arguments
    left, right = condition.split("=")
    is_true = _plain(sheet, left) == _plain(sheet, right)
    return _plain(sheet, then if is_true else otherwise)


def _sum_where(sheet, keys, criterion, amounts):
    wanted = _plain(sheet, criterion)
    is_other = str(wanted).startswith("<>")
    pairs = zip(_cells(sheet, keys), _numbers(sheet, amounts), strict=True)
    return sum(
        number
        for key, number in pairs
        if (key.value != wanted[2:] if is_other else key.value == wanted)
    )


def _cells(sheet, area):
    left, top, right, bottom = range_boundaries(area.replace("$", ""))
    return [cell for row in sheet.iter_rows(top, bottom, left, right) for cell in row]


def _numbers(sheet, area):
    values = (evaluate(sheet, cell) for cell in _cells(sheet, area))
    return [value if isinstance(value, int | float) else 0 for value in values]


def _split(arguments):
    """Return the arguments; a comma within quotes does not part them."""
    return re.findall(r'(?:"[^"]*"|[^,])+', arguments)


def _plain(sheet, text):
    """Return the value of a text, a reference, or two of them with an operator."""
    text = text.strip()
    if text[:1] in "\"'":
        return text[1:-1]
    match = re.fullmatch(r"(-?[^-+*/]+(?:e-\d+)?)([-+*/])(.+)", text)
    if match and not _is_number(text):
        left, operator, right = match.groups()
        return _calculate(_value(sheet, left), operator, _plain(sheet, right))
    return _value(sheet, text)


def _calculate(left, operator, right):
    if operator == "/":
        return left / right
    if operator == "*":
        return left * right
    return left + right if operator == "+" else left - right


def _value(sheet, text):
    if match := REFERENCE.fullmatch(text.strip()):
        return evaluate(sheet, sheet[f"{match[1]}{match[2]}"]) or 0
    return float(text)


def _is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True
