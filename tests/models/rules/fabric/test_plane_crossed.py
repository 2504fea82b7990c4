"""FAB312: planes of a fabric made by rule."""

from generated import bare_hall, with_fabric
from hallwright.evaluate import evaluate
from hallwright.project import Project


def found(project: Project) -> dict[str, float]:
    return {f.subjects[0]: f.value for f in evaluate(project).findings if f.code == "FAB312"}


def test_ports_and_uplinks_in_another_plane_are_found() -> None:
    project = with_fabric(bare_hall(6, "nvidia-dgx-b300", 3), "nvidia-sn5600", planes=2, nic_split=2)
    assert found(project) == {}
    id, link = next((k, v) for k, v in project.links.items() if "s0" in v.a)
    wrong = link.model_copy(update={"b": (link.b[1], link.b[0], *link.b[2:])})
    assert found(project.changed(links={id: wrong})) == {"s0": 2, "s1": 2, "s2": 2}
    mesh = project.links["fab-am1"]
    wrong = mesh.model_copy(update={"b": project.links["fab-bm1"].b})
    assert found(project.changed(links={"fab-bm1": None, "fab-am1": wrong})) == dict.fromkeys(
        mesh.a, mesh.points_used("a")
    )
