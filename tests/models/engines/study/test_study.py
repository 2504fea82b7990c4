"""The study against hand calculation, against the live solver, and against its own promises."""

import math
import random

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields, set_project, set_settings
from hallwright.engines.study.study import study
from hallwright.errors import Cancelled, DidNotConverge, SolveError
from hallwright.project import Project
from power_halls import Wiring, random_chain

CURVE = [[0.1, 0.97], [0.5, 0.99], [1.0, 0.985]]


def random_tree(seed: int) -> Project:
    """Transformers, boards, panels, rack PDUs and coolers without a UPS, each fed once."""
    rng = random.Random(seed)
    w = Wiring()
    w.add("utility_feed", "ut", voltage_v=13800.0, fault_level_ka=rng.choice([None, 12.0]))
    w.add("transformer", "tx", rating_kva=rng.choice([800.0, 2000.0]), primary_v=13800.0, secondary_v=415.0, x_m=3.0,
          impedance_fraction=rng.choice([None, 0.0575]), efficiency_at_load=rng.choice([None, CURVE]))  # fmt: skip
    w.add("switchgear", "sg", voltage_v=415.0, rating_a=1600.0, x_m=6.0, ways=40)
    w.wire("ut", "tx")
    w.wire("tx", "sg")
    for n in range(rng.choice([1, 2, 4])):
        w.add("pdu", f"pdu{n}", primary_v=415.0, secondary_v=415.0, x_m=rng.uniform(5.0, 15.0), rating_a=400.0,
              rating_kva=rng.choice([None, 300.0]), efficiency_at_load=rng.choice([None, CURVE]))  # fmt: skip
        w.wire("sg", f"pdu{n}")
        for k in range(rng.choice([1, 3, 6])):
            rack = w.add("rack", f"r{n}{k}", x_m=rng.uniform(5.0, 15.0), y_m=rng.uniform(0.0, 4.0))
            strip = w.add("rack_pdu", f"p{n}{k}", rack_id=rack, voltage_v=415.0, rating_a=63.0)
            w.wire(f"pdu{n}", strip)
            load = w.add("system", f"s{n}{k}", role="gpu", rack_id=rack, u=1, psu_count=2,
                         nameplate_kw=rng.uniform(1.0, 12.0))  # fmt: skip
            w.wire(strip, load, "psu", 2)
    w.add("crah", "fan", sensible_kw=40.0, fan_kw=5.0, x_m=9.0)
    w.wire("sg", "fan", "feed")
    return w.project()


@pytest.mark.parametrize("seed", range(25))
def test_active_power_agrees_with_the_live_solver_on_trees_without_ups(seed: int) -> None:
    found = study(random_tree(seed))
    assert found.live_kw > 0.0
    assert found.source_kw == pytest.approx(found.live_kw, rel=5e-3)
    assert found.source_kw - found.cable_loss_kw == pytest.approx(found.live_kw, rel=5e-4)  # all but the cables


def test_active_power_agrees_where_ups_split_the_circuit() -> None:
    for seed in (1, 5, 8, 13):
        try:
            found = study(random_chain(seed))
        except DidNotConverge:
            continue  # drawn at random, some are overloaded
        assert found.source_kw - found.cable_loss_kw == pytest.approx(found.live_kw, rel=5e-3)
    hall = study(good_hall())
    assert hall.source_kw - hall.cable_loss_kw == pytest.approx(hall.live_kw, rel=1e-3)


def one_path(**board: object) -> Project:
    w = Wiring()
    w.add("utility_feed", "ut", voltage_v=10000.0, fault_level_ka=20.0)
    w.add("transformer", "tx", rating_kva=1000.0, primary_v=10000.0, secondary_v=400.0, impedance_fraction=0.06,
          x_m=4.0, efficiency_at_load=[[0.2, 0.99], [1.0, 0.99]])  # fmt: skip
    w.add("switchgear", "sg", voltage_v=400.0, rating_a=1600.0, x_m=8.0, **board)
    w.add("crah", "fan", sensible_kw=400.0, fan_kw=200.0, x_m=50.0)
    w.wire("ut", "tx")
    w.wire("tx", "sg")
    w.wire("sg", "fan", "feed")
    project = w.project()
    for a, length_m, mm2, runs in (("ut", 100.0, 70.0, 1), ("tx", 20.0, 300.0, 4), ("sg", 80.0, 240.0, 1)):
        (link,) = [k.id for k in project.links.values() if k.a == (a,)]
        project = set_fields(project, [link], {"length_m": length_m, "conductor_mm2": mm2, "conductor_runs": runs})
    return project


