"""FAB303: below, at and beyond its limit."""

import pytest

from halls import good_hall
from hallwright.evaluate import evaluate
from hallwright.project import Project
from traps.fabric import trapped


def found(project: Project) -> list[tuple[str, float, float]]:
    return [(f.subjects[0], f.value, f.limit) for f in evaluate(project).findings if f.code == "FAB303"]


@pytest.mark.parametrize(("first", "faults"), [(1, []), (2, [("s1", 1.0, 0.0)]), (5, [("s1", 4.0, 0.0)])])
def test_ports_with_two_cables(first: int, faults: list[tuple[str, float, float]]) -> None:
    assert found(trapped("s1", "lf1", a_first=first)(good_hall())) == faults
