"""FAB301: below, at and beyond its limit."""

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.evaluate import evaluate
from hallwright.project import Project


def found(project: Project) -> list[tuple[str, float, float]]:
    return [(f.subjects[0], f.value, f.limit) for f in evaluate(project).findings if f.code == "FAB301"]


@pytest.mark.parametrize(("protocol", "count"), [("Ethernet", 0), ("ethernet", 0), ("", 0), ("InfiniBand NDR", 2)])
def test_protocols_of_both_ends(protocol: str, count: int) -> None:
    assert len(found(set_fields(good_hall(), ["lf1"], {"protocol": protocol}))) == count
