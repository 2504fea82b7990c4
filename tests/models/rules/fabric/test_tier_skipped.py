"""FAB309: below, at and beyond its limit."""

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.evaluate import evaluate
from hallwright.project import Project


def found(project: Project) -> list[tuple[str, float, float]]:
    return [(f.subjects[0], f.value, f.limit) for f in evaluate(project).findings if f.code == "FAB309"]


@pytest.mark.parametrize(("tier", "count"), [("leaf", 0), ("spine", 3), ("core", 3)])
def test_tier_of_the_first_switch(tier: str, count: int) -> None:
    faults = found(set_fields(good_hall(), ["lf1"], {"tier": tier}))
    assert len(faults) == count
    assert all(value > limit == 1.0 for _, value, limit in faults)
