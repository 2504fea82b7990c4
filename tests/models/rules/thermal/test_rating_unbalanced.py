"""THM402: below, at and beyond the limit."""

import pytest

from thermal_findings import check, hall


@pytest.mark.parametrize(
    ("x", "wanted"), [(40.0, False), (1.19 * 1.006 * 3.0 * 11.0 / 0.7 - 1e-9, False), (57.0, True)]
)
def test_rating_unbalanced(x: float, wanted: bool) -> None:
    check("THM402", hall("crah1", sensible_kw=x), wanted)
