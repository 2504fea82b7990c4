"""FAB313: cables beyond those of the fabric's rule."""

from generated import bare_hall, with_fabric
from hallwright.edits.wire import connect
from hallwright.evaluate import evaluate
from hallwright.project import Project


def found(project: Project) -> dict[str, float]:
    return {f.subjects[0]: f.value for f in evaluate(project).findings if f.code == "FAB313"}


def test_each_cable_too_many_counts() -> None:
    project = with_fabric(bare_hall(8))
    assert found(project) == {}
    once = connect(project, "fab-l1-1", "front", "fab-s1-1", "front", a_first=20, b_first=40)
    assert found(once) == {"fab-l1-1": 1}
    twice = connect(once, "fab-l1-1", "front", "fab-s1-2", "front", 2, a_first=21, b_first=40)
    assert found(twice) == {"fab-l1-1": 3}


def test_a_cable_between_things_that_the_rule_does_not_join_is_none_of_its_business() -> None:
    project = with_fabric(bare_hall(8))
    assert found(connect(project, "fab-l1-1", "front", "fab-l1-2", "front", a_first=20, b_first=20)) == {}
