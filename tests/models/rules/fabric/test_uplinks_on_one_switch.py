"""FAB203: below, at and beyond its limit."""

import pytest

from halls import good_hall
from hallwright.edits.change import set_settings
from hallwright.evaluate import evaluate
from hallwright.project import Project
from traps.fabric import moved_end


def found(project: Project) -> list[tuple[str, float, float]]:
    return [(f.subjects[0], f.value, f.limit) for f in evaluate(project).findings if f.code == "FAB203"]


@pytest.mark.parametrize(("least", "subjects"), [(1, []), (2, ["lf1"]), (3, ["lf1", "lf2"])])
def test_switches_above(least: int, subjects: list[str]) -> None:
    p = moved_end("lf1", "sp2", "sp1")(set_settings(good_hall(), {"uplink_switches_min": least}))
    assert sorted(f[0] for f in found(p)) == subjects
