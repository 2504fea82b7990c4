"""The power engine on cases worked by hand."""

import math

import pytest

from halls import good_hall, item
from hallwright.edits.change import set_fields, set_settings
from hallwright.edits.wire import connect
from hallwright.engines.base import Results, Step
from hallwright.engines.power import engine
from hallwright.engines.power.engine import Power
from hallwright.engines.power.records import LOST, OK, ONE_SIDE, THROTTLED
from hallwright.engines.topology import Topology
from hallwright.project import Project
from power_halls import Wiring


def solved(project: Project) -> Power:
    return engine.solve(engine.inputs(Step(project, Topology(project), Results())))


def test_good_hall_by_hand() -> None:
    power = solved(good_hall())
    # three systems of 10.2 kW and four switches of 1.7 kW; coolers 3 x 2 + 2 x 3 + 2 x 300 / 4
    assert power.totals.it_kw == pytest.approx(3 * 10.2 + 4 * 1.7)
    assert power.totals.other_kw == pytest.approx(162.0)
    ups = power.records["upsa"]
    assert ups.out_kw == pytest.approx(18.7)
    assert ups.in_kw == pytest.approx(18.7 / 0.95)  # 7.5 % of 250 kW: flat below the first point of the curve
    board = power.records["sga"]
    assert board.out_kw == pytest.approx(18.7 / 0.95 + 81.0)
    assert board.amps == pytest.approx(1000.0 * board.in_kw / (math.sqrt(3.0) * 415.0 * 0.95))
    assert board.limit_a == 800.0
    transformer = power.records["txa"]
    x = transformer.out_kw / (500.0 * 0.95)
    assert x < 0.25 and transformer.in_kw == pytest.approx(transformer.out_kw / 0.988)
    assert power.totals.source_kw == pytest.approx(2 * transformer.in_kw)
    assert power.totals.pue == pytest.approx(power.totals.source_kw / power.totals.it_kw)
    strip = power.records["p1a"]
    assert (strip.out_kw, strip.worst_kw, strip.worst_kw_failure) == (pytest.approx(5.1), pytest.approx(10.2), "p1b")
    assert strip.path == ("uta", "txa", "sga", "upsa", "rppa", "p1a") and strip.sides == "A"
    load = power.records["s1"]
    assert (load.state, load.worst_state, load.single_points, load.sides) == (OK, ONE_SIDE, (), "AB")
    assert power.failures["uta"].lost == 0 and power.failures["uta"].one_side == 14
    assert power.single_points == ()


def test_settings_change_the_basis() -> None:
    hall = set_settings(good_hall(), {"design_factor": 0.5, "power_factor": 1.0})
    power = solved(hall)
    assert power.totals.it_kw == pytest.approx(0.5 * (3 * 10.2 + 4 * 1.7))
    assert power.records["sga"].kva == pytest.approx(power.records["sga"].in_kw)


def test_generator_carries_where_the_utility_is_lost() -> None:
    hall = good_hall()
    generator = item("generator", "gena", side="A", rating_kw=300.0, voltage_v=415.0)
    hall = connect(hall.changed(equipment={"gena": generator}), "gena", "out", "sga", "in")
    power = solved(hall)
    assert power.records["gena"].out_kw == 0.0 and not power.records["sga"].standby
    after = power.after("uta")
    assert after.out_kw["gena"] == pytest.approx(after.in_kw["sga"])
    assert after.states["s1"] == OK and after.in_kw["uta"] == 0.0
    dark = solved(hall.changed(equipment={"uta": None, "utb": None}, links={
        k.id: None for k in hall.links.values() if k.a in (("uta",), ("utb",))
    }))  # fmt: skip
    assert dark.records["sga"].standby and dark.records["s1"].state == OK


