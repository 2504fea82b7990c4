"""Rack loops and facility loops on their own, from parts made by hand."""

import math
from dataclasses import replace

import pytest

from hallwright.engines.coolant.parts import Assumed, CduPart, SystemPart, valve_flow
from hallwright.engines.coolant.piping import L_MIN, Pipe, Pumps
from hallwright.engines.coolant.rack_loop import Facility, RackFlow, RackLoop, exchanger_of, solve_rack_loop
from hallwright.engines.coolant.records import FAILED, NO_PUMP, SOLVED
from hallwright.engines.coolant.water_loop import Draw, Source, WaterLoop, solve_water_loop
from hallwright.settings import Settings

ASSUMED = Assumed.of(Settings())
PIPE = Pipe(20.0, 0.065)


def cdu(
    key: str = "c1", flow: float = 600.0, head: float = 200.0, target: float | None = 32.0, **more: object
) -> CduPart:
    pumps = Pumps(flow / L_MIN, head * 1000.0, 1.25 * head * 1000.0, 1.2)
    part = CduPart(
        key, (), True, False, target, 20.0, pumps, 5.0, 400.0, 4.0, 40.0, 400.0 / L_MIN, 400.0 / L_MIN, 0.0, 60.0, ()
    )
    return replace(part, **more)  # type: ignore[arg-type]


def system(key: str, *cdus: str, kw: float = 100.0, flow: float = 120.0, **more: object) -> SystemPart:
    part = SystemPart(
        key,
        tuple((c, PIPE) for c in cdus),
        kw,
        flow / L_MIN,
        32.0,
        (),
        flow / L_MIN,
        80.0,
        flow / L_MIN,
        "pg25",
        45.0,
        10.0,
        None,
        None,
        (),
    )
    return replace(part, **more)  # type: ignore[arg-type]


def run(*parts: CduPart | SystemPart, degc: float | None = 20.0, most: float = 400.0, **out: str) -> RackFlow:
    loop = RackLoop(
        ASSUMED,
        tuple(p for p in parts if isinstance(p, CduPart)),
        tuple(p for p in parts if isinstance(p, SystemPart)),
    )
    return solve_rack_loop(loop, {c.id: Facility(degc, most / L_MIN) for c in loop.cdus}, **out)


def test_enough_pump_gives_every_system_its_flow_and_a_rise_by_its_heat() -> None:
    found = run(cdu(), system("a", "c1"), system("b", "c1", kw=50.0, flow=60.0))
    assert found.verdict == SOLVED
    assert found.systems["a"].flow_m3_s * L_MIN == pytest.approx(120.0, rel=1e-4)
    rise = 100.0 / (found.properties.rho_cp * found.systems["a"].flow_m3_s)
    assert found.systems["a"].return_degc - found.systems["a"].supply_degc == pytest.approx(rise, rel=1e-9)
    assert found.cdus["c1"].supply_degc == 32.0
    assert found.cdus["c1"].heat_kw == pytest.approx(150.0, rel=1e-9)
    assert found.heat_error == pytest.approx(0.0, abs=1e-9)
    assert found.mass_error < 1e-9


def test_a_weak_pump_starves_them_all_and_the_farthest_most() -> None:
    far = system("far", "c1", feeds=(("c1", Pipe(200.0, 0.04)),))
    found = run(cdu(flow=150.0, head=90.0), system("near", "c1"), far)
    near, away = (found.systems[k].flow_m3_s * L_MIN for k in ("near", "far"))
    assert away < near < 120.0
    assert found.cdus["c1"].flow_m3_s * L_MIN == pytest.approx(near + away)
    assert found.cdus["c1"].speed == pytest.approx(1.0, abs=1e-6)
    assert found.heat_error == pytest.approx(0.0, abs=1e-9)


