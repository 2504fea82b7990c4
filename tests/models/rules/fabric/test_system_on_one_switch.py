"""FAB204: below, at and beyond its limit."""

import pytest

from halls import good_hall
from hallwright.edits.wire import disconnect
from hallwright.evaluate import evaluate
from hallwright.project import Project
from traps.fabric import key, moved_end, renamed


def found(project: Project) -> list[tuple[str, float, float]]:
    return [(f.subjects[0], f.value, f.limit) for f in evaluate(project).findings if f.code == "FAB204"]


def test_two_switches_or_one() -> None:
    assert found(good_hall()) == []
    assert found(moved_end("s2", "lf1", "lf2")(good_hall())) == [("s2", 1.0, 2.0)]


@pytest.mark.parametrize(("ports", "count"), [(1, 0), (2, 1)])
def test_one_port_has_no_choice(ports: int, count: int) -> None:
    p = disconnect(good_hall(), [key(good_hall(), "s1", "lf2")])
    assert len(found(renamed(p, "s1", "lf1", per_pair=ports))) == count
