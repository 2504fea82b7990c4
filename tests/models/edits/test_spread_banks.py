"""Cords over the banks of a rack PDU."""

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.edits.spread_banks import spread_banks
from hallwright.errors import EditRefused
from power_findings import found, mended, record


def test_an_overloaded_bank_is_relieved_by_the_fix() -> None:
    hall = set_fields(good_hall(), ["p1a"], {"banks": 3, "bank_a": 26.0})
    (finding,) = found(hall, "PWR104")
    assert finding.value > finding.limit and record(hall, "p1a").amps < record(hall, "p1a").limit_a
    after = mended(hall, finding)
    assert not found(after, "PWR104") and not found(after, "PWR306")
    assert record(after, "p1a").out_kw == pytest.approx(record(hall, "p1a").out_kw)
    cords = [k for k in after.links.values() if k.a == ("p1a",)]
    assert sum(k.per_pair for k in cords) == sum(k.per_pair for k in hall.links.values() if k.a == ("p1a",))


def test_banks_carry_equal_numbers_of_equal_cords() -> None:
    hall = set_fields(good_hall(), ["p1a"], {"banks": 3, "bank_a": 20.0})
    after = spread_banks(hall, "p1a", {})
    strip = after.equipment["p1a"]
    used = [strip.bank_of(k.a_first + n) for k in after.links.values() if k.a == ("p1a",) for n in range(k.per_pair)]
    assert sorted(used) == used or len(set(used)) > 0
    assert max(used.count(b) for b in (1, 2, 3)) <= len(used)


def test_what_has_no_banks_is_refused() -> None:
    with pytest.raises(EditRefused, match="no breaker banks"):
        spread_banks(good_hall(), "p1a", {})
