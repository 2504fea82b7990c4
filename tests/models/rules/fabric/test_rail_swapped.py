"""FAB311: rails of a fabric made by rule."""

from generated import bare_hall, with_fabric
from hallwright.evaluate import evaluate
from hallwright.project import Project


def found(project: Project) -> dict[str, float]:
    return {f.subjects[0]: f.value for f in evaluate(project).findings if f.code == "FAB311"}


def test_only_swapped_rails_are_found() -> None:
    project = with_fabric(bare_hall(8))
    assert found(project) == {}
    id, link = next((k, v) for k, v in project.links.items() if "s0" in v.a)
    wrong = link.model_copy(update={"b": (link.b[1], link.b[0], *link.b[2:])})
    assert found(project.changed(links={id: wrong})) == {"s0": 2, "s1": 2, "s2": 2, "s3": 2}


def test_a_fabric_drawn_by_hand_has_no_rails_to_swap() -> None:
    project = with_fabric(bare_hall(8)).changed(fabrics={})
    assert found(project) == {}
