"""FAB308: below, at and beyond its limit."""

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.evaluate import evaluate
from hallwright.project import Project


def found(project: Project) -> list[tuple[str, float, float]]:
    return [(f.subjects[0], f.value, f.limit) for f in evaluate(project).findings if f.code == "FAB308"]


@pytest.mark.parametrize(("fabric", "count"), [("compute", 0), ("storage", 3), ("plane-a", 0)])
def test_fabric_of_the_switch(fabric: str, count: int) -> None:
    assert len(found(set_fields(good_hall(), ["lf1"], {"fabric": fabric}))) == count
