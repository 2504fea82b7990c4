"""FAB306: below, at and beyond its limit."""

from halls import good_hall
from hallwright.edits.arrange import remove
from hallwright.edits.change import set_fields
from hallwright.evaluate import evaluate
from hallwright.project import Project
from traps.fabric import idle_leaf


def found(project: Project) -> list[tuple[str, float, float]]:
    return [(f.subjects[0], f.value, f.limit) for f in evaluate(project).findings if f.code == "FAB306"]


def test_a_leaf_without_links() -> None:
    assert found(idle_leaf(good_hall())) == [("lf3", 3.0, 0.0)]
    assert found(set_fields(idle_leaf(good_hall()), ["trap"], {"a": ["lf3"]})) == []


def test_rail_only_is_connected() -> None:
    assert found(remove(good_hall(), ["sp1", "sp2"])) == []
