"""Loop of feeds: below, at and just above the limit."""

from halls import good_hall
from power_findings import found, record
from traps.power import TRAPS


def test_found_and_only_there() -> None:
    hall = TRAPS["PWR301"][0](good_hall())
    assert {f.subjects[0] for f in found(hall, "PWR301")} == {"sgx", "sgy"}
    assert not found(good_hall(), "PWR301")


def test_what_hangs_on_a_circle_is_dead() -> None:
    hall = good_hall()
    first = min(k.id for k in hall.links.values() if k.a == ("rppa",))
    back = hall.links[first].model_copy(update={"id": "back", "b": ("sga",), "a_first": 9, "b_first": 2})
    hall = hall.changed(links={"back": back})
    assert {f.subjects[0] for f in found(hall, "PWR301")} == {"sga", "upsa", "rppa"}
    assert not record(hall, "p1a").alive and record(hall, "s1").live_cords == 3
