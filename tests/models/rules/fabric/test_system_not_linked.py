"""FAB302: below, at and beyond its limit."""

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.edits.wire import disconnect
from hallwright.evaluate import evaluate
from hallwright.project import Project
from traps.fabric import key


def found(project: Project) -> list[tuple[str, float, float]]:
    return [(f.subjects[0], f.value, f.limit) for f in evaluate(project).findings if f.code == "FAB302"]


def test_none_linked() -> None:
    assert found(good_hall()) == []
    p = disconnect(good_hall(), [key(good_hall(), "s1", "lf2")])
    assert found(p) == []  # one bundle is enough
    p = disconnect(p, [key(p, "s1", "lf1")])
    assert found(p) == [("s1", 0.0, 8.0)]
    assert found(set_fields(p, ["s1"], {"gpus": 0})) == []
