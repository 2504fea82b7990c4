"""The room-air solver: heat in is heat out, air behaves, and what cannot be solved is refused."""

import threading
import time
from dataclasses import replace

import numpy as np
import pytest

from air_rooms import in_row, rack, raised_floor, random_room
from hallwright.engines.air import table
from hallwright.engines.air.field import Field
from hallwright.engines.air.inputs import (
    AirInputs,
    Cooler,
    CoolerPort,
    Leak,
    Opening,
    Partition,
    Point,
    RearDoor,
    Tile,
)
from hallwright.engines.air.solve import compile_kernels, solve, stream
from hallwright.errors import Cancelled, OutOfRange


@pytest.fixture(scope="module")
def tiled() -> Field:
    return solve(raised_floor())


def coldest_supply(given: AirInputs) -> float:
    things = (*given.tiles, *given.coolers, *given.openings)
    return min(t.supply_degc for t in things if t.supply_degc is not None)


@pytest.mark.parametrize("seed", range(20))
def test_heat_in_is_heat_out_in_any_small_hall(seed: int) -> None:
    given = random_room(seed)
    field = solve(given)
    assert abs(field.heat_imbalance_fraction) <= 0.005
    assert np.nanmin(field.temperature_degc) >= coldest_supply(given) - 0.01, "nothing is colder than the supply"
    assert np.isfinite(field.temperature_degc).sum() == field.cells
    for one in given.racks:  # what leaves a rack is what it breathed, and its heat
        rise = one.heat_w / (given.fluid.heat_j_m3_k * one.flow_m3_s)
        assert field.racks[one.id].exhaust_degc == pytest.approx(field.racks[one.id].inlet_degc + rise, abs=0.01)


def test_the_heat_balance_is_the_field_s_own(tiled: Field) -> None:
    """Heat that the grille takes away, by its temperature alone."""
    supply = sum(t.flow_m3_s for t in tiled.given.tiles)
    taken = 1.19 * 1006.0 * supply * (tiled.openings_degc["grille"] - 18.0)
    assert taken == pytest.approx(tiled.heat_w, rel=0.006)


def test_the_hot_aisle_is_hotter_than_the_cold_one(tiled: Field) -> None:
    z = slice(0, 11)
    cold, hot = tiled.temperature_degc[5:11, 10:13, z], tiled.temperature_degc[5:11, 1:4, z]
    assert np.nanmean(hot) > np.nanmean(cold) + 5.0


def test_a_jet_from_a_tile_slows_as_it_rises() -> None:
    tile = Tile("t", (1.6, 1.6, 2.2, 2.2), 0.54, 18.0)
    out = Opening("out", ((0.0, 0.0, 4.0), (3.8, 0.4, 4.0)), "-z", -0.54)
    field = solve(AirInputs((3.8, 3.8, 4.0), tiles=(tile,), openings=(out,)))
    rising = field.velocity_m_s[9, 9, :, 2]
    assert rising[1] == pytest.approx(1.5, rel=0.15), "1.5 m/s through the tile"
    assert rising[4] > rising[10] > rising[16] > 0.0
    assert field.racks == {} and field.heat_w == 0.0


def test_warm_air_lies_above_cold_air_in_a_slow_room() -> None:
    one = rack("a", 1.6, 1.6, "-y", 1.0, rise_k=20.0)
    low = Opening("low", ((0.0, 0.4, 0.0), (0.0, 3.6, 0.4)), "+x", 0.1, 18.0)
    high = Opening("high", ((4.0, 0.4, 2.6), (4.0, 3.6, 3.0)), "-x", -0.1)
    field = solve(AirInputs((4.0, 4.0, 3.0), (one,), openings=(low, high)))
    by_height = np.nanmean(field.temperature_degc, axis=(0, 1))
    assert by_height[-1] > by_height[7] > by_height[0] + 0.5


