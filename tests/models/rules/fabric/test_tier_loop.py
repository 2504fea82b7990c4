"""FAB305: below, at and beyond its limit."""

import pytest

from generated import bare_hall, with_fabric
from halls import good_hall
from hallwright.edits.wire import connect
from hallwright.evaluate import evaluate
from hallwright.project import Project
from traps.fabric import spare


def found(project: Project) -> list[tuple[str, float, float]]:
    return [(f.subjects[0], f.value, f.limit) for f in evaluate(project).findings if f.code == "FAB305"]


@pytest.mark.parametrize(("ends", "count"), [(("lf1", "lf2"), 1), (("sp1", "sp2"), 1), (("lf1", "sp2"), 0)])
def test_tiers_of_both_ends(ends: tuple[str, str], count: int) -> None:
    assert len(found(spare(*ends)(good_hall()))) == count


def test_a_dragonfly_joins_like_switches_by_rule() -> None:
    project = with_fabric(bare_hall(40), topology="dragonfly", routers_a_group=4, globals_a_router=4)
    assert found(project) == []
    more = connect(project, "fab-g1-1", "front", "fab-g2-3", "front", a_first=60, b_first=60)
    assert [count for _, count, _ in found(more)] == [1]
    assert len(found(project.changed(fabrics={}))) == len([k for k in project.links.values() if k.a[0][0] == "f"])
