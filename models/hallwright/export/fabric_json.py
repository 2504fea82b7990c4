"""The state of the fabrics as plain values that other programs may rely on."""

from typing import Any

from hallwright.engines.fabric.engine import Fabric
from hallwright.engines.fabric.records import FabricTotals, LinkRecord, SwitchRecord
from hallwright.engines.traffic.cuts import bisection
from hallwright.engines.traffic.ecmp import spread
from hallwright.engines.traffic.engine import Traffic
from hallwright.engines.traffic.failures import (
    Outcome,
    Sweep,
    cables_out,
    even_demand,
    pairs_out,
    planes_out,
    sweep,
    switches_out,
)
from hallwright.engines.traffic.records import JobRecord
from hallwright.errors import OutOfRange, SolveError
from hallwright.evaluate import Report
from hallwright.export.check_json import check_plain

SCHEMA = "hallwright-fabric/1"


def fabric_plain(report: Report, file: str, *, failures: bool = False) -> dict[str, Any]:
    """Plain values of all fabrics: kind, counts, oversubscription, bisection, loads, jobs, failures, findings.

    Parameters
    ----------
    report : Report
    file : str
        Name of the file as the user gave it.
    failures : bool
        Also route even traffic with each cable, pair, switch and plane out; takes seconds in a large fabric.

    Raises
    ------
    SolveError
        The fabric or its traffic could not be computed.
    """
    fabric, traffic = report.results.fabric, report.results.traffic
    if fabric is None or traffic is None:
        raise SolveError("The state of the fabric could not be computed.")
    checked = check_plain(report, file)
    answer: dict[str, Any] = {
        "schema": SCHEMA,
        "file": file,
        "hash": checked["hash"],
        "traffic": "jobs" if traffic.inputs.jobs else "even",
        "offered_gbps": traffic.offered_gbps,
        "unrouted_gbps": traffic.unrouted_gbps,
        "fabrics": [_fabric(report, fabric, traffic, name, totals) for name, totals in sorted(fabric.fabrics.items())],
        "links": [
            {
                "id": key,
                "fabric": load.fabric,
                "tiers": load.tier,
                "gbps": load.gbps,
                "worst_fraction": load.worst_fraction,
                "mean_fraction": load.mean_fraction,
                "job": load.worst_job,
            }
            for key, load in sorted(traffic.records.items())
        ],
        "jobs": [_job(name, record) for name, record in traffic.jobs.items()],
        "findings": [f for f in checked["findings"] if f["code"].startswith("FAB")],
        "not_evaluated": [g for g in checked["not_evaluated"] if g["code"].startswith("FAB")],
    }
    if failures:
        answer["failures"] = _failures(fabric, traffic)
    return answer


def exit_code(answer: dict[str, Any]) -> int:
    """0 no error of the fabric, 1 an unwaived one, 2 something not evaluated."""
    if any(f["severity"] == "error" and not f["waived"] for f in answer["findings"]):
        return 1
    return 2 if answer["not_evaluated"] else 0


def shape_of(fabric: Fabric, name: str) -> str:
    """What kind of topology the links between a fabric's switches make."""
    steps = {
        record.lower == "peer"
        for key in fabric.whole.trunks
        if isinstance(record := fabric.records[key], LinkRecord) and record.fabric == name
    }
    totals = fabric.fabrics[name]
    if True in steps:
        return "direct: switches of one tier are joined"
    if not steps:
        return "single switch" if sum(n for n, _, _ in totals.tiers.values()) == 1 else "separate switches"
    levels = sum(1 for tier in totals.tiers if tier in ("leaf", "spine", "core", "storage", "management"))
    return {2: "two tiers", 3: "three tiers"}.get(levels, "one tier")


