"""The coolant loops of a report as plain values and as lines of text."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from hallwright.edits.arrange import remove
from hallwright.edits.change import set_fields
from hallwright.edits.wire import points_taken
from hallwright.engines.coolant.records import RACK, SOLVED, CduCoolant, Outage, PlantWater, Stream
from hallwright.engines.cooling.records import PlantLoop
from hallwright.equipment.base import Medium
from hallwright.equipment.cdu import Cdu
from hallwright.equipment.cooling_base import AirCooler, LiquidPlant
from hallwright.equipment.immersion_tank import ImmersionTank
from hallwright.errors import EditRefused
from hallwright.evaluate import Report, evaluate, severity_name
from hallwright.fileformat.text import fingerprint
from hallwright.project import Link, Project
from hallwright.units import quantity_text

SCHEMA = "hallwright-coolant/1"
PUMP, LOOP = ":pump", ":loop"
REDUNDANCY = "2"  # rules about a further unit out say nothing of a hall with units out


def without(project: Project, units: Iterable[str]) -> Project:
    """The project with units out: a CDU, plant, cooler or tank by its identifier, one pump of a CDU (``ID:pump``), or
    a whole loop (``ID:loop``): all CDUs of the rack loop of that CDU, or all plants on the header of that plant.

    Raises
    ------
    EditRefused
        There is no such unit, or no such pump.
    """
    for unit in units:
        if unit.endswith(LOOP):
            project = remove(project, _whole_loop(project, unit.removesuffix(LOOP)))
            continue
        key, pump, _ = unit.partition(PUMP)
        item = project.equipment.get(key)
        if not isinstance(item, Cdu | LiquidPlant | AirCooler | ImmersionTank):
            raise EditRefused(f"There is no CDU, plant, cooler or tank {key[:60]!r}.")
        if not pump:
            project = remove(_bypassed(project, item) if isinstance(item, LiquidPlant) else project, [key])
            continue
        if not isinstance(item, Cdu):
            raise EditRefused(f"{item.name} has no pumps of its own; take the whole unit out.")
        fitted, standby = item.pump_counts()
        if fitted < 2:
            project = remove(project, [key])
        elif standby:
            project = set_fields(project, [key], {"pumps": fitted - 1, "pumps_standby": standby - 1})
        else:  # what is left carries its share of the rated flow
            flow = item.secondary_flow_l_min
            values: dict[str, Any] = {"pumps": fitted - 1, "pumps_standby": 0}
            if flow is not None:
                values["secondary_flow_l_min"] = flow * (fitted - 1) / fitted
            project = set_fields(project, [key], values)
    return project


def _whole_loop(project: Project, key: str) -> list[str]:
    """What drives the loop of a CDU or plant."""
    item = project.equipment.get(key)
    results = evaluate(project).results
    if isinstance(item, Cdu):
        loops = results.coolant.loops if results.coolant is not None else ()
        found = next((loop.sources for loop in loops if loop.kind == RACK and key in loop.sources), (key,))
        return list(found)
    if isinstance(item, LiquidPlant) and results.cooling is not None:
        record = results.cooling.records.get(key)
        lead = record.lead if isinstance(record, PlantLoop) else ""
        same = [k for k, r in results.cooling.records.items() if isinstance(r, PlantLoop) and lead and r.lead == lead]
        return sorted({key, *same})
    raise EditRefused(f"No CDU or plant {key[:60]!r} drives a loop.")


def _bypassed(project: Project, plant: LiquidPlant) -> Project:
    """The project with what a plant feeds moved along its header: the header stays when the plant goes."""
    cooling = evaluate(project).results.cooling
    record = cooling.records.get(plant.id) if cooling is not None else None
    others = [k for k in record.plants if k != plant.id] if isinstance(record, PlantLoop) else []
    if not others:
        return project
    other = others[0]
    links: dict[str, Link] = {}
    for key, link in project.links.items():
        if link.medium is Medium.COOLANT and link.a == (plant.id,) and link.b != (other,):
            kept = {k: v for k, v in {**project.links, **links}.items() if k != key}
            taken = points_taken(project.changed(links=kept), other, link.a_port)
            links[key] = link.model_copy(update={"a": (other,), "a_first": max(taken, default=0) + 1})
    return project.changed(links=links)


def coolant_plain(report: Report, file: str, failed: Iterable[str] = ()) -> dict[str, Any]:
    """The loops as plain values."""
    coolant = report.results.coolant
    gap = report.results.failed.get("coolant", "")
    records = coolant.records if coolant is not None else {}
    loops, out = [], list(failed)
    for loop in coolant.loops if coolant is not None else ():
        units = {key: _plain(records[key]) for key in (*loop.sources, *loop.consumers) if key in records}
        thermal = [f for f in report.open_findings if f.domain == "thermal" and f.subjects[0] in units]
        findings = [f for f in thermal if not (out and f.code[3] == REDUNDANCY)]
        loops.append(
            asdict(loop)
            | {
                "failures": [asdict(outage) | {"harmless": outage.harmless} for outage in loop.failures],
                "units": {key: {"name": report.project.name_of(key), **plain} for key, plain in units.items()},
                "findings": [
                    {"code": f.code, "severity": severity_name(f.severity), "message": f.text(report.project)}
                    for f in findings
                ],
            }
        )
    missing = [
        {"code": g.code, "subjects": list(g.subjects), "reason": g.text(report.project)}
        for g in report.not_evaluated
        if any(key in records for key in g.subjects)
    ]
    if gap:
        missing.append({"code": "", "subjects": [], "reason": gap})
    return {
        "schema": SCHEMA,
        "file": file,
        "hash": fingerprint(report.project),
        "failed": out,
        "loops": loops,
        "not_evaluated": missing,
    }


def exit_code(answer: Mapping[str, Any]) -> int:
    """1 where a loop is broken or has an error, 2 where something could not be evaluated, else 0."""
    if any(f["severity"] == "error" for loop in answer["loops"] for f in loop["findings"]):
        return 1
    if any(loop["verdict"] != SOLVED for loop in answer["loops"]):
        return 1
    return 2 if answer["not_evaluated"] else 0


def _plain(record: CduCoolant | PlantWater | Stream) -> dict[str, Any]:
    plain = asdict(record)
    for key in ("out", "pump_out"):
        outage = getattr(record, key, None)
        if isinstance(outage, Outage):
            plain[key]["harmless"] = outage.harmless
    return plain


def lines(answer: Mapping[str, Any]) -> Iterable[str]:
    """The loops as text."""
    if answer["failed"]:
        yield f"Without {', '.join(answer['failed'])}:"
    for loop in answer["loops"]:
        text = f"{loop['kind']} loop {loop['key']} ({loop['fluid']}): {loop['verdict']}"
        if loop["reason"]:
            text += f", {loop['reason']}"
        yield (
            f"{text}; {_q(loop['heat_kw'], 'kW')}, {_q(loop['flow_l_min'], 'L/min')}, holds {_q(loop['volume_l'], 'L')}"
        )
        for key, unit in loop["units"].items():
            yield from _unit(key, unit, loop)
        for found in loop["findings"]:
            yield f"  {found['severity']:<8} {found['code']}  {found['message']}"
        for outage in loop["failures"]:
            what = "the loop lost" if loop["kind"] == RACK else f"the header of {outage['unit']} lost"
            yield f"  {what}: {_outage(outage)}"
        if loop["assumed"]:
            yield f"  assumed: {', '.join(loop['assumed'])}"
    for gap in answer["not_evaluated"]:
        yield f"not eval {gap['code']}  {gap['reason']}"


def _unit(key: str, unit: Mapping[str, Any], loop: Mapping[str, Any]) -> Iterable[str]:
    if "head_kpa" not in unit:  # a consumer
        yield f"  {unit['name']}: {_stream(unit)}"
        if "bath_degc" in unit:
            yield f"    bath {_q(unit['bath_degc'], 'degC')} of {_q(unit['bath_max_degc'], 'degC')}"
        if loop["kind"] == "rack":
            case, limit = unit["case_degc"], unit["case_max_degc"]
            yield f"    chip case {_q(case, 'degC')}" + (f" of {_q(limit, 'degC')}" if limit is not None else "")
        return
    if "facility" in unit and loop["kind"] == "facility":  # the facility side of a CDU
        if unit["facility"] is not None:
            yield f"  {unit['name']}: {_stream(unit['facility'])}"
        return
    yield (
        f"  {unit['name']}: {_q(unit['flow_l_min'], 'L/min')} at {_q(unit['head_kpa'], 'kPa')}, pumps at "
        f"{_q(unit['speed_fraction'], 'fraction')}; {_q(unit['supply_degc'], 'degC')} to "
        f"{_q(unit['return_degc'], 'degC')}, {_q(unit['heat_kw'], 'kW')}"
    )
    if "approach_k" in unit:
        yield (
            f"    approach {_q(unit['approach_k'], 'K')}, above dew point {_q(unit['dew_margin_k'], 'K')}, exchanger "
            f"moves {_q(unit['able_kw'], 'kW')}, ride-through {_q(unit['ride_through_s'], 's')}"
        )
    for name, what in (("out", "without it"), ("pump_out", "with a pump out")):
        outage = unit.get(name)
        if outage is not None:
            yield f"    {what}: {_outage(outage)}"


def _stream(unit: Mapping[str, Any]) -> str:
    return (
        f"{_q(unit['flow_l_min'], 'L/min')} of {_q(unit['wanted_l_min'], 'L/min')} wanted, drop "
        f"{_q(unit['drop_kpa'], 'kPa')}; {_q(unit['supply_degc'], 'degC')} to {_q(unit['return_degc'], 'degC')}, "
        f"{_q(unit['heat_kw'], 'kW')}"
    )


def _outage(outage: Mapping[str, Any]) -> str:
    if not outage["solved"]:
        return "no answer: nothing is left to drive the loop"
    if outage["harmless"]:
        return "everything gets what it needs"
    words = []
    if outage["cut"]:
        words.append(f"without flow: {', '.join(outage['cut'])}")
    if outage["short"]:
        words.append(f"short of flow: {', '.join(outage['short'])}")
    if outage["warm"]:
        words.append(f"too warm: {', '.join(outage['warm'])}")
    if outage["unrejected_kw"] > 0.0:
        words.append(f"{_q(outage['unrejected_kw'], 'kW')} not rejected")
    return "; ".join(words)


def _q(value: float | None, unit: str) -> str:
    return "not evaluated" if value is None else quantity_text(value, unit)
