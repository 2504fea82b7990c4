"""Failures in time: what reacts when, in halls small enough to work out by hand."""

import pytest

from hallwright.engines.power.cascade import Outcome
from hallwright.engines.power.failures import Failures, failures_of
from power_halls import Wiring


def chain(load_kw: float = 80.0, **ups: object) -> Wiring:
    """Utility and generator on one board, a UPS, a strip, and a system of a single supply."""
    w = Wiring()
    w.add("utility_feed", "ut", side="A", voltage_v=415.0)
    w.add("generator", "gen", side="A", rating_kw=200.0, voltage_v=415.0, start_time_s=10.0)
    w.add("switchgear", "board", voltage_v=415.0, rating_a=1000.0)
    w.add("ups", "ups", **{"rating_kw": 100.0, "voltage_v": 415.0, **ups})
    w.add("switchgear", "out", voltage_v=415.0, rating_a=1000.0)
    w.add("rack", "r")
    w.add("rack_pdu", "strip", rack_id="r", voltage_v=415.0, rating_a=200.0)
    w.add(
        "system",
        "s",
        role="gpu",
        rack_id="r",
        u=1,
        u_height=8,
        psu_count=2,
        psu_kw=99.0,
        psu_required=1,
        nameplate_kw=load_kw,
    )
    for a, b in (("ut", "board"), ("gen", "board"), ("board", "ups"), ("ups", "out"), ("out", "strip")):
        w.wire(a, b)
    w.wire("strip", "s", "psu")
    return w


def analysis(w: Wiring) -> Failures:
    return failures_of(w.project())


def told(outcome: Outcome) -> list[tuple[float, str, str]]:
    return [(round(e.at_s, 6), e.what, e.id) for e in outcome.events]


def test_a_battery_carries_until_the_generator_does() -> None:
    # 80 kW for 10 s are 800 kW s = 0.2222 kWh
    outcome = analysis(chain(battery_kwh=0.2223)).after(["ut"])
    assert told(outcome) == [(0.0, "failed", "ut"), (0.0, "on battery", "ups"), (10.0, "started", "gen")]
    assert (outcome.lost, outcome.interrupted, outcome.dead) == ((), (), ("ut",))
    (ride,) = outcome.rides
    assert ride.lasts_s == pytest.approx(0.2223 * 3600.0 / 80.0)
    assert ride.needed_s == 10.0


def test_a_battery_that_ends_too_soon_loses_the_load_for_good() -> None:
    outcome = analysis(chain(battery_kwh=0.2221)).after(["ut"])
    assert outcome.lost == ("s",)
    assert [e.what for e in outcome.trips] == ["battery empty"]
    assert outcome.trips[0].at_s == pytest.approx(0.2221 * 3600.0 / 80.0)
    assert ("ups" in outcome.dead) and outcome.rides[0].needed_s is None


def test_a_battery_of_unknown_energy_is_told_and_dropped_where_nothing_comes() -> None:
    found = analysis(chain())
    outcome = found.after(["ut"])
    assert outcome.lost == () and outcome.unknown == ("ups",)
    both = found.after(["ut", "gen"])
    assert both.lost == ("s",) and both.unknown == ()


def test_battery_cabinets_give_energy_and_must_give_the_power() -> None:
    def with_cabinet(rating_kw: float) -> Failures:
        w = chain()
        w.add("battery", "bat", rating_kw=rating_kw, runtime_min=5.0)
        w.wire("bat", "ups", "battery")
        return analysis(w)

    good = with_cabinet(80.0)
    assert good.after(["ut"]).lost == () and good.after(["ut"]).rides[0].lasts_s == pytest.approx(300.0)
    small = with_cabinet(79.0).after(["ut"])
    assert small.lost == ("s",) and [e.what for e in small.trips] == ["battery too small"]
    assert good.after(["bat"]).lost == ()
    assert good.after(["ut", "bat"]).lost == ("s",)


def test_an_overloaded_ups_goes_to_its_bypass_or_off() -> None:
    kept = analysis(chain(load_kw=120.0, battery_kwh=100.0))
    outcome = kept.after_nothing()
    assert outcome.lost == () and outcome.trips == ()
    assert told(outcome) == [(round(80.0 / (1.2**2 - 1.0), 6), "to static bypass", "ups")]
    dark = kept.after(["ut", "gen"])
    assert dark.lost == ("s",) and [e.what for e in dark.trips] == ["shut down"], "on battery the bypass has no supply"
    assert analysis(chain(load_kw=120.0, static_bypass=False)).after_nothing().lost == ("s",)


def test_without_a_ups_a_generator_start_is_an_interruption() -> None:
    w = chain()
    w.wires = [x for x in w.wires if x[2] != "strip"]
    w.wire("board", "strip")
    outcome = analysis(w).after(["ut"])
    assert outcome.lost == () and outcome.interrupted == ("s",)


