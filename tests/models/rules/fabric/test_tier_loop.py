"""FAB305: below, at and beyond its limit."""

import pytest

from halls import good_hall
from hallwright.evaluate import evaluate
from hallwright.project import Project
from traps.fabric import spare


def found(project: Project) -> list[tuple[str, float, float]]:
    return [(f.subjects[0], f.value, f.limit) for f in evaluate(project).findings if f.code == "FAB305"]


@pytest.mark.parametrize(("ends", "count"), [(("lf1", "lf2"), 1), (("sp1", "sp2"), 1), (("lf1", "sp2"), 0)])
def test_tiers_of_both_ends(ends: tuple[str, str], count: int) -> None:
    assert len(found(spare(*ends)(good_hall()))) == count