def turned(given: AirInputs) -> AirInputs:
    """The room turned by a quarter: x becomes y, y becomes width - x."""
    width = given.room_m[1]
    face = {"-x": "-y", "+x": "+y", "-y": "+x", "+y": "-x", "-z": "-z", "+z": "+z"}

    def point(p: Point) -> Point:
        return (width - p[1], p[0], p[2])

    def box(b: tuple[Point, Point]) -> tuple[Point, Point]:
        one, other = point(b[0]), point(b[1])
        return tuple(map(min, one, other)), tuple(map(max, one, other))  # type: ignore[return-value]

    x, y, z = given.room_m
    return replace(
        given,
        room_m=(y, x, z),
        racks=tuple(replace(r, box=box(r.box), front=face[r.front]) for r in given.racks),
        tiles=tuple(
            replace(t, rect_m=(width - t.rect_m[3], t.rect_m[0], width - t.rect_m[1], t.rect_m[2])) for t in given.tiles
        ),
        openings=tuple(replace(o, rect_m=box(o.rect_m), face=face[o.face]) for o in given.openings),
    )


def test_turning_the_hall_changes_no_rack(tiled: Field) -> None:
    other = solve(turned(tiled.given))
    for id, mine in tiled.racks.items():
        assert other.racks[id].inlet_degc == pytest.approx(mine.inlet_degc, abs=0.3)


def test_the_same_room_gives_the_same_answer(tiled: Field) -> None:
    again = solve(raised_floor())
    assert np.array_equal(again.temperature_degc, tiled.temperature_degc, equal_nan=True)
    assert again.racks == tiled.racks


def test_first_pictures_are_preliminary_and_the_answer_is_not() -> None:
    fields = list(stream(raised_floor()))
    assert [f.preliminary for f in fields] == [True] * (len(fields) - 1) + [False]
    assert not any(f.settled for f in fields[:-1]) and fields[-1].settled
    assert len(fields) > 1, "the coarse start shows a first picture"


def test_a_warm_start_is_near_the_answer_from_the_first_picture_on(tiled: Field) -> None:
    given = tiled.given
    moved = replace(given.racks[1], box=((1.8, 0.8, 0.0), (2.4, 2.0, 2.2)))
    given = replace(given, racks=(given.racks[0], moved))
    warm, cold = solve(given, start=tiled), solve(given)
    assert warm.iterations - tiled.iterations < cold.iterations or warm.averaged
    for id in cold.racks:
        assert warm.racks[id].inlet_degc == pytest.approx(cold.racks[id].inlet_degc, abs=0.5)


def test_a_start_from_another_room_is_no_start(tiled: Field) -> None:
    assert solve(in_row(), start=tiled).racks == solve(in_row()).racks


def test_a_cancelled_solve_ends_at_once() -> None:
    asked = threading.Event()
    ended: list[float] = []

    def work() -> None:
        with pytest.raises(Cancelled):
            solve(raised_floor(), cancelled=asked.is_set)
        ended.append(time.perf_counter())

    worker = threading.Thread(target=work)
    worker.start()
    asked.set()
    worker.join(20.0)
    assert ended


def test_two_solves_at_once_give_what_each_gives_alone(tiled: Field) -> None:
    found: dict[int, Field] = {}
    workers = [threading.Thread(target=lambda n=n: found.update({n: solve(raised_floor())})) for n in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60.0)
    assert found[0].racks == found[1].racks == tiled.racks


def test_a_unit_at_its_capacity_supplies_warmer_air_and_takes_no_more() -> None:
    ample, short = solve(in_row(20.0)), solve(in_row(5.0))
    assert ample.coolers["c"].supply_degc == pytest.approx(18.0)
    for found in (ample, short):  # never at rest: what the unit takes and what the air keeps is what the rack gives
        assert abs(found.heat_imbalance_fraction) < 0.005
    assert short.coolers["c"].heat_w <= 5000.1


def test_a_room_that_would_warm_without_end_is_refused() -> None:
    with pytest.raises(OutOfRange, match="warm without end"):
        solve(in_row(3.0))


