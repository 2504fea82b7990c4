"""FAB314: leaves and the spines of their fabric's rule."""

from generated import bare_hall, with_fabric
from hallwright.evaluate import evaluate
from hallwright.project import Project


def found(project: Project) -> dict[str, tuple[float, float]]:
    return {f.subjects[0]: (f.value, f.limit) for f in evaluate(project).findings if f.code == "FAB314"}


def test_a_leaf_that_lacks_links_to_one_spine() -> None:
    project = with_fabric(bare_hall(32))
    assert found(project) == {}
    mesh = project.links["fab-m1"]
    less = mesh.model_copy(update={"b": mesh.b[1:], "a_first": mesh.a_first + mesh.per_pair})
    assert found(project.changed(links={mesh.id: less})) == dict.fromkeys(mesh.a, (0, 8))


def test_fewer_links_to_every_spine_are_even() -> None:
    project = with_fabric(bare_hall(32))
    mesh = project.links["fab-m1"]
    assert found(project.changed(links={mesh.id: mesh.model_copy(update={"per_pair": 7})})) == {}
    assert found(project.changed(links={mesh.id: None})) == {}
