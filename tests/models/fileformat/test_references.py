import math
import random
from itertools import combinations

import pytest

from halls import good_hall, item
from hallwright.equipment.base import Placed
from hallwright.errors import Damaged
from hallwright.fileformat.references import MOST_ON_A_SQUARE_METRE, check_crowding, check_references
from hallwright.floor.shapes import TOUCH_M, box_of
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


@pytest.mark.parametrize("turns", [(0.0, 90.0), (17.0, 33.0)])
@pytest.mark.parametrize("seed", range(4))
def test_pairs_that_overlap_are_counted_once_each(
    turns: tuple[float, ...], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Against every pair of boxes; boxes larger than the raster, and on both sides of the origin."""
    rng = random.Random(seed)
    racks = [
        item("rack", f"x{n}", x_m=round(rng.uniform(-9.0, 9.0), 3), y_m=round(rng.uniform(-9.0, 9.0), 3),
             width_m=rng.choice([0.6, 5.0]), rotation_deg=rng.choice(turns))
        for n in range(80)
    ]  # fmt: skip
    boxes = []
    for rack in racks:
        assert isinstance(rack, Placed)
        reach = math.hypot(rack.width_m, rack.depth_m) / 2
        box = box_of(rack.outline())
        middle = rack.x_m - reach, rack.y_m - reach, rack.x_m + reach, rack.y_m + reach
        boxes.append(box if rack.rotation_deg % 90.0 == 0.0 else middle)
    meeting = sum(
        min(a[2], b[2]) - max(a[0], b[0]) > TOUCH_M and min(a[3], b[3]) - max(a[1], b[1]) > TOUCH_M
        for a, b in combinations(boxes, 2)
    )
    assert meeting > 40
    hall = Project(equipment={rack.id: rack for rack in racks})
    monkeypatch.setattr("hallwright.fileformat.references.MOST_ON_A_SQUARE_METRE", 1000)
    for limit in (meeting - 1, meeting):
        monkeypatch.setattr("hallwright.fileformat.references.MOST_OVERLAPS", limit)
        if limit < meeting:
            with pytest.raises(Damaged, match="stand in each other"):
                check_crowding(hall)
        else:
            check_crowding(hall)


def test_things_that_cover_the_floor_many_times_over_are_refused_at_once() -> None:
    heap = {
        f"x{n}": item("chiller", f"x{n}", x_m=3.0 * n, width_m=200.0, depth_m=200.0, capacity_kw=1.0)
        for n in range(2000)
    }
    with pytest.raises(Damaged, match="stand in each other"):
        check_crowding(Project(equipment=heap))
