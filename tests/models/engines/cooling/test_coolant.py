"""Rack loops: shares of CDUs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halls import good_hall
from hallwright.engines.cooling.coolant import pump_kw, share
from hallwright.engines.cooling.parts import CduPart
from hallwright.engines.cooling.records import CduLoad, SystemHeat
from hallwright.evaluate import evaluate
from traps.thermal import change

FEEDS = st.dictionaries(st.sampled_from("abcd"), st.integers(1, 9)).map(lambda d: tuple(sorted(d.items())))


@given(FEEDS, st.frozensets(st.sampled_from("abcd")))
def test_shares_of_what_runs_add_to_one(feeds: tuple[tuple[str, int], ...], running: frozenset[str]) -> None:
    shares = {cdu: share(feeds, cdu, running) for cdu, _ in feeds}
    assert sum(shares.values()) == pytest.approx(1.0 if running & shares.keys() else 0.0)
    assert all(part == 0.0 for cdu, part in shares.items() if cdu not in running)


def test_a_cdu_without_power_leaves_its_share_to_the_other() -> None:
    hall = good_hall()
    dead = hall.changed(links={k: None for k, v in hall.links.items() if v.medium == "power" and v.b == ("cdu1",)})
    cooling = evaluate(dead, evaluate(hall)).results.cooling
    assert cooling is not None
    out, other, system = (cooling.records[k] for k in ("cdu1", "cdu2", "s3"))
    assert isinstance(out, CduLoad) and isinstance(other, CduLoad) and isinstance(system, SystemHeat)
    assert (out.runs, out.has_water, out.capacity_kw, out.heat_kw) == (False, True, 0.0, 0.0)
    assert other.heat_kw == pytest.approx(8.16)
    assert system.cdus == ("cdu2",)


def test_pump_power_is_that_of_the_unit_where_stated() -> None:
    cooling = evaluate(change(good_hall(), "cdu1", unit_power_kw=2.5)).results.cooling
    assert cooling is not None
    assert pump_kw(cooling.inputs.parts[CduPart]["cdu1"]) == 2.5
