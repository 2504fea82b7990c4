"""Sources in parallel: below, at and just above the limit."""

from halls import good_hall
from power_findings import found
from traps.power import TRAPS


def test_found_and_only_there() -> None:
    hall = TRAPS["PWR305"][0](good_hall())
    assert {f.subjects[0] for f in found(hall, "PWR305")} == {"sga"}
    assert not found(good_hall(), "PWR305")


def test_a_ups_keeps_sources_apart() -> None:
    hall = good_hall()
    link = next(k for k in hall.links.values() if k.a == ("upsb",))
    cross = link.model_copy(update={"id": "cross", "b": ("rppa",), "a_first": 2, "b_first": 2})
    assert not found(hall.changed(links={"cross": cross}), "PWR305")
