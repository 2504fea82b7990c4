"""What the study makes of a project: lengths, conductors, what is in use."""

import math

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.engines.base import Results, Step
from hallwright.engines.power import engine
from hallwright.engines.power.engine import Power
from hallwright.engines.study.circuit import Circuit, circuit
from hallwright.engines.topology import Topology
from hallwright.equipment.conductors import COPPER, Run, ampacity_a, resistance_ohm_km, size_by_drop, size_for
from hallwright.project import Project
from power_halls import Wiring


def power_of(project: Project) -> Power:
    return engine.solve(engine.inputs(Step(project, Topology(project), Results())))


def circuit_of(project: Project) -> Circuit:
    return circuit(project, power_of(project))


def link_between(project: Project, a: str, b: str) -> str:
    return next(k.id for k in project.links.values() if k.a == (a,) and k.b == (b,))


def test_conductors() -> None:
    assert resistance_ohm_km(16.0) == pytest.approx(1.15)
    assert resistance_ohm_km(16.0, 90.0) == pytest.approx(1.15 * 1.2751)
    assert 0.524 > resistance_ohm_km(40.0) > 0.387
    assert ampacity_a(300.0, 0.8) == pytest.approx(496.8)
    assert ampacity_a(1.0, 1.0) == pytest.approx(23.0 / 1.5)
    sizes = [size for size, *_ in COPPER]
    for amps in (1.0, 16.0, 63.0, 100.0, 496.0, 497.0, 2500.0):
        mm2, runs = size_for(amps, 0.8)
        assert ampacity_a(mm2, 0.8) * runs >= amps
        if mm2 > sizes[0]:
            smaller = sizes[sizes.index(mm2) - 1]
            assert ampacity_a(smaller, 0.8) * runs < amps
        assert runs == 1 or ampacity_a(300.0, 0.8) * (runs - 1) < amps


def test_conductors_by_voltage_drop() -> None:
    run = Run(3, 400.0, 100.0, 100.0, 0.95, 0.08, 70.0)
    drop = math.sqrt(3.0) * 100.0 * 0.1 * (0.387 * 1.1965 * 0.95 + 0.08 * math.sqrt(1 - 0.95**2)) / 400.0
    assert run.drop_fraction(50.0, 1) == pytest.approx(drop)
    assert size_by_drop(100.0, 1.0, run, 0.5) == size_for(100.0, 1.0) == (16.0, 1)
    found = size_by_drop(100.0, 1.0, run, 0.021)
    assert found == (50.0, 1) and run.drop_fraction(35.0, 1) > 0.021 >= run.drop_fraction(50.0, 1)
    mm2, runs = size_by_drop(100.0, 1.0, run, 0.003) or (0.0, 0)
    assert runs > 1 and run.drop_fraction(mm2, runs) <= 0.003 < run.drop_fraction(300.0, runs - 1)
    assert size_by_drop(100.0, 1.0, run, 1e-5) is None
    one = Run(1, 230.0, 100.0, 10.0, 1.0, 0.08, 20.0)
    assert one.drop_fraction(10.0, 1) == pytest.approx(2.0 * 10.0 * 0.183 / 230.0)
    direct = Run(0, 800.0, 100.0, 10.0, 0.5, 0.08, 20.0)
    assert direct.drop_fraction(10.0, 1) == pytest.approx(2.0 * 10.0 * 0.183 / 800.0)  # no reactance, no angle


def test_a_length_that_is_entered_counts() -> None:
    hall = good_hall()
    entered = set_fields(hall, [link_between(hall, "txa", "sga")], {"length_m": 33.0})
    made = circuit_of(entered)
    (cable,) = [c for c in made.cables if c.a[0] == "txa"]
    assert cable.length_m == 33.0 and cable.length_stated


def test_conductors_are_those_entered_else_assumed() -> None:
    hall = good_hall()
    link = link_between(hall, "txa", "sga")
    (assumed,) = [c for c in circuit_of(hall).cables if c.link == link]
    assert not assumed.conductor_stated and assumed.ampacity_a >= 800.0  # the board's 1,000 A at 80 %
    (entered,) = [
        c
        for c in circuit_of(set_fields(hall, [link], {"conductor_mm2": 95.0, "conductor_runs": 3})).cables
        if c.link == link
    ]
    assert (entered.mm2, entered.runs, entered.conductor_stated) == (95.0, 3, True)


def test_a_generator_that_stands_by_gives_nothing() -> None:
    w = Wiring()
    w.add("utility_feed", "ut", voltage_v=415.0)
    w.add("generator", "gen", rating_kw=100.0, voltage_v=415.0)
    w.add("switchgear", "sg", voltage_v=415.0, rating_a=800.0)
    w.add("crah", "fan", sensible_kw=40.0, fan_kw=5.0)
    w.wire("ut", "sg")
    w.wire("gen", "sg")
    w.wire("sg", "fan", "feed")
    made = circuit_of(w.project())
    assert [s.place[0] for s in made.sources] == ["ut"]
    alone = w.project()
    alone = alone.changed(equipment={"ut": None}, links={link_between(alone, "ut", "sg"): None})
    (source,) = circuit_of(alone).sources
    assert source.place[0] == "gen" and source.fault_mva == pytest.approx(100.0 / 0.95 / 1000.0 / 0.15)


def test_single_phase_cables_stand_for_the_loss_of_two_wires() -> None:
    w = Wiring()
    w.add("utility_feed", "ut", voltage_v=415.0)
    w.add("switchgear", "sg", voltage_v=415.0, rating_a=800.0)
    w.add("pdu", "rpp", primary_v=415.0, secondary_v=415.0, branch_poles=1)
    w.add("rack", "r")
    w.add("rack_pdu", "p", rack_id="r", voltage_v=240.0, phases=1, rating_a=32.0)
    w.add("system", "s", role="cpu", rack_id="r", u=1, nameplate_kw=5.0, psu_count=1)
    for a, b, port in (("ut", "sg", "in"), ("sg", "rpp", "in"), ("rpp", "p", "in"), ("p", "s", "psu")):
        w.wire(a, b, port)
    (cable,) = [c for c in circuit_of(w.project()).cables if c.b[0] == "p"]
    amps = 5000.0 / (415.0 / math.sqrt(3.0)) if cable.wires == 6.0 else 5000.0 / 415.0
    balanced = 5000.0 / (math.sqrt(3.0) * 415.0)
    assert 2.0 * amps**2 == pytest.approx(3.0 * balanced**2 * cable.wires)  # the same loss in two wires as in three