def test_a_failed_unit_is_a_body_and_its_open_damper_lets_air_back() -> None:
    given = in_row()
    one = given.coolers[0]
    other = replace(one, id="d", box=((0.2, 1.0, 0.0), (0.8, 2.2, 2.2)))
    off = replace(other, draws=None, blows=None)
    assert one.draws is not None
    back = replace(other, backflow=True)
    running, dead, open_ = (solve(replace(given, coolers=(one, each))) for each in (other, off, back))
    assert running.racks["a"].inlet_degc < dead.racks["a"].inlet_degc
    assert dead.coolers["d"].return_degc is None and dead.coolers["d"].heat_w is None
    assert open_.coolers["d"].heat_w is None, "what flows back is not cooled"
    assert open_.coolers["d"].supply_degc == pytest.approx(open_.coolers["d"].return_degc)
    assert abs(open_.heat_imbalance_fraction) < 0.005


def test_a_rear_door_holds_its_set_point_within_its_capacity() -> None:
    given = raised_floor()
    racks = tuple(replace(r, door=RearDoor(leaving_degc=20.0)) for r in given.racks)
    held = solve(replace(given, racks=racks))
    assert held.racks["a"].exhaust_degc == pytest.approx(20.0, abs=1e-6)
    assert held.racks["a"].door_w > 0.7 * given.racks[0].heat_w
    weak = tuple(replace(r, door=RearDoor(leaving_degc=20.0, capacity_w=2000.0)) for r in given.racks)
    assert solve(replace(given, racks=weak)).racks["a"].door_w == pytest.approx(2000.0, rel=1e-3)
    water = tuple(replace(r, door=RearDoor(effectiveness=0.5, water_degc=18.0)) for r in given.racks)
    half = solve(replace(given, racks=water)).racks["a"]
    assert half.exhaust_degc == pytest.approx((half.inlet_degc + 12.0 + 18.0) / 2.0, abs=0.01)


def test_missing_blanking_warms_what_the_equipment_breathes() -> None:
    given = raised_floor()
    leaky = tuple(replace(r, recirculated_fraction=0.2) for r in given.racks)
    field = solve(replace(given, racks=leaky))
    one = field.racks["a"]
    assert one.equipment_degc == pytest.approx(one.hottest_band_degc + 0.25 * 12.0, abs=0.01)
    assert abs(field.heat_imbalance_fraction) < 0.005


def contained(leak_m3_s: float) -> AirInputs:
    """A hot aisle closed by panels: its ceiling grille takes less than the rack blows in, a leak the rest."""
    one = rack("a", 1.0, 1.0, "-y", 6.0)
    supply = one.flow_m3_s
    panels = (
        Partition("side", ((0.6, 2.2, 0.0), (0.6, 3.4, 3.0))),
        Partition("far", ((2.0, 2.2, 0.0), (2.0, 3.4, 3.0))),
        Partition("end", ((0.6, 3.4, 0.0), (2.0, 3.4, 3.0))),
        Partition("left", ((0.6, 2.2, 0.0), (1.0, 2.2, 3.0))),
        Partition("right", ((1.6, 2.2, 0.0), (2.0, 2.2, 3.0))),
        Partition("above", ((1.0, 2.2, 2.2), (1.6, 2.2, 3.0))),
    )
    low = Opening("low", ((0.0, 0.2, 0.2), (0.0, 0.8, 0.8)), "+x", supply, 18.0)
    top = Opening("top", ((0.8, 2.6, 3.0), (1.6, 3.0, 3.0)), "-z", -(supply - leak_m3_s))
    side = Opening("side", ((3.0, 0.2, 2.2), (3.0, 0.8, 2.8)), "-x", -leak_m3_s)
    leaks = (Leak("gap", ((2.0, 2.4, 0.0), (2.0, 3.2, 2.0)), leak_m3_s),) if leak_m3_s else ()
    openings = (low, top, side) if leak_m3_s else (low, top)
    return AirInputs((3.0, 4.0, 3.0), (one,), openings=openings, partitions=panels, leaks=leaks)


