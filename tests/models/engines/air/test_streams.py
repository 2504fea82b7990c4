"""What racks, doors, units and voids do to air."""

from dataclasses import replace

import pytest

from air_rooms import in_row, raised_floor
from hallwright.engines.air import ports
from hallwright.engines.air.inputs import AirInputs, RearDoor
from hallwright.engines.air.streams import streams_of
from hallwright.engines.air.voxels import cut
from hallwright.errors import OutOfRange


def exhaust_degc(given: AirInputs, stream: str, drawn_degc: float) -> float:
    """What a stream gives when every port draws air of one temperature."""
    s = streams_of(cut(given))
    s.compile(drawn_degc)
    ports.mix(s.node_degc, s.first, s.start, s.share, s.drawn, s.law)
    return s.degc(stream)


def with_door(door: RearDoor) -> AirInputs:
    given = raised_floor()
    return replace(given, racks=tuple(replace(r, door=door) for r in given.racks))


def test_a_rack_warms_its_air_by_heat_over_flow() -> None:
    assert exhaust_degc(raised_floor(), "rack a 1", 20.0) == pytest.approx(32.0)


def test_a_door_holds_its_temperature_or_works_by_its_effectiveness() -> None:
    assert exhaust_degc(with_door(RearDoor(leaving_degc=22.0)), "rack a 0", 20.0) == pytest.approx(22.0)
    half = with_door(RearDoor(effectiveness=0.5, water_degc=18.0))
    assert exhaust_degc(half, "rack a 0", 20.0) == pytest.approx(25.0)


def test_a_door_at_its_capacity_takes_that_and_never_warms() -> None:
    third = with_door(RearDoor(leaving_degc=10.0, capacity_w=2000.0))  # of 6 kW: a third of 12 K
    assert exhaust_degc(third, "rack a 0", 20.0) == pytest.approx(28.0)
    warm = with_door(RearDoor(leaving_degc=40.0, capacity_w=2000.0))
    assert exhaust_degc(warm, "rack a 0", 20.0) == pytest.approx(32.0)


def test_a_unit_holds_its_set_point_within_its_capacity_and_never_warms() -> None:
    assert exhaust_degc(in_row(6.0), "unit c", 22.0) == pytest.approx(18.0)
    assert exhaust_degc(in_row(6.0), "unit c", 40.0) == pytest.approx(28.0, abs=0.01)  # 6 kW of 1.2 x 5 kW at 12 K
    assert exhaust_degc(in_row(6.0), "unit c", 15.0) == pytest.approx(15.0)
    assert exhaust_degc(in_row(None), "unit c", 15.0) == pytest.approx(18.0)


def test_without_anything_that_takes_heat_the_room_is_refused() -> None:
    given = in_row(4.0)
    with pytest.raises(OutOfRange, match="4 kW of the 5 kW"):
        streams_of(cut(given))
