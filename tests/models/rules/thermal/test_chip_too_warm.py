"""THM121: below, at and beyond the limit."""

import pytest

from halls import good_hall
from hallwright.evaluate import evaluate
from thermal_findings import check, hall

FIELDS = {"chip_case_max_degc": 85.0, "accelerator_kw": 0.7}


@pytest.mark.parametrize(("k_w", "wanted"), [(0.05, False), (0.078, False), (0.079, True), (0.2, True)])
def test_chip_too_warm(k_w: float, wanted: bool) -> None:
    """55 K over 30 degC at 700 W: 0.0786 K/W."""
    check("THM121", hall("s3", cold_plate_k_w=k_w, **FIELDS), wanted)


def test_half_a_statement_is_a_gap_and_none_is_none() -> None:
    project = hall("s3", chip_case_max_degc=85.0)
    assert [g.code for g in evaluate(project).not_evaluated] == ["THM121"]
    assert not evaluate(good_hall()).not_evaluated
