"""Verdicts on fault currents."""

import pytest

from hallwright.engines.study.records import ElementStudy


@pytest.mark.parametrize(
    ("fault_ka", "rating_ka", "missing", "verdict"),
    [
        (20.0, 25.0, "", True),
        (25.0, 25.0, "", True),
        (25.1, 25.0, "", False),
        (20.0, None, "not stated", None),
        (None, 25.0, "", None),
        (20.0, 25.0, "single-phase", None),
    ],
)
def test_a_missing_rating_is_never_a_pass(
    fault_ka: float | None, rating_ka: float | None, missing: str, verdict: bool | None
) -> None:
    record = ElementStudy(400.0, 396.0, 0.01, None, fault_ka, None, rating_ka, True, missing)
    assert record.bears_fault is verdict
