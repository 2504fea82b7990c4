"""The air of every room: records, reuse, warm starts, time limits, cancelling, and laws of the field."""

from functools import cache

import numpy as np
import pytest

from air_halls import FLOW, KW, cooling_of, crac, hall, open_hall, rack, room, solved
from hallwright.edits.change import set_fields
from hallwright.engines.air.engine import Air, solve_rooms
from hallwright.engines.air.records import CoolerField, RackField, RoomField
from hallwright.errors import Cancelled


@cache
def answer() -> Air:
    return solved(open_hall())


def test_records_close_the_heat_of_the_room() -> None:
    records = answer().records
    whole, unit = records["room"], records["c"]
    assert isinstance(whole, RoomField) and isinstance(unit, CoolerField)
    assert whole.refused == "" and whole.heat_kw == pytest.approx(2 * KW) and whole.capacity_kw == 30.0
    assert unit.heat_kw == pytest.approx(2 * KW, rel=0.01) and abs(whole.imbalance_fraction) < 0.005
    rise = KW / (cooling_of(open_hall()).inputs.assumed.rho_cp * FLOW)
    for id in ("r1", "r2"):
        one = records[id]
        assert isinstance(one, RackField)
        assert one.exhaust_degc - one.inlet_degc == pytest.approx(rise, abs=0.1)
        assert one.hottest_degc >= one.inlet_degc - 1e-6 >= 20.0 - 0.1
        assert (one.limit_degc, one.limit_id) == (35.0, f"{id}-s")


def test_return_and_supply_heat_index_add_up_to_one() -> None:
    whole = answer().records["room"]
    assert whole.supply_index + whole.return_index == pytest.approx(1.0)
    assert 0.0 <= whole.supply_index < 1.0


def test_no_air_is_colder_than_the_coldest_supply() -> None:
    field = answer().solved["room"].field
    assert field is not None
    assert float(np.nanmin(field.temperature_degc)) > 20.0 - 0.05


def test_a_room_that_did_not_change_keeps_its_field() -> None:
    again = solve_rooms(open_hall(), cooling_of(open_hall()), answer())
    assert again.solved["room"].field is answer().solved["room"].field
    assert again.records == answer().records


def test_a_changed_room_starts_from_the_field_it_had() -> None:
    warmer = set_fields(open_hall(), ["r1-s"], {"design_kw": KW + 0.2, "nameplate_kw": KW + 0.2})
    after, fresh = solved(warmer, answer()), solved(warmer)
    for id in ("r1", "r2"):
        assert after.records[id].inlet_degc == pytest.approx(fresh.records[id].inlet_degc, abs=1.0)
    assert after.records["room"].heat_kw == pytest.approx(2 * KW + 0.2)


def test_a_refused_room_says_why_and_has_no_field() -> None:
    weak = hall(room(), rack("r", 2.0, 1.6), crac("c", 2.0, 4.4, sensible_kw=KW - 1.0))
    found = solved(weak)
    assert found.solved["room"].field is None and "r" not in found.records
    assert "7 kW of the 8 kW" in found.records["room"].refused


def test_a_cancelled_solve_ends_and_a_slow_one_is_given_up() -> None:
    project = open_hall()
    with pytest.raises(Cancelled):
        solve_rooms(project, cooling_of(project), cancelled=lambda: True)
    late = solve_rooms(project, cooling_of(project), limit_s=0.0)
    assert "longer than" in late.records["room"].refused


def test_pictures_on_the_way_are_preliminary_and_the_answer_is_not() -> None:
    seen: list[Air] = []
    project = open_hall()
    last = solve_rooms(project, cooling_of(project), progress=seen.append)
    assert not last.preliminary and all(one.preliminary for one in seen)


def test_heat_in_is_heat_out_whatever_stands_in_the_room() -> None:
    """Units, turns and loads that differ: each field accounts for its heat."""
    for turn, kw, x in ((0.0, 4.0, 1.2), (90.0, 9.0, 2.4), (270.0, 6.0, 2.0)):
        project = hall(
            room(), rack("r", x, 1.8, kw, kw * 0.07, rotation_deg=turn), crac("c", 2.6, 4.4, airflow_m3_s=0.9)
        )
        found = solved(project).records
        assert found["room"].refused == ""
        assert found["c"].heat_kw == pytest.approx(kw, rel=0.01)
        assert abs(found["room"].imbalance_fraction) < 0.005