def test_a_generator_that_is_too_small_shuts_down() -> None:
    w = chain(battery_kwh=1.0)
    w.add("generator", "gen", side="A", rating_kw=40.0, voltage_v=415.0, start_time_s=10.0)
    outcome = analysis(w).after(["ut"])
    assert outcome.lost == ("s",)
    # twice its rating: 80 s / 3; then the battery gives what the ten seconds at the start have left of it
    assert told(outcome)[2:] == [
        (10.0, "started", "gen"),
        (round(10.0 + 80.0 / 3.0, 6), "shut down", "gen"),
        (round(10.0 + 80.0 / 3.0, 6), "on battery", "ups"),
        (round(10.0 + 80.0 / 3.0 + 35.0, 6), "battery empty", "ups"),
    ]


def two_sides(technology: str = "sts", **fields: object) -> Wiring:
    """Two utilities on a transfer switch that feeds a strip with one system."""
    w = Wiring()
    for s in "AB":
        w.add("utility_feed", f"ut{s.lower()}", side=s, voltage_v=415.0)
    w.add("transfer_switch", "ts", technology=technology, voltage_v=415.0, rating_a=200.0, **fields)
    w.add("rack", "r")
    w.add("rack_pdu", "strip", rack_id="r", voltage_v=415.0, rating_a=100.0)
    w.add("system", "s", role="gpu", rack_id="r", u=1, u_height=8, psu_count=1, psu_kw=20.0, nameplate_kw=10.0)
    w.wire("uta", "ts", "preferred")
    w.wire("utb", "ts", "alternate")
    w.wire("ts", "strip")
    w.wire("strip", "s", "psu")
    return w


@pytest.mark.parametrize(("technology", "interrupted"), [("sts", ()), ("ats", ("s",))])
def test_a_static_switch_is_faster_than_a_supply_holds_up(technology: str, interrupted: tuple[str, ...]) -> None:
    outcome = analysis(two_sides(technology)).after(["uta"])
    assert outcome.lost == () and outcome.interrupted == interrupted
    assert [e.what for e in outcome.events] == ["failed", "transferred"]
    assert analysis(two_sides(technology)).after(["uta", "utb"]).lost == ("s",)
    stated = analysis(two_sides(technology, transfer_ms=12.0)).after(["uta"])
    assert stated.events[1].at_s == 0.012 and stated.interrupted == ()


def pair_of_strips(rating_a: float, banks: int | None = None, bank_a: float | None = None) -> Wiring:
    """Two strips on two utilities, each with half of the supplies of two systems of 12 kW."""
    w = Wiring()
    w.add("rack", "r")
    for s in "ab":
        w.add("utility_feed", f"ut{s}", side=s.upper(), voltage_v=415.0)
        w.add(
            "rack_pdu", f"p{s}", rack_id="r", voltage_v=415.0, rating_a=rating_a, outlets=4, banks=banks, bank_a=bank_a
        )
        w.wire(f"ut{s}", f"p{s}")
    for n in range(2):
        w.add("system", f"s{n}", role="gpu", rack_id="r", u=1 + 8 * n, u_height=8, psu_count=4, psu_kw=12.0,
              nameplate_kw=12.0, psu_required=1)  # fmt: skip
        for s in "ab":
            w.wire(f"p{s}", f"s{n}", "psu", 2)
    return w


def test_the_side_that_is_left_trips_above_its_rating() -> None:
    # 24 kW at 415 V and a power factor of 0.95: 35.15 A
    held = analysis(pair_of_strips(36.0)).after(["uta"])
    assert held.lost == () and held.one_side == ("s0", "s1")
    assert [(o.id, o.what) for o in held.overloads] == [("pb", "current")], "above 80 %, below its rating"
    gone = analysis(pair_of_strips(35.0)).after(["uta"])
    assert gone.lost == ("s0", "s1")
    (trip,) = gone.trips
    ratio = trip.value / trip.limit if trip.value and trip.limit else 0.0
    assert trip.id == "pb" and trip.at_s == pytest.approx(80.0 / (ratio**2 - 1.0))


def test_a_bank_that_opens_takes_its_cords_alone() -> None:
    # each bank has the two cords of one system: 6 kW a cord at 240 V and 0.95 are 26.4 A
    found = analysis(pair_of_strips(100.0, banks=2, bank_a=50.0))
    outcome = found.after(["uta"])
    assert [(t.what, t.id) for t in outcome.trips] == [("tripped", "pb"), ("tripped", "pb")]
    assert outcome.lost == ("s0", "s1")
    assert [o.what for o in outcome.overloads] == ["bank", "bank"]
    assert found.after(["pa"]).lost == ("s0", "s1")
    assert analysis(pair_of_strips(100.0, banks=2, bank_a=53.0)).after(["uta"]).lost == ()


def test_a_hall_without_overload_does_nothing_when_nothing_fails() -> None:
    outcome = analysis(pair_of_strips(100.0)).after_nothing()
    assert outcome.events == () and outcome.lost == outcome.dead == outcome.overloads == ()
