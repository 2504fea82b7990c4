"""FAB107: below, at and beyond its limit."""

import pytest

from halls import good_hall
from hallwright.edits.change import set_settings
from hallwright.evaluate import evaluate
from hallwright.project import Project
from traps.fabric import renamed


def found(project: Project) -> list[tuple[str, float, float]]:
    return [(f.subjects[0], f.value, f.limit) for f in evaluate(project).findings if f.code == "FAB107"]


@pytest.mark.parametrize(("least", "faults"), [(0.74, []), (0.75, []), (0.76, [("s1", 0.75, 0.76)])])
def test_share_linked(least: float, faults: list[tuple[str, float, float]]) -> None:
    p = set_settings(renamed(good_hall(), "s1", "lf1", per_pair=2), {"nic_use_min_fraction": least})
    assert found(p) == faults
