"""FAB106: below, at and beyond its limit."""

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields, set_settings
from hallwright.evaluate import evaluate
from hallwright.project import Project
from traps.fabric import renamed


def found(project: Project) -> list[tuple[str, float, float]]:
    return [(f.subjects[0], f.value, f.limit) for f in evaluate(project).findings if f.code == "FAB106"]


@pytest.mark.parametrize(("limit", "faults"), [(1.0, [("lf1", 12 / 11, 1.0)]), (12 / 11, []), (1.1, [])])
def test_ratio(limit: float, faults: list[tuple[str, float, float]]) -> None:
    p = set_settings(good_hall(), {"oversubscription_max": limit})
    assert found(renamed(p, "lf1", "sp1", per_pair=5)) == faults


def test_each_fabric_has_its_limit() -> None:
    p = renamed(good_hall(), "lf1", "sp1", per_pair=5)
    assert found(set_fields(p, ["lf1"], {"fabric": "storage"})) == []