def _fabric(report: Report, fabric: Fabric, traffic: Traffic, name: str, totals: FabricTotals) -> dict[str, Any]:
    links = [
        (key, record)
        for key, record in fabric.records.items()
        if isinstance(record, LinkRecord) and record.fabric == name
    ]
    switches = {
        key: record
        for key, record in fabric.records.items()
        if isinstance(record, SwitchRecord) and record.fabric == name
    }
    injection = {key: record.down_gbps for key, record in switches.items() if record.systems}
    try:
        flow: float | None = bisection(traffic.network, injection).flow_gbps if len(injection) > 1 else None
    except OutOfRange:
        flow = None
    loads = [(key, load) for key, load in traffic.records.items() if load.fabric == name]
    worst = max(loads, key=lambda pair: (pair[1].worst_fraction, pair[0]), default=None)
    cut_off = sorted((k for k, s in switches.items() if s.loss.systems), key=lambda k: (-switches[k].loss.systems, k))
    return {
        "name": name,
        "rules": [
            {"id": rule.id, "name": rule.name, "topology": rule.topology}
            for _, rule in sorted(report.project.fabrics.items())
            if rule.fabric == name
        ],
        "shape": shape_of(fabric, name),
        "parts": totals.parts,
        "systems": totals.systems,
        "gpus": totals.gpus,
        "switches": {tier: n for tier, (n, _, _) in sorted(totals.tiers.items())},
        "bundles": len(links),
        "cables": sum(record.count for _, record in links),
        "injection_gbps": totals.injection_gbps,
        "bisection_gbps": totals.bisection_gbps,
        "flow_between_halves_gbps": flow,
        "oversubscription": {tier: totals.oversubscription(tier) for tier in sorted(totals.tiers)},
        "loads": [
            {
                "tiers": tiers,
                "cables": load.cables,
                "worst_fraction": load.worst_fraction,
                "mean_fraction": load.mean_fraction,
            }
            for (owner, tiers), load in sorted(traffic.tiers.items())
            if owner == name
        ],
        "worst_link": None if worst is None else {"id": worst[0], "fraction": worst[1].worst_fraction},
        "single_points": [
            {"id": key, "systems": switches[key].loss.systems, "gpus": switches[key].loss.gpus} for key in cut_off
        ],
        "share_left_min_fraction": min((s.loss.share_left for s in switches.values()), default=1.0),
    }


def _job(name: str, record: JobRecord) -> dict[str, Any]:
    return {
        "name": name,
        "systems": record.systems,
        "gpus": record.gpus,
        "step_s": record.step_s,
        "ideal_step_s": record.ideal_step_s,
        "exposed_fraction": record.exposed_fraction,
        "slowdown": record.slowdown,
        "unrouted_gbps": record.unrouted_gbps,
        "phases": [
            {
                "name": phase.name,
                "gbytes": phase.gbytes,
                "worst_fraction": phase.worst_fraction,
                "fabric_share": phase.fabric_share,
                "time_s": phase.time_s,
                "ideal_s": phase.ideal_s,
                "least_s": phase.least_s,
                "most_s": phase.most_s,
            }
            for phase in record.phases
        ],
    }


def _failures(fabric: Fabric, traffic: Traffic) -> dict[str, Any]:
    network, demand = traffic.network, even_demand(traffic)
    healthy = spread(network, demand)
    served = frozenset[str]().union(*(parts for s in fabric.whole.stands.values() for parts in s.sets))
    kinds = {
        "cables": cables_out(healthy),
        "pairs": pairs_out(healthy),
        "switches": switches_out(network),
        "planes": planes_out(network, fabric.whole.shape.part, served),
    }
    swept = {name: sweep(network, demand, failures) for name, failures in kinds.items()}
    return {"healthy": _outcome(next(iter(swept.values())).healthy), **{k: _sweep(v) for k, v in swept.items()}}


def _sweep(found: Sweep) -> dict[str, Any]:
    return {
        "count": len(found.outcomes),
        "worst": _outcome(found.worst) if found.outcomes else None,
        "splitting": [outcome.id for outcome in found.splitting],
        "outcomes": [_outcome(outcome) for outcome in found.outcomes],
    }


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "what": outcome.what,
        "id": outcome.id,
        "switches": outcome.switches,
        "worst_fraction": outcome.worst_fraction,
        "lost_gbps": outcome.lost_gbps,
        "unrouted_gbps": outcome.unrouted_gbps,
    }
