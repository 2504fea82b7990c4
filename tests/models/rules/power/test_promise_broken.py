"""Declared redundancy: proven against the failure of the element."""

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.edits.part_paths import part_paths
from power_findings import found, mended
from traps.power import TRAPS


@pytest.mark.parametrize("promise", ["N+1", "2N", "distributed", "catcher"])
def test_a_promise_that_holds_and_one_that_does_not(promise: str) -> None:
    assert not found(set_fields(good_hall(), ["upsa"], {"promise": promise}), "PWR206")
    broken = set_fields(TRAPS["PWR206"][0](good_hall()), ["upsa"], {"promise": promise})
    (finding,) = found(broken, "PWR206")
    assert finding.subjects == ("upsa",) and finding.value >= 1 and finding.limit == 0
    assert finding.path == ("uta", "txa", "sga", "upsa")


def test_the_fix_parts_the_paths_of_what_goes_down() -> None:
    hall = TRAPS["PWR206"][0](good_hall())
    (finding,) = found(hall, "PWR206")
    assert not found(mended(hall, finding), "PWR206")


def test_n_promises_nothing() -> None:
    assert not found(set_fields(TRAPS["PWR206"][0](good_hall()), ["upsa"], {"promise": "N"}), "PWR206")


def test_a_shared_breaker_makes_n_plus_one_n() -> None:
    hall = TRAPS["PWR206"][0](good_hall())
    (finding,) = found(hall, "PWR201")
    assert finding.subjects == ("s1",)
    mended = part_paths(hall, "s1")
    assert not found(mended, "PWR206") and not found(mended, "PWR201")