def test_the_supply_floats_up_where_the_exchanger_reaches_no_further() -> None:
    parts = cdu(), *(system(f"s{n}", "c1") for n in range(4))
    held, warm = run(*parts), run(*parts, degc=30.0, most=250.0)
    assert held.cdus["c1"].supply_degc == 32.0
    now = warm.cdus["c1"]
    assert now.supply_degc > 32.0
    exchanger = exchanger_of(parts[0], ASSUMED.fouling, "pg25")
    resistance = exchanger.resistance_k_kw(now.flow_m3_s * warm.properties.rho_cp, 250.0 / L_MIN * 995.65 * 4.18)
    assert now.supply_degc - 30.0 == pytest.approx((now.heat_kw + 5.0) * resistance, rel=2e-3)
    assert now.able_kw < 400.0
    assert warm.heat_error == pytest.approx(0.0, abs=1e-9)


def test_a_warmer_supply_makes_a_system_with_a_table_want_more() -> None:
    table = ((25.0, 59.0 / L_MIN), (45.0, 177.0 / L_MIN))
    machine = system("gb300", "c1", kw=120.0, flow=100.3, table=table)
    assert machine.wanted(25.0) * L_MIN == pytest.approx(59.0, rel=1e-9)
    assert machine.wanted(45.0) * L_MIN == pytest.approx(177.0, rel=1e-9)
    cool, warm = run(cdu(), machine), run(cdu(), machine, degc=36.0)
    assert warm.systems["gb300"].wanted_m3_s > cool.systems["gb300"].wanted_m3_s
    now = warm.systems["gb300"]
    assert now.wanted_m3_s == pytest.approx(machine.wanted(now.supply_degc), rel=1e-5)


def test_two_cdus_share_and_one_carries_on_alone() -> None:
    parts = cdu("c1"), cdu("c2"), system("a", "c1", "c2"), system("b", "c1", "c2")
    both = run(*parts)
    assert both.cdus["c1"].flow_m3_s == pytest.approx(both.cdus["c2"].flow_m3_s, rel=1e-6)
    alone = run(*parts, out="c2")
    assert set(alone.cdus) == {"c1"}
    assert alone.systems["a"].flow_m3_s * L_MIN == pytest.approx(120.0, rel=1e-3)
    assert alone.cdus["c1"].heat_kw == pytest.approx(200.0)


def test_supplies_of_two_temperatures_mix_by_their_flows() -> None:
    found = run(cdu("c1", target=30.0), cdu("c2", target=38.0), system("a", "c1", "c2"))
    share = found.cdus["c1"].flow_m3_s / (found.cdus["c1"].flow_m3_s + found.cdus["c2"].flow_m3_s)
    assert found.systems["a"].supply_degc == pytest.approx(30.0 * share + 38.0 * (1.0 - share), rel=1e-6)
    assert found.heat_error == pytest.approx(0.0, abs=1e-9)


def test_a_stronger_cdu_holds_the_weaker_ones_valve_shut_without_losing_heat() -> None:
    parts = cdu("c1", head=250.0), cdu("c2", head=60.0), system("a", "c1", "c2"), system("b", "c1", "c2")
    found = run(*parts)
    assert found.cdus["c2"].flow_m3_s < 1e-3 * found.cdus["c1"].flow_m3_s
    assert found.cdus["c1"].heat_kw == pytest.approx(200.0, rel=1e-4)
    assert abs(found.heat_error) < 1e-6


def test_a_pump_out_of_several_and_the_last_one() -> None:
    strong = cdu(pumps=Pumps(200.0 / L_MIN, 2e5, 2.5e5, 1.2, fitted=2, standby=0))
    machines = system("a", "c1"), system("b", "c1")
    assert run(strong, *machines).systems["a"].flow_m3_s * L_MIN == pytest.approx(120.0, rel=0.03)
    assert run(strong, *machines, pump_out="c1").systems["a"].flow_m3_s * L_MIN < 90.0
    spare = cdu(pumps=Pumps(260.0 / L_MIN, 2e5, 2.5e5, 1.2, fitted=2, standby=1))
    assert run(spare, *machines, pump_out="c1").systems["a"].flow_m3_s * L_MIN == pytest.approx(120.0, rel=1e-3)
    assert run(cdu(), *machines, pump_out="c1").verdict == NO_PUMP