def test_voltage_drop_by_hand() -> None:
    project = one_path()
    found = study(project)
    last = next(k.id for k in project.links.values() if k.a == ("sg",))
    cable = found.cables[last]
    r = 0.0754 * (1.0 + 0.00393 * 50.0) * 0.08
    x = 0.08 * 0.08
    at_fan = found.elements["fan"].voltage_v
    amps = 200000.0 / (math.sqrt(3.0) * at_fan * 0.95)
    assert cable.amps == pytest.approx(amps, rel=1e-6)
    assert cable.loss_kw == pytest.approx(3.0 * amps**2 * r / 1000.0, rel=1e-6)
    drop_v = math.sqrt(3.0) * amps * (r * 0.95 + x * math.sin(math.acos(0.95)))
    assert cable.drop_fraction == pytest.approx(drop_v / 400.0, rel=5e-3)
    assert found.elements["fan"].drop_fraction == pytest.approx(
        found.elements["sg"].drop_fraction + cable.drop_fraction
    )
    assert cable.loading_fraction == pytest.approx(amps / (0.8 * 538.0))


def test_short_circuit_by_hand() -> None:
    """IEC 60909-0: network feeder, cable, transformer with its correction factor, cable, in ohms at 400 V."""
    found = study(one_path(short_circuit_ka=20.0))
    c = 1.1
    scale = (400.0 / 10000.0) ** 2
    z = c * 10000.0 / (math.sqrt(3.0) * 20000.0) * scale
    x_q = z / math.hypot(1.0, 0.1)
    grid = complex(0.1 * x_q, x_q)
    first = complex(0.268, 0.08) * 0.1 * scale
    (p0, pk) = (0.2 * (1 / 0.99 - 1), 1.0 * (1 / 0.99 - 1))
    u_r = (pk - p0) / (1.0 - 0.04) * 0.95  # what of the loss grows with the square of the load
    x_t = math.sqrt(0.06**2 - u_r**2)
    correction = 0.95 * c / (1.0 + 0.6 * x_t)
    transformer = complex(u_r, x_t) * 400.0**2 / 1e6 * correction
    second = complex(0.0601, 0.08) / 4.0 * 0.02
    fault_ka = c * 400.0 / (math.sqrt(3.0) * abs(grid + first + transformer + second)) / 1000.0
    board = found.elements["sg"]
    assert board.fault_ka == pytest.approx(fault_ka, rel=2e-3)
    assert board.fault_peak_ka is not None and 1.4 < board.fault_peak_ka / fault_ka < 2.83
    assert board.bears_fault is False
    assert study(one_path(short_circuit_ka=50.0)).elements["sg"].bears_fault is True
    unknown = study(one_path()).elements["sg"]
    assert unknown.bears_fault is None and "short_circuit_ka" in unknown.missing
    assert found.elements["ut"].fault_ka == pytest.approx(20.0 * c / 1.1, rel=1e-3)


def test_everything_assumed_is_listed() -> None:
    found = study(good_hall())
    text = " ".join(found.assumptions)
    for word in ("grid_fault_mva", "UTA", "impedance 4%", "TXA", "length", "conductor", "design basis", "0.95"):
        assert word in text, word
    stated = set_fields(good_hall(), ["uta", "utb"], {"fault_level_ka": 20.0})
    assert "grid_fault_mva" not in " ".join(study(stated).assumptions)


def test_a_study_is_stale_after_an_edit_that_matters() -> None:
    hall = good_hall()
    found = study(hall)
    assert found.is_of(hall)
    assert found.is_of(set_project(hall, {"name": "Other"}))
    assert not found.is_of(set_settings(hall, {"power_factor": 0.9}))
    assert not found.is_of(set_fields(hall, ["s1"], {"nameplate_kw": 1.0}))


def test_refusals() -> None:
    with pytest.raises(SolveError, match="nothing to study"):
        study(Project())
    thin = one_path()
    (link,) = [k.id for k in thin.links.values() if k.a == ("sg",)]
    with pytest.raises(DidNotConverge, match="voltage breaks down"):
        study(set_fields(thin, [link], {"length_m": 5000.0, "conductor_mm2": 10.0}))

    seen: list[str] = []

    def stop(what: str) -> None:
        seen.append(what)
        if len(seen) == 3:
            raise Cancelled("The work was cancelled.")

    with pytest.raises(Cancelled):
        study(thin, step=stop)
    assert len(set(seen)) == 3


def test_behind_a_ups_without_bypass_faults_are_not_evaluated() -> None:
    hall = good_hall()
    assert (study(hall).elements["rppa"].fault_ka or 0.0) > 1.0
    alone = study(set_fields(hall, ["upsa"], {"static_bypass": False})).elements["rppa"]
    assert alone.fault_ka is None and alone.bears_fault is None and "no source" in alone.missing