def test_transfer_switch_takes_the_preferred_then_the_alternate() -> None:
    w = Wiring()
    for s in "ab":
        w.add("utility_feed", f"ut{s}", side=s.upper(), voltage_v=415.0)
    w.add("transfer_switch", "ats", voltage_v=415.0, rating_a=100.0)
    w.add("crah", "load", sensible_kw=10.0, fan_kw=6.0)
    w.wire("uta", "ats", "alternate")
    w.wire("utb", "ats", "preferred")
    w.wire("ats", "load", "feed")
    power = solved(w.project())
    assert power.records["utb"].out_kw == 6.0 and power.records["uta"].out_kw == 0.0
    assert power.records["ats"].path == ("utb", "ats") and power.records["ats"].sides == "AB"
    assert power.records["ats"].sources_met == ()
    assert power.records["uta"].worst_kw == 6.0 and power.records["uta"].worst_kw_failure == "utb"
    assert power.records["load"].single_points == ("ats",)


def test_supplies_n_of_n_plus_m() -> None:
    hall = set_fields(good_hall(), ["s1"], {"psu_required": 4, "psu_min_degraded": 3, "psu_kw": 3.0})
    power = solved(hall)
    after = power.after("rppb")
    assert after.states["s1"] == THROTTLED and after.drawn_kw["s1"] == 9.0  # three supplies of 3 kW
    assert power.after("p1a").states["s1"] == THROTTLED
    lost = solved(set_fields(hall, ["s1"], {"psu_min_degraded": 4}))
    assert lost.after("rppb").states["s1"] == LOST and lost.lost("rppb") == ("s1",)
    assert lost.records["s1"].short_supplies == 3


def test_shelves_share_by_rating() -> None:
    w = Wiring()
    w.add("utility_feed", "ut", voltage_v=415.0)
    w.add("rack", "r")
    w.add("system", "nvl", role="rack_scale", supply="busbar", nameplate_kw=142.0, rack_id="r")
    for n in range(8):
        w.add("power_shelf", f"sh{n}", rack_id="r", rating_kw=33.0, efficiency_at_load=[[1.0, 0.97]])
        w.wire("ut", f"sh{n}")
        w.wire(f"sh{n}", "nvl", "busbar")
    power = solved(w.project())
    assert power.records["sh0"].out_kw == pytest.approx(142.0 / 8)
    assert power.records["sh0"].in_kw == pytest.approx(142.0 / 8 / 0.97)
    assert power.records["sh0"].worst_kw == pytest.approx(142.0 / 7)
    half = w.project()
    gone = [k.id for k in half.links.values() if k.a[0] in ("sh4", "sh5", "sh6", "sh7")]
    four = solved(half.changed(links=dict.fromkeys(gone)))
    assert four.records["sh0"].out_kw == pytest.approx(35.5)  # four of eight 33 kW shelves under a 142 kW rack
    assert four.records["sh0"].utilisation == pytest.approx(35.5 / 33.0)


def test_a_loop_and_a_dead_end_are_never_green() -> None:
    w = Wiring()
    w.add("switchgear", "x", voltage_v=415.0, rating_a=100.0)
    w.add("switchgear", "y", voltage_v=415.0, rating_a=100.0)
    w.add("crah", "load", sensible_kw=10.0, fan_kw=6.0)
    w.wire("x", "y")
    w.wire("y", "x")
    w.wire("y", "load", "feed")
    power = solved(w.project())
    assert power.records["x"].in_loop and not power.records["x"].alive
    assert power.records["load"].state == LOST and power.totals.source_kw == 0.0


def test_a_feed_from_itself() -> None:
    hall = good_hall()
    link = next(k for k in hall.links.values() if k.a == ("rppa",))
    power = solved(hall.changed(links={"self": link.model_copy(update={"id": "self", "a": ("p1a",), "b": ("p1a",)})}))
    assert power.records["p1a"].in_loop and power.records["s1"].sides == "B"


def test_battery_carries_nothing_in_the_steady_state() -> None:
    hall = good_hall()
    battery = item("battery", "bat", rating_kw=200.0)
    hall = connect(hall.changed(equipment={"bat": battery}), "bat", "out", "upsa", "battery")
    power = solved(hall)
    assert "bat" not in power.records and power.records["upsa"].in_kw == pytest.approx(18.7 / 0.95)


def test_order_of_records_changes_nothing() -> None:
    hall = good_hall()
    turned = hall.model_copy(
        update={
            "equipment": dict(reversed(list(hall.equipment.items()))),
            "links": dict(reversed(list(hall.links.items()))),
        }
    )
    assert solved(turned).records == solved(hall).records