def test_containment_holds_and_a_leak_lets_hot_air_out() -> None:
    tight, leaky = solve(contained(0.0)), solve(contained(0.15))
    assert tight.racks["a"].inlet_degc == pytest.approx(18.0, abs=0.05)
    assert tight.openings_degc["top"] == pytest.approx(30.0, abs=0.1)
    beside = slice(11, 14), slice(12, 16), slice(0, 10)
    assert np.nanmean(leaky.temperature_degc[beside]) > np.nanmean(tight.temperature_degc[beside]) + 1.0
    assert abs(leaky.heat_imbalance_fraction) < 0.005


def test_air_goes_through_voids() -> None:
    """A CRAH draws from the ceiling void and blows into the floor void; tiles and a grille are its other ends."""
    one = rack("a", 1.0, 0.8, "+y", 6.0)
    flow = 1.1 * one.flow_m3_s
    crah = Cooler(
        "crah", ((2.6, 0.2, 0.0), (3.0, 1.0, 2.0)), CoolerPort(flow, void="ceiling"), CoolerPort(flow, void="floor"),
        17.0, 50_000.0,
    )  # fmt: skip
    given = AirInputs(
        (3.2, 3.6, 3.0),
        (one,),
        (Tile("t", (1.0, 2.0, 1.6, 2.6), flow, void="floor"),),
        (crah,),
        (Opening("up", ((0.4, 0.2, 3.0), (1.4, 0.8, 3.0)), "-z", -flow, void="ceiling"),),
    )
    field = solve(given)
    assert field.coolers["crah"].supply_degc == pytest.approx(17.0)
    assert field.coolers["crah"].return_degc == pytest.approx(field.openings_degc["up"], abs=0.01)
    assert field.coolers["crah"].heat_w == pytest.approx(6000.0, rel=0.006)
    slow = replace(crah, draws=CoolerPort(0.5 * flow, void="ceiling"), blows=CoolerPort(0.5 * flow, void="floor"))
    with pytest.raises(OutOfRange, match="void ceiling"):
        solve(replace(given, coolers=(slow,)))


def test_a_hall_of_one_cell_has_an_answer() -> None:
    into = Opening("in", ((0.0, 0.0, 0.0), (0.0, 0.2, 0.2)), "+x", 0.01, 20.0)
    out = Opening("out", ((0.2, 0.0, 0.0), (0.2, 0.2, 0.2)), "-x", -0.01)
    field = solve(AirInputs((0.2, 0.2, 0.2), openings=(into, out)))
    assert field.cells == 1 and field.temperature_degc[0, 0, 0] == pytest.approx(20.0, abs=0.01)


def test_a_room_in_which_nothing_moves_is_refused() -> None:
    with pytest.raises(OutOfRange, match="nothing moves"):
        solve(AirInputs((4.0, 4.0, 3.0)))


def test_the_table_reads_every_rack_that_breathes(tiled: Field) -> None:
    assert set(tiled.racks) == {"a", "b"} and len(tiled.racks["a"].bands_degc) == 3
    one = tiled.racks["a"]
    assert one.inlet_degc <= one.hottest_band_degc <= one.hottest_degc + 1e-6
    assert table.Table(tiled.state).inlets_degc(tiled.state.streams.node_degc).shape == (2,)


def test_after_the_kernels_are_compiled_a_solve_compiles_none() -> None:
    from hallwright.engines.air import pressure, transport, turbulence

    compile_kernels()
    kernels = [getattr(m, n) for m in (pressure, transport, turbulence) for n in dir(m)]
    kernels = [k for k in kernels if hasattr(k, "signatures")]
    before = [len(k.signatures) for k in kernels]
    solve(random_room(4))
    assert [len(k.signatures) for k in kernels] == before and sum(before) > 5
