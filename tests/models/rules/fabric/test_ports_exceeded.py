"""FAB105: below, at and beyond its limit."""

import pytest

from halls import good_hall
from hallwright.evaluate import evaluate
from hallwright.project import Project
from traps.fabric import trapped


def found(project: Project) -> list[tuple[str, float, float]]:
    return [(f.subjects[0], f.value, f.limit) for f in evaluate(project).findings if f.code == "FAB105"]


@pytest.mark.parametrize(("first", "faults"), [(58, []), (59, []), (60, [("lf1", 65.0, 64.0)])])
def test_last_port(first: int, faults: list[tuple[str, float, float]]) -> None:
    assert found(trapped("lf1", "sp1", a_first=first)(good_hall())) == faults  # six cables
