"""Tables for spreadsheets: CSV and XLSX of the same rows, the same bytes from the same rows."""

import csv
import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hallwright.errors import ExportError
from hallwright.fileformat.files import write_atomically

Cell = str | int | float | None
ENDINGS = (".csv", ".xlsx")
MOST_ROWS = 1_048_575  # of a worksheet, below its head
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
EPOCH = datetime.datetime(1980, 1, 1)  # written as the time of making, so that the same rows give the same bytes


@dataclass(frozen=True)
class Sheet:
    """A table: names of its columns with their units, and rows of texts and numbers; None is an empty cell."""

    title: str
    head: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]


def safe(cell: Cell) -> Cell:
    """A cell that no spreadsheet takes for a formula: such a text gets an apostrophe; numbers stay numbers.

    A carriage return becomes a space, since some readers of CSV take it for the end of the row.
    """
    if not isinstance(cell, str):
        return cell
    quoted = "'" + cell if cell.lstrip(" ").startswith(FORMULA_SIGNS) else cell
    return quoted.replace("\r", " ")


def checked_ending(path: Path) -> str:
    """The ending of a file to be written; ExportError where it is neither .csv nor .xlsx."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise ExportError("A table ends in .csv or .xlsx.", place=path.name)
    return ending


def write_sheet(sheet: Sheet, path: Path) -> None:
    """Write a table in the format of the file's ending.

    Raises
    ------
    ExportError
        The ending is unknown, or there are more rows than a worksheet holds.
    SaveError
        The file cannot be written; what was there is untouched.
    """
    data = to_csv(sheet) if checked_ending(path) == ".csv" else to_xlsx(sheet)
    write_atomically(path, data)


def to_csv(sheet: Sheet) -> bytes:
    """UTF-8, commas, one line feed a row."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([safe(c) for c in sheet.head])
    writer.writerows([[safe(c) for c in row] for row in sheet.rows])
    return text.getvalue().encode()


def to_xlsx(sheet: Sheet) -> bytes:
    """A workbook with one worksheet: bold head that stays in sight, a filter over all columns."""
    import xlsxwriter  # only where a workbook is wanted

    if len(sheet.rows) > MOST_ROWS:
        raise ExportError(f"{len(sheet.rows):,} rows are more than a worksheet holds.", hint="Write a .csv file.")
    found = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(found, {**plain, "constant_memory": True}) as book:
        book.set_properties({"created": EPOCH, "title": sheet.title})
        page = book.add_worksheet(sheet.title[:31])
        bold = book.add_format({"bold": True, "bottom": 1})
        for column in range(len(sheet.head)):
            page.set_column(column, column, _width(sheet, column))
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.head) - 1)
        for column, name in enumerate(sheet.head):
            page.write_string(0, column, str(safe(name)), bold)
        for number, row in enumerate(sheet.rows, 1):
            for column, cell in enumerate(row):
                _put(page, number, column, safe(cell))
    return found.getvalue()


def _put(page: Any, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, str):
        page.write_string(row, column, cell)
    elif cell is not None:
        page.write_number(row, column, cell)


def _width(sheet: Sheet, column: int) -> int:
    """Signs that the first rows of a column need, within reason."""
    texts = (str(row[column]) for row in sheet.rows[:200] if row[column] is not None)
    return min(max([len(sheet.head[column]), *map(len, texts)]) + 2, 48)
