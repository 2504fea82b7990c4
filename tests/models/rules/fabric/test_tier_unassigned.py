"""FAB401: below, at and beyond its limit."""

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.evaluate import evaluate
from hallwright.project import Project


def found(project: Project) -> list[tuple[str, float, float]]:
    return [(f.subjects[0], f.value, f.limit) for f in evaluate(project).findings if f.code == "FAB401"]


@pytest.mark.parametrize(("tier", "faults"), [("leaf", []), ("unassigned", [("lf1", 24.0, 0.0)])])
def test_tier(tier: str, faults: list[tuple[str, float, float]]) -> None:
    assert found(set_fields(good_hall(), ["lf1"], {"tier": tier})) == faults
