"""Loads of the drawing are those of the traffic engine, pair by pair, with devices and cables out."""

import pytest

from diagrams_of_fabrics import of_fabric_alone, report_of
from generated import bare_hall, with_fabric
from hallwright.diagrams.fabric import fabric_diagram
from hallwright.diagrams.fabric_loads import ALL_JOBS, EVEN, Flow, Pairs, choices, demands
from hallwright.edits.change import set_fields
from hallwright.engines.traffic.ecmp import spread
from hallwright.engines.traffic.engine import Traffic
from hallwright.engines.traffic.network import Broken
from hallwright.evaluate import Report
from hallwright.settings.fabric import Job

ONE_LEAF = {"leaves_a_unit": 1}


def traffic_of(report: Report) -> Traffic:
    assert report.results.traffic is not None
    return report.results.traffic


def flow_of(report: Report, choice: str = EVEN, **out: object) -> Flow:
    drawing = fabric_diagram(report, "compute")
    return Pairs(traffic_of(report).network, drawing).flow(traffic_of(report), choice, **out)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["one leaf a unit", "16 SU", "dragonfly", "torus", "4096", "100000"])
def test_the_fullest_wire_is_the_engines_fullest_link(name: str) -> None:
    report = report_of(name)
    flow = flow_of(report)
    most = max(r.worst_fraction for r in traffic_of(report).records.values())
    assert flow.fullest == pytest.approx(most, abs=1e-12)
    drawing = fabric_diagram(report, "compute")
    for wire in drawing.wires:
        if wire.key in flow.wires:
            bound = max(traffic_of(report).records[i].worst_fraction for i in wire.links)
            assert flow.wires[wire.key].fraction <= bound + 1e-12
            assert flow.wires[wire.key].cables == drawing.cables[wire.key]


def test_a_wire_carries_what_its_cables_carry_each_by_itself() -> None:
    report = report_of("one leaf a unit")
    traffic, flow = traffic_of(report), flow_of(report)
    drawing = fabric_diagram(report, "compute")
    loads = spread(traffic.network, demands(traffic, EVEN)[0][0])
    seen = 0
    for wire in drawing.wires:
        a, b = drawing.by_key[wire.a].ids, drawing.by_key[wire.b].ids
        if wire.key in flow.wires and len(a) == len(b) == 1:
            each = max(loads.between(a[0], b[0]), loads.between(b[0], a[0]))
            assert flow.wires[wire.key].gbps == pytest.approx(each * drawing.cables[wire.key])
            seen += 1
    assert seen > 4


def test_a_spine_out_loads_the_others_more_and_a_cable_pair_only_its_own() -> None:
    report = report_of("one leaf a unit")
    traffic, before = traffic_of(report), flow_of(report)
    spines = [s for s in traffic.network.switches if s.startswith("fab-s")]
    after = flow_of(report, switches=[spines[0]])
    index = traffic.network.index
    routed = spread(traffic.network, demands(traffic, EVEN)[0][0], Broken(frozenset((index[spines[0]],))))
    pieces = routed.pieces
    assert after.fullest == pytest.approx(float((pieces.up_gbps / traffic.network.gbps[pieces.bundle]).max()))
    assert after.fullest > before.fullest and after.lost_systems == 0
    dead = [w for w in fabric_diagram(report, "compute").wires if spines[0] in (w.a, w.b)]
    assert dead and all(after.wires[w.key].cables == 0.0 == after.wires[w.key].fraction for w in dead)
    wire = dead[0]
    leaf = wire.b if wire.a == spines[0] else wire.a
    (leaf,) = fabric_diagram(report, "compute").by_key[leaf].ids
    cut = flow_of(report, pairs=[(wire.links[0], spines[0], leaf)])
    assert cut.wires[wire.key].cables == 0.0 and sum(1 for w in cut.wires.values() if not w.cables) == 1
    assert cut.unrouted_gbps == pytest.approx(0.0, abs=1e-6)


def test_a_leaf_out_cuts_its_systems_off_and_all_spines_out_leave_traffic_without_a_path() -> None:
    report = report_of("one leaf a unit")
    switches = traffic_of(report).network.switches
    leaf = next(s for s in switches if s.startswith("fab-l"))
    found = flow_of(report, switches=[leaf])
    reached = [n for (_, on, _, _), (n, _) in traffic_of(report).inputs.classes.items() if {s for s, _ in on} == {leaf}]
    assert found.lost_systems == sum(reached) > 0
    none = flow_of(report, switches=[s for s in switches if s.startswith("fab-s")])
    assert none.unrouted_gbps > 0.0 and none.fullest == 0.0


def test_jobs_are_shown_one_by_one_and_together() -> None:
    project = with_fabric(bare_hall(64), **ONE_LEAF)
    jobs = tuple(Job(name=n, tensor=8, gradient_gbytes=4.0, compute_s=1.0) for n in ("one", "two"))
    project = set_fields(project, [f"s{n}" for n in range(0, 64, 2)], {"job": "one"})
    project = set_fields(project, [f"s{n}" for n in range(1, 64, 2)], {"job": "two"})
    project = project.model_copy(update={"settings": project.settings.model_copy(update={"jobs": jobs})})
    report = of_fabric_alone(project)
    assert choices(traffic_of(report)) == (ALL_JOBS, "one", "two", EVEN)
    one, two, both = (flow_of(report, c) for c in ("one", "two", ALL_JOBS))
    assert one.fullest > 0.0
    for key, load in both.wires.items():
        assert load.gbps <= one.wires[key].gbps + two.wires[key].gbps + 1e-6
    most = max(r.worst_fraction for r in traffic_of(report).records.values())
    assert both.fullest == pytest.approx(most)
