"""A rack-scale machine comes with its power shelves."""

from typing import Any

import pytest

from hallwright.catalogue import catalogue
from hallwright.edits.arrange import mount, remove
from hallwright.edits.deliver import with_power_shelves
from hallwright.edits.rack_up import place_with_rack
from hallwright.equipment.power_shelf import PowerShelf
from hallwright.equipment.rack import Rack
from hallwright.equipment.system import System
from hallwright.errors import EditRefused
from hallwright.evaluate import evaluate
from hallwright.project import Project
from space_findings import room

MACHINE, SHELF = "nvidia-gb200-nvl72", "nvidia-gb200-power-shelf-33kw"


def things(hall: Project, kind: type[Any]) -> list[Any]:
    return list(hall.all(kind))


def placed(machine: str = MACHINE) -> Project:
    hall = place_with_rack(room(), catalogue()[machine], 5.0, 5.0, racks=catalogue().values())
    return with_power_shelves(hall, list(hall.equipment), catalogue())


def test_eight_shelves_stand_in_the_rack_on_the_busbar() -> None:
    hall = placed()
    machine, rack = things(hall, System)[0], things(hall, Rack)[0]
    shelves = things(hall, PowerShelf)
    assert len(shelves) == machine.power_shelf_count == 8
    assert {s.rack_id for s in shelves} == {rack.id}
    taken = [u for i in (machine, *shelves) for u in range(i.u or 0, (i.u or 0) + (i.u_height or 0))]
    assert len(taken) == len(set(taken))
    assert max(taken) <= rack.units
    (link,) = hall.links.values()
    assert set(link.a) == {s.id for s in shelves}
    assert (link.b, link.b_port) == ((machine.id,), "busbar")
    assert SHELF in hall.products
    report = evaluate(hall)
    assert not {f.code for f in report.findings} & {"SPC117", "SPC118", "SPC119", "SPC120"}, "nothing collides"
    assert sum(s.rating_kw for s in shelves) == pytest.approx(8 * 33.0)


def test_what_comes_without_shelves_stays_as_it_is() -> None:
    hall = placed("nvidia-dgx-h100")
    assert not things(hall, PowerShelf)
    assert with_power_shelves(hall, list(hall.equipment), catalogue()) is hall
    without = place_with_rack(room(), catalogue()[MACHINE], 5.0, 5.0, racks=catalogue().values())
    assert with_power_shelves(without, list(without.equipment), {}) is without, "the shelf is not known"


def test_shelves_that_feed_nothing_are_taken_first() -> None:
    hall = placed()
    hall = remove(hall, [things(hall, System)[0].id])
    assert len(things(hall, PowerShelf)) == 8
    rack = things(hall, Rack)[0]
    after = mount(hall, catalogue()[MACHINE], rack.id)
    after = with_power_shelves(after, [i for i in after.equipment if i not in hall.equipment], catalogue())
    assert {s.id for s in things(after, PowerShelf)} == {s.id for s in things(hall, PowerShelf)}
    assert len(after.links) == 1


def test_a_full_rack_refuses() -> None:
    hall = placed()
    rack = things(hall, Rack)[0]
    low = rack.model_copy(update={"units": 34})
    bare = room(low)
    machine = mount(bare, catalogue()[MACHINE], low.id)
    with pytest.raises(EditRefused, match="rack unit"):
        with_power_shelves(machine, [i for i in machine.equipment if i not in bare.equipment], catalogue())
