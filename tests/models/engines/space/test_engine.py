"""The space engine: hand-worked places, and patching against solving from scratch."""

import random
from typing import Any

import pytest

from halls import good_hall, item
from hallwright.edits.arrange import move, remove, turn
from hallwright.edits.change import set_fields, set_settings
from hallwright.engines.base import Results, Step
from hallwright.engines.space import engine as space
from hallwright.engines.space.contents import floor_load_kpa
from hallwright.engines.space.engine import Mounted, Overhead, Space, Standing, TileField
from hallwright.engines.topology import Topology
from hallwright.equipment.base import Equipment
from hallwright.project import Change, Project

RACK: dict[str, Any] = {"width_m": 0.6, "depth_m": 1.2, "height_m": 2.2, "mass_kg": 150.0}


def hall(*things: Equipment, **room: Any) -> Project:
    """A 10 x 8 m room with these things."""
    fields = {"points_m": [[0, 0], [10, 0], [10, 8], [0, 8]], "height_m": 4.0, "uniform_load_kpa": 12.0, **room}
    return Project().changed(equipment={i.id: i for i in (item("room", "room", **fields), *things)})


def solved(project: Project) -> Space:
    return space.solve(space.inputs(Step(project, Topology(project), Results())))


def standing(project: Project, id: str) -> Standing:
    record = solved(project).records[id]
    assert isinstance(record, Standing)
    return record


def test_overlap_is_the_shortest_way_out() -> None:
    p = hall(item("rack", "a", x_m=3.0, y_m=3.0, **RACK), item("rack", "b", x_m=3.5, y_m=3.3, **RACK))
    assert standing(p, "a").overlaps == (("b", pytest.approx(0.1)),)
    assert standing(p, "b").overlaps == (("a", pytest.approx(0.1)),)


def test_touching_racks_do_not_overlap() -> None:
    p = hall(item("rack", "a", x_m=3.0, y_m=3.0, **RACK), item("rack", "b", x_m=3.6, y_m=3.0, **RACK))
    record = standing(p, "a")
    assert record.overlaps == ()
    assert (record.row_cabinets, record.row_m) == (2, pytest.approx(1.2))
    assert standing(p, "b").row_cabinets == 0


def test_a_turned_column_is_met_by_separating_axes() -> None:
    # a square of 1 m turned by 45 degrees reaches 0.7071 m from its middle
    column = item("column", "k", x_m=5.0, y_m=4.0, width_m=1.0, depth_m=1.0, rotation_deg=45.0)
    near = item("rack", "a", x_m=5.0 - 0.6 - 0.3, y_m=4.0, **RACK)
    assert standing(hall(column, near), "a").columns == (("k", pytest.approx(0.1071, abs=1e-4)),)
    assert standing(hall(column, near.moved(-0.11, 0.0)), "a").columns == ()


@pytest.mark.parametrize("degrees", [0.0, 90.0, 180.0, 270.0, 37.0])
def test_aisle_width_at_any_rotation(degrees: float) -> None:
    a = item("rack", "a", x_m=5.0, y_m=4.8, **RACK)
    b = item("rack", "b", x_m=5.1, y_m=2.4, rotation_deg=180.0, **RACK)
    p = turn(hall(a, b, points_m=[[-9, -9], [19, -9], [19, 17], [-9, 17]]), ["a", "b"], degrees)
    front = standing(p, "a").front
    assert (front.by, front.faces) == ("b", "front")
    assert front.free_m == pytest.approx(1.2, abs=1e-5)
    assert standing(p, "a").rear.free_m is None


def test_a_rear_door_takes_depth_behind_its_rack() -> None:
    door = item("rear_door", "d", rack_id="a", mass_kg=100.0, sensible_kw=20.0, depth_m=0.3)
    p = hall(item("rack", "a", x_m=5.0, y_m=6.0, **RACK), door)
    record = standing(p, "a")
    assert record.has_rear_door
    assert (record.rear.by, record.rear.faces) == ("room", "building")
    assert record.rear.free_m == pytest.approx(8.0 - 6.6 - 0.3)
    assert record.mass_kg == 250.0
    assert record.load_kpa == pytest.approx(250.0 * 9.80665 / 0.72 / 1000.0)


def test_concave_room() -> None:
    shape = [[0, 0], [10, 0], [10, 4], [4, 4], [4, 8], [0, 8]]
    rack = item("rack", "a", x_m=3.9, y_m=4.4, **RACK)  # x 3.6 .. 4.2, y 3.8 .. 5.0; the inward corner is at (4, 4)
    assert standing(hall(rack, points_m=shape), "a").outside_m == pytest.approx(0.2)
    assert standing(hall(rack.moved(-0.2, 0.0), points_m=shape), "a").outside_m == 0.0


def test_outside_every_room() -> None:
    record = standing(hall(item("chiller", "c", x_m=20.0, y_m=4.0, capacity_kw=1.0, cop=4.0)), "c")
    assert record.room_id is None
    assert record.ceiling_m is None


def test_unknown_mass_is_unknown_not_zero() -> None:
    p = hall(item("rack", "a", x_m=5.0, y_m=4.0, **RACK), item("switch", "n", rack_id="a", u=1, u_height=1))
    record = standing(p, "a")
    assert record.mass_kg is None
    assert record.load_kpa is None
    assert record.unknown == ("n",)


