"""FAB104: below, at and beyond its limit."""

import pytest

from halls import good_hall
from hallwright.evaluate import evaluate
from hallwright.project import Project
from traps.fabric import with_cable


def found(project: Project) -> list[tuple[str, float, float]]:
    return [(f.subjects[0], f.value, f.limit) for f in evaluate(project).findings if f.code == "FAB104"]


@pytest.mark.parametrize(("least_m", "faults"), [(9.9, []), (10.0, []), (10.1, [("trap", 10.0, 10.1)])])
def test_shortest_run(least_m: float, faults: list[tuple[str, float, float]]) -> None:
    assert found(with_cable("s1", "lf1", reach_min_m=least_m)(good_hall())) == faults
