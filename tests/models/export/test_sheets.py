"""Tables for spreadsheets."""

import csv
import io
import time
from pathlib import Path

import openpyxl
import pytest

from hallwright.errors import ExportError, SaveError
from hallwright.export.sheets import FORMULA_SIGNS, MOST_ROWS, Sheet, safe, to_csv, to_xlsx, write_sheet

HOSTILE = ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(1)", "\tx", "\rx", "＝1", " =1", '=HYPERLINK("http://a.b")']
PLAIN = ["A–B", "R1 > R2", "a, b", 'say "hi"', "line", "http://a.b/c", "12", "1e5", ""]
SHEET = Sheet("T", ("Name", "Length m"), [(t, n + 0.5) for n, t in enumerate([*HOSTILE, *PLAIN])] + [("none", None)])


def test_no_cell_is_a_formula_in_csv() -> None:
    rows = list(csv.reader(io.StringIO(to_csv(SHEET).decode(), newline="")))
    assert rows[0] == list(SHEET.head) and len(rows) == len(SHEET.rows) + 1
    for (name, length), (was, wanted) in zip(rows[1:], SHEET.rows, strict=True):
        assert not name.lstrip(" ").startswith(FORMULA_SIGNS)
        assert name == (f"'{was}" if was in HOSTILE else was).replace("\r", " ")
        assert length == ("" if wanted is None else repr(wanted))


def test_no_cell_is_a_formula_or_a_link_in_a_workbook() -> None:
    page = openpyxl.load_workbook(io.BytesIO(to_xlsx(SHEET))).active
    assert page is not None
    for number, (was, wanted) in enumerate(SHEET.rows, 2):
        name, length = page.cell(number, 1), page.cell(number, 2)
        assert name.data_type != "f" and name.hyperlink is None
        if was:  # an empty text is an empty cell
            assert name.value == (f"'{was}" if was in HOSTILE else was).replace("\r", " ")
        assert length.value == wanted


def test_numbers_stay_numbers() -> None:
    assert [safe(-1.5), safe(3), safe(None)] == [-1.5, 3, None]


def test_the_same_rows_give_the_same_bytes() -> None:
    first = to_csv(SHEET), to_xlsx(SHEET)
    time.sleep(2.1)  # the resolution of times in an archive
    assert (to_csv(SHEET), to_xlsx(SHEET)) == first


def test_endings(tmp_path: Path) -> None:
    for name in ("a.csv", "b.XLSX"):
        write_sheet(SHEET, tmp_path / name)
        assert (tmp_path / name).stat().st_size > 0
    for name in ("c.txt", "c", "c.xls"):
        with pytest.raises(ExportError, match=r"\.csv or \.xlsx"):
            write_sheet(SHEET, tmp_path / name)
        assert not (tmp_path / name).exists()
    with pytest.raises(SaveError):
        write_sheet(SHEET, tmp_path / "none" / "a.csv")


def test_more_rows_than_a_worksheet_holds_are_refused() -> None:
    with pytest.raises(ExportError, match="more than a worksheet holds"):
        to_xlsx(Sheet("T", ("A",), range(MOST_ROWS + 1)))  # type: ignore[arg-type]
