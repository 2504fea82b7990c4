import pytest

from halls import good_hall, item
from hallwright.errors import Damaged
from hallwright.fileformat.references import MOST_ON_A_SQUARE_METRE, check_crowding, check_references
from hallwright.project import Project


def with_link(project: Project, **change: object) -> Project:
    key = next(k for k, link in project.links.items() if link.b == ("s1",) and link.b_port == "psu")
    return project.changed(links={key: project.links[key].model_copy(update=change)})


def with_item(project: Project, id: str, **change: object) -> Project:
    return project.changed(equipment={id: project.equipment[id].model_copy(update=change)})


def test_a_good_hall_passes() -> None:
    check_references(good_hall())


CASES = [
    (lambda p: with_item(p, "s1", rack_id="gone"), "not in the project"),
    (lambda p: with_item(p, "s1", rack_id="crah1"), "cannot carry it"),
    (lambda p: with_item(p, "crah1", rack_id="r1"), "cannot be in a rack"),
    (lambda p: p.changed(equipment={"r1": None}), "not in the project"),
    (lambda p: with_link(p, a=("gone",)), "not in the project"),
    (lambda p: with_link(p, b_port="gone"), "has no power port 'gone'"),
    (lambda p: with_link(p, b_port="compute"), "has no power port 'compute'"),
    (lambda p: with_link(p, b=("s1", "s1")), "twice at one end"),
    (
        lambda p: p.changed(equipment={"s1": item("room", "s1", points_m=[[0, 0], [1, 1], [0, 1]], height_m=3.0)}),
        "port",
    ),
]


@pytest.mark.parametrize(("change", "reason"), CASES)
@pytest.mark.parametrize("incremental", [False, True])
def test_what_refers_to_nothing_is_refused(change, reason, incremental) -> None:  # type: ignore[no-untyped-def]
    before = good_hall()
    with pytest.raises(Damaged, match=reason):
        check_references(change(before), before if incremental else None)


def test_a_thing_cannot_be_joined_with_itself() -> None:
    hall = good_hall()
    key = next(k for k, link in hall.links.items() if link.a == ("lf1",) and link.a_port == "front")
    looped = hall.changed(links={key: hall.links[key].model_copy(update={"b": ("lf1",)})})
    with pytest.raises(Damaged, match="itself"):
        check_references(looped)


def test_only_what_changed_is_looked_at_when_a_known_project_is_given() -> None:
    broken = with_item(good_hall(), "s1", rack_id="gone")
    check_references(with_item(broken, "s2", name="Other"), broken)  # the fault stood there before


def test_things_heaped_on_one_spot_are_refused() -> None:
    heap = {f"x{n}": item("rack", f"x{n}", x_m=50.5, y_m=50.5) for n in range(MOST_ON_A_SQUARE_METRE + 1)}
    with pytest.raises(Damaged, match="near x 50 m, y 50 m"):
        check_crowding(Project(equipment=heap))
    heap.popitem()
    check_crowding(Project(equipment=heap))
