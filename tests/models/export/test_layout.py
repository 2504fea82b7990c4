"""Tables of the report."""

import pytest

from hallwright.export.report import content
from report_halls import DATED, broken_report, good_report, tables


@pytest.mark.parametrize("report", [good_report, broken_report])
def test_every_row_has_a_cell_for_every_column(report: object) -> None:
    for table in tables(content(report(), DATED)).values():  # type: ignore[operator]
        assert all(len(row) == len(table.columns) for row in table.rows), table.title