def test_a_loop_without_a_pump_says_so() -> None:
    for dead in (cdu(flow=0.0), cdu(head=0.0), cdu(runs=False)):
        found = run(dead, system("a", "c1"))
        assert found.verdict == NO_PUMP and found.reason and found.unhandled_kw == 100.0
    assert run(cdu(), system("a", "c1"), out="c1").verdict == NO_PUMP


def test_heat_without_facility_water_is_a_verdict_and_not_a_number() -> None:
    found = run(cdu(), system("a", "c1"), most=0.0)
    assert found.verdict == FAILED and "facility water" in found.reason


def test_unknown_temperatures_leave_flows_and_heat() -> None:
    found = run(cdu(target=None), system("a", "c1"), degc=None)
    assert found.verdict == SOLVED
    assert math.isnan(found.systems["a"].supply_degc)
    assert found.systems["a"].flow_m3_s * L_MIN == pytest.approx(120.0, rel=1e-4)
    assert found.cdus["c1"].heat_kw == pytest.approx(100.0)


def test_valves_open_in_whole_steps_and_no_further_than_rated() -> None:
    assert valve_flow(0.123, 1.0) == pytest.approx(0.13)
    assert valve_flow(0.12, 1.0) == pytest.approx(0.12)
    assert valve_flow(7.0, 1.0) == 1.0
    assert valve_flow(0.1, 0.0) == 0.0


def water(sources: tuple[Source, ...], draws: tuple[Draw, ...]) -> WaterLoop:
    return WaterLoop(4.5e-5, 10.0, 20.0, 60.0, sources, draws, 15.0)


def plant(key: str, flow: float = 1000.0, header: str = "h1") -> Source:
    return Source(key, header, Pumps(flow / L_MIN, 250e3, 312.5e3, 1.2))


def draw(key: str, wanted: float, rated: float = 500.0, *headers: str) -> Draw:
    return Draw(key, tuple((h, Pipe(60.0, 0.1)) for h in headers or ("h1",)), wanted / L_MIN, rated / L_MIN)


def test_a_facility_loop_gives_what_valves_ask_for_and_plants_share() -> None:
    found = solve_water_loop(water((plant("p1"), plant("p2")), (draw("a", 400.0), draw("b", 300.0))))
    assert found.verdict == SOLVED
    assert found.drawn["a"] * L_MIN == pytest.approx(400.0, rel=1e-3)
    assert found.pumped["p1"] == pytest.approx(found.pumped["p2"], rel=1e-6)
    assert sum(found.pumped.values()) == pytest.approx(sum(found.drawn.values()), rel=1e-9)
    assert found.mass_error < 1e-9


def test_without_a_plant_consumers_run_short() -> None:
    loop = water((plant("p1"), plant("p2")), tuple(draw(f"d{n}", 500.0) for n in range(4)))
    assert solve_water_loop(loop).drawn["d0"] * L_MIN == pytest.approx(500.0, rel=0.03)
    short = solve_water_loop(loop, ("p1",))
    assert short.drawn["d0"] * L_MIN < 350.0
    assert solve_water_loop(water((plant("p1"),), (draw("a", 100.0),)), ("p1",)).verdict == NO_PUMP


def test_a_consumer_on_two_headers_draws_from_both() -> None:
    loop = water((plant("p1"), plant("p2", header="h2")), (draw("a", 400.0, 500.0, "h1", "h2"), draw("b", 100.0)))
    found = solve_water_loop(loop)
    assert dict(found.shares["a"])["h2"] > 0.3
    assert sum(share for _, share in found.shares["a"]) == pytest.approx(1.0)
    alone = solve_water_loop(loop, ("p1",))
    assert dict(alone.shares["a"])["h2"] == pytest.approx(1.0)
    assert alone.drawn["b"] * L_MIN < 101.0


def test_closed_valves_draw_nothing() -> None:
    found = solve_water_loop(water((plant("p1"),), (draw("a", 0.0), draw("b", 200.0))))
    assert found.drawn["a"] == 0.0 and found.drawn["b"] * L_MIN == pytest.approx(200.0, rel=1e-3)