def test_rack_units() -> None:
    p = hall(
        item("rack", "a", x_m=5.0, y_m=4.0, mounting_depth_m=1.0, **RACK),
        item("switch", "n1", rack_id="a", u=1, u_height=2, depth_m=0.5),
        item("switch", "n2", rack_id="a", u=2, u_height=1, depth_m=0.6),
        item("switch", "n3", rack_id="a", u=1, u_height=1, depth_m=0.5, face="rear"),
    )
    records = solved(p).records
    assert isinstance(n1 := records["n1"], Mounted)
    assert isinstance(n3 := records["n3"], Mounted)
    assert n1.collisions == (("n2", 1),)  # front and rear share a unit where both fit the depth
    assert n3.collisions == ()


def test_overhead_and_tiles() -> None:
    p = hall(
        item("rack", "a", x_m=5.0, y_m=4.0, **RACK),
        item("tray", "t", points_m=[[1, 4], [9, 4]], elevation_m=2.5),
        item("busway", "w", points_m=[[5, 1], [5, 7]], elevation_m=2.4, voltage_v=415.0, rating_a=400.0),
        item("tile", "f", x_m=5.0, y_m=3.3, open_fraction=0.25),
    )
    records = solved(p).records
    assert standing(p, "a").overhead == ("w", 2.4)
    assert isinstance(tray := records["t"], Overhead)
    assert tray.meets == (("w", pytest.approx(0.1)),)
    assert isinstance(tiles := records["f"], TileField)
    assert tiles.covered == (("a", pytest.approx(0.2)),)


def test_floor_load_formula() -> None:
    assert floor_load_kpa(1000.0, 1.0) == pytest.approx(9.80665)


def crowded() -> Project:
    """The good hall with something of every shape in it."""
    things = [
        item("column", "k1", x_m=9.0, y_m=4.0, rotation_deg=30.0),
        item("wall", "w1", points_m=[[3, 7], [7, 7], [8, 8]]),
        item("zone", "z1", use="keep_out", points_m=[[8, 2], [10, 2], [10, 4], [9, 4], [9, 3], [8, 3]]),
        item("zone", "z2", use="cage", points_m=[[2, 1], [6, 1], [6, 4], [2, 4]]),
        item("door", "d1", x_m=7.0, y_m=0.0, rotation_deg=180.0),
        item("tray", "t1", points_m=[[4, 5], [8, 5], [8, 9]], elevation_m=2.2),
        item("busway", "b1", points_m=[[6, 2], [6, 9]], voltage_v=415.0, rating_a=400.0, elevation_m=2.2),
        item("tile", "f1", x_m=5.4, y_m=3.9, open_fraction=0.25),
        item("rear_door", "rd", rack_id="r2", mass_kg=100.0, sensible_kw=20.0, airflow_m3_s=0.5),
        item("accelerator", "c1", system_id="s1", form_factor="PCIe FHFL"),
    ]
    return good_hall().changed(equipment={i.id: i for i in things})


def random_edit(project: Project, dice: random.Random) -> Project:
    """One edit of any sort."""
    ids = sorted(project.equipment)
    id = dice.choice(ids)
    what = dice.randrange(9)
    record = project.equipment[id]
    if what < 4:
        return move(
            project, dice.sample(ids, dice.choice((1, 1, 3))), dice.uniform(-2, 2), dice.choice((0.0, 0.6, -1.3))
        )
    if what == 4:
        return turn(project, [id], dice.choice((90.0, 180.0, 33.0)))
    if what == 5 and id != "room":
        return project.changed(equipment={id: None})  # leaves what it carries without a carrier
    if what == 6 and hasattr(record, "rack_id"):
        carriers = [None, "r1", "r2", "r3", "r4"]
        return project.changed(equipment={id: record.model_copy(update={"rack_id": dice.choice(carriers)})})
    if what == 7 and hasattr(record, "mass_kg"):
        update = {"mass_kg": dice.choice((None, 10.0, 500.0)), "u": dice.choice((None, 1, 3, 47)), "width_m": 0.7}
        return project.changed(equipment={id: record.model_copy(update=update)})
    if what == 8:
        if dice.random() < 0.5:
            return set_settings(project, {"cross_aisle_min_m": dice.choice((0.5, 0.915, 2.0))})
        missing = [i for i in crowded().equipment if i not in project.equipment]
        return project.changed(equipment={i: crowded().equipment[i] for i in missing[:2]})
    return remove(project, [id]) if id.startswith(("s", "lf", "p")) else project


@pytest.mark.parametrize("seed", range(25))
def test_patch_equals_solve_after_any_edits(seed: int) -> None:
    dice = random.Random(seed)
    project = crowded()
    topology = Topology(project)
    result = space.solve(space.inputs(Step(project, topology, Results())))
    history = [(project, result)]
    for _ in range(40):
        if dice.random() < 0.2:  # an undo, or the next preview of the same drag
            project, result = dice.choice(history)
        after = random_edit(project, dice)
        topology.move_to(after)
        step = Step(after, topology, Results(), project, Change.between(project, after))
        patched = space.patch(result, step)
        fresh = solved(after)
        assert dict(patched.records) == dict(fresh.records)
        assert patched.plan.rows == fresh.plan.rows
        same = {k for k, r in patched.records.items() if result.records.get(k) is r}
        differing = (patched.records.keys() | result.records.keys()) - same
        if patched is not result:
            assert patched.dirty == differing
        else:
            assert not differing
        project, result = after, patched
        history.append((project, result))


def test_what_is_not_in_space_changes_nothing() -> None:
    hall = good_hall()
    topology = Topology(hall)
    result = space.solve(space.inputs(Step(hall, topology, Results())))
    after = set_fields(hall, ["s1"], {"nameplate_kw": 11.0})
    topology.move_to(after)
    assert space.patch(result, Step(after, topology, Results(), hall, Change.between(hall, after))) is result
