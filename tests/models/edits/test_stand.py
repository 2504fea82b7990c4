"""Switches into racks."""

import pytest

from generated import RACK, bare_hall
from hallwright.catalogue import product
from hallwright.edits.arrange import from_product
from hallwright.edits.fit import refusal
from hallwright.edits.stand import Cabinets, middle, stand_all
from hallwright.equipment.rack import Rack
from hallwright.equipment.switch import Switch
from hallwright.equipment.system import System
from hallwright.errors import EditRefused
from hallwright.project import Project


def switch(id: str, height: int = 1) -> Switch:
    found = from_product(product("nvidia-qm9700"), id, id, u_height=height)
    assert isinstance(found, Switch)
    return found


def test_the_nearest_rack_takes_a_switch_at_its_highest_free_unit() -> None:
    project = bare_hall(8)
    placed, added = stand_all(project, [(switch("a"), (0.8, 0.0)), (switch("b"), (0.8, 0.0))], project.all(Rack))
    assert [(s.rack_id, s.u) for s in placed] == [("r1", 48), ("r1", 47)]
    assert added == []


def test_units_that_are_taken_stay_so_and_tall_ones_go_elsewhere() -> None:
    project = bare_hall(8)  # four systems of 8U in each of two racks, and two empty racks
    placed, _ = stand_all(project, [(switch(f"s{n}", 12), (0.0, 0.0)) for n in range(4)], project.all(Rack))
    assert [(s.rack_id, s.u) for s in placed] == [("r0", 37), ("r1", 37), ("r2", 37), ("r2", 25)]
    free = Cabinets(project, project.all(Rack), leaving={"s0"})
    assert free.free["r0"][0] and not free.free["r0"][8]


def test_new_racks_stand_where_there_is_room() -> None:
    project = bare_hall(8, spare=0)
    rack = product(RACK)
    many = [(switch(f"s{n}", 16), (0.0, 0.0)) for n in range(45)]
    placed, added = stand_all(project, many, project.all(Rack), rack)
    assert len(added) == 15 and len({r.name for r in added}) == 15
    assert {s.rack_id for s in placed} >= {r.id for r in added}
    whole = project.changed(equipment={r.id: r for r in added})
    assert refusal(whole, added) == ""


def test_refusals() -> None:
    project = bare_hall(6, a_rack=6, spare=0)
    with pytest.raises(EditRefused, match=r"such as a \(50U; the longest free run in 1 racks has 0U\)"):
        stand_all(project, [(switch("a", 50), (0.0, 0.0))], project.all(Rack))
    with pytest.raises(EditRefused, match="has 48 rack units"):
        stand_all(project, [(switch("a", 50), (0.0, 0.0))], project.all(Rack), product(RACK))
    with pytest.raises(EditRefused, match="is no rack"):
        stand_all(project, [(switch("a"), (0.0, 0.0))], [], product("nvidia-qm9700"))
    with pytest.raises(EditRefused, match="find no free rack units"):
        stand_all(Project(), [(switch("a"), (0.0, 0.0))], [])


def test_the_middle_of_things_is_that_of_their_racks() -> None:
    project = bare_hall(8)
    assert middle(project.all(System), project.equipment) == (0.4, 0.0)
    assert middle([], project.equipment) == (0.0, 0.0)
