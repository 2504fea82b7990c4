"""FAB201: below, at and beyond its limit."""

import pytest

from halls import good_hall
from hallwright.edits.change import set_settings
from hallwright.evaluate import evaluate
from hallwright.project import Project
from traps.fabric import moved_end


def found(project: Project) -> list[tuple[str, float, float]]:
    return [(f.subjects[0], f.value, f.limit) for f in evaluate(project).findings if f.code == "FAB201"]


@pytest.mark.parametrize(("most", "faults"), [(0, [("lf1", 1.0, 0.0)]), (1, []), (2, [])])
def test_systems_cut_off(most: int, faults: list[tuple[str, float, float]]) -> None:
    p = moved_end("s1", "lf2", "lf1")(set_settings(good_hall(), {"cut_off_systems_max": most}))
    assert found(p) == faults


def test_only_in_redundant_fabrics() -> None:
    p = moved_end("s1", "lf2", "lf1")(set_settings(good_hall(), {"redundant_fabrics": ["storage"]}))
    assert found(p) == []
