"""Room on the way up: what an element can still carry once the other side is lost."""

import math
from collections import defaultdict

import pytest

from halls import good_hall, item
from hallwright.edits.change import set_fields
from hallwright.edits.room import Room
from hallwright.equipment.base import Equipment, Medium
from hallwright.project import Project


def room_of(project: Project) -> Room:
    parents: dict[str, set[str]] = defaultdict(set)
    for link in project.links.values():
        if link.medium is Medium.POWER:
            for a, b in link.pairs():
                parents[b].add(a)
    made = Room(project, parents)
    made.start()
    return made


def demand_kw(project: Project, *ids: str) -> float:
    return sum(project.equipment[i].demand_kw(project.settings.demand_basis) or 0.0 for i in ids)


def test_a_strip_carries_its_whole_rack_once_the_other_is_lost() -> None:
    hall = good_hall()
    room = room_of(hall)
    assert room.needed_kw(hall.equipment["p1a"], 1) == pytest.approx(demand_kw(hall, "s1"))
    inlets = next(p.count for p in hall.equipment["s1"].power_ports())
    assert room.needed_kw(hall.equipment["s1"], inlets // 2) == pytest.approx(demand_kw(hall, "s1"))
    assert room.needed_kw(hall.equipment["rppa"], 1) == 0.0


def test_what_is_left_is_the_tightest_element_up_the_chain() -> None:
    hall = good_hall()
    new = item("rack_pdu", "new", rack_id="r1", voltage_v=415.0, rating_a=63.0)
    before = room_of(hall).left_kw(hall.equipment["rppa"], new)
    assert 0.0 < before < 250.0 * 0.8 * 415.0 * 3**0.5 * 0.95 / 1000.0
    tight = set_fields(hall, ["upsa"], {"rating_kw": 40.0, "rating_kva": 40.0})
    limited = room_of(tight)
    taken_kw = room_of(set_fields(hall, ["upsa"], {"rating_kw": 100.0, "rating_kva": None}))._taken_kw["upsa"]
    assert taken_kw > 30.0
    assert limited.left_kw(tight.equipment["rppa"], new) == pytest.approx(min(40.0, 40.0 * 0.95) - taken_kw)


def test_elements_in_parallel_share_and_those_in_turn_do_not() -> None:
    hall = good_hall()
    feed = next(k for k in hall.links.values() if k.b == ("rppa",))
    twin = item("ups", "twin", rating_kw=250.0, rating_kva=250.0, voltage_v=415.0)
    into = next(k for k in hall.links.values() if k.b == ("upsa",))
    parallel = hall.changed(
        equipment={"twin": twin, "rppa": hall.equipment["rppa"]},
        links={
            "twinin": into.model_copy(update={"id": "twinin", "b": ("twin",), "a_first": 20}),
            "twinout": feed.model_copy(update={"id": "twinout", "a": ("twin",)}),
        },
    )
    load: Equipment = item("rack_pdu", "new", rack_id="r1", voltage_v=415.0, rating_a=63.0)
    alone, shared = room_of(hall), room_of(parallel)
    alone.take(hall.equipment["rppa"], load, 1)
    shared.take(parallel.equipment["rppa"], load, 1)
    assert shared._taken_kw["upsa"] == pytest.approx(shared._taken_kw["twin"])
    assert shared._taken_kw["upsa"] < alone._taken_kw["upsa"]


def test_a_cable_must_carry_it_too() -> None:
    hall = good_hall()
    room = room_of(hall)
    strip, rpp = hall.equipment["p1a"], hall.equipment["rppa"]
    need = room.needed_kw(strip, 1)
    amps = 1000.0 * need / (3**0.5 * 415.0 * 0.95)
    assert room.fits(rpp, strip, 1, amps / 0.8 + 0.01, 415.0, 3)
    assert not room.fits(rpp, strip, 1, amps / 0.8 - 0.01, 415.0, 3)
    assert room.fits(rpp, strip, 1, 0.0, 415.0, 3)  # no breaker is known
    assert room.left_kw(item("switchgear", "free", voltage_v=415.0, rating_a=1.0), strip) == math.inf  # not placed
