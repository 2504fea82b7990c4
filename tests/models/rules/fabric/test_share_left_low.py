"""FAB202: below, at and beyond its limit."""

import pytest

from halls import good_hall
from hallwright.edits.change import set_settings
from hallwright.evaluate import evaluate
from hallwright.project import Project


def found(project: Project) -> list[tuple[str, float, float]]:
    return [(f.subjects[0], f.value, f.limit) for f in evaluate(project).findings if f.code == "FAB202"]


@pytest.mark.parametrize(("least", "count"), [(0.49, 0), (0.5, 0), (0.51, 4)])
def test_share_left(least: float, count: int) -> None:
    faults = found(set_settings(good_hall(), {"share_left_min_fraction": least}))
    assert [f[1:] for f in faults] == [(0.5, least)] * count
