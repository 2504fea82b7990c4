"""The field of the room's air as plain values and as lines of text."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from hallwright.engines.air.engine import LIMIT_S, Solved, solve_rooms
from hallwright.engines.air.field import GREY_ZONE_K
from hallwright.engines.air.records import CoolerField, RackField, RoomField
from hallwright.equipment.cooling_base import AirCooler
from hallwright.equipment.rear_door import RearDoor
from hallwright.errors import EditRefused, SolveError
from hallwright.evaluate import Report, evaluate, severity_name, with_air
from hallwright.export.coolant_json import without
from hallwright.fileformat.text import fingerprint
from hallwright.project import Project

SCHEMA = "hallwright-air/1"


def solved(project: Project, fail: Iterable[str] = (), *, limit_s: float = LIMIT_S) -> Report:
    """The report of a project with its air solved and units out.

    A cooler or rear door that is out stands where it stood and moves no air; a plant or CDU is taken out of its loop.

    Raises
    ------
    EditRefused
        There is no such unit.
    SolveError
        The balance that the field starts from failed.
    """
    out: set[str] = set()
    for name in fail:
        unit = unit_of(project, name)
        if isinstance(project.equipment[unit.partition(":")[0]], AirCooler | RearDoor):
            out.add(unit)
        else:
            project = without(project, [unit])
    report = evaluate(project)
    if report.results.cooling is None:
        raise SolveError("The field needs the balance of the air, which failed.")
    return with_air(report, solve_rooms(project, report.results.cooling, out=frozenset(out), limit_s=limit_s))


def unit_of(project: Project, text: str) -> str:
    """Identifier of the one thing with that identifier or name.

    Raises
    ------
    EditRefused
        There is none, or there are several.
    """
    if text.partition(":")[0] in project.equipment:
        return text
    named = sorted(item.id for item in project.equipment.values() if item.name == text)
    if len(named) != 1:
        how = f"{len(named)} things are" if named else "nothing is"
        raise EditRefused(f"{how} called {text[:60]!r} in this design.")
    return named[0]


def air_plain(report: Report, file: str, failed: Iterable[str] = ()) -> dict[str, Any]:
    """Plain values: rooms with their racks and units, findings of the field, and what was not evaluated."""
    air, project = report.results.air, report.project
    records = air.records if air is not None else {}
    rooms = []
    for key, one in air.solved.items() if air is not None else ():
        record = records[key]
        here = {k: r for k, r in records.items() if getattr(r, "room", None) == key}
        rooms.append(
            {"id": key, "name": project.name_of(key), **_room(record, one)}
            | {"racks": [_rack(project, k, r) for k, r in here.items() if isinstance(r, RackField)]}
            | {
                "units": [
                    {"id": k, "name": project.name_of(k), **_without_room(r)}
                    for k, r in here.items()
                    if isinstance(r, CoolerField)
                ]
            }
        )
    codes = slow_codes()
    return {
        "schema": SCHEMA,
        "file": file,
        "hash": fingerprint(project),
        "failed": list(failed),
        "grey_zone_k": GREY_ZONE_K,
        "rooms": rooms,
        "findings": [
            {
                "code": f.code,
                "severity": severity_name(f.severity),
                "subjects": list(f.subjects),
                "message": f.text(project),
                "waived": f.waiver is not None,
            }
            for f in report.findings
            if f.code in codes
        ],
        "not_evaluated": [
            {"code": g.code, "subjects": list(g.subjects), "reason": g.text(project)}
            for g in (*report.not_evaluated, *report.left_out)
            if g.code in codes
        ],
    }


def slow_codes() -> frozenset[str]:
    """Rules that read the field."""
    from hallwright.rules import rules

    return frozenset(rule.code for rule in rules() if "air" in rule.reads)


def exit_code(answer: Mapping[str, Any]) -> int:
    """1 where the field finds an error that nobody waived, 2 where something could not be evaluated, else 0."""
    if any(f["severity"] == "error" and not f["waived"] for f in answer["findings"]):
        return 1
    refused = any(room["refused"] for room in answer["rooms"])
    return 2 if refused or answer["not_evaluated"] else 0


def _room(record: RoomField, one: Solved) -> dict[str, Any]:
    plain = asdict(record) | {"assumed": list(record.assumed)}
    if one.field is not None:
        plain["averaged_over_iterations"] = one.field.averaged
    return plain


def _without_room(record: RackField | CoolerField) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(record).items()
            if key != "room"}  # fmt: skip


def _rack(project: Project, key: str, record: RackField) -> dict[str, Any]:
    limit = record.limit_degc
    near = limit is not None and abs(record.hottest_degc - limit) <= GREY_ZONE_K
    verdict = None if limit is None else "near" if near else "above" if record.hottest_degc > limit else "below"
    return {"id": key, "name": project.name_of(key), **_without_room(record), "against_limit": verdict}


def lines(answer: Mapping[str, Any]) -> Iterator[str]:
    """The answer as lines of text."""
    for room in answer["rooms"]:
        if room["refused"]:
            yield f"{room['name']}: not solved. {room['refused'][:1].upper()}{room['refused'][1:]}"
            continue
        rest = f"averaged over {room['averaged']} steps" if room["averaged"] else "steady"
        yield (
            f"{room['name']}: {room['heat_kw']:.1f} kW to the air, {room['cells']:,} cells of {room['cell_m']:.2g} m, "
            f"{rest}, ± {room['error_k']:.1f} K, heat left over {room['imbalance_fraction']:.2%}, "
            f"{room['seconds']:.1f} s"
        )
        if room["supply_index"] is not None:
            yield f"    supply heat index {room['supply_index']:.2f}, return heat index {room['return_index']:.2f}"
        for rack in sorted(room["racks"], key=lambda r: (-r["hottest_degc"], r["id"])):
            limit = "no limit stated"
            if rack["limit_degc"] is not None:
                limit = f"{rack['against_limit']} its limit {rack['limit_degc']:.1f} °C"
            yield (
                f"    {rack['name']}: breathes {rack['inlet_degc']:.1f} °C, "
                f"hottest band {rack['hottest_degc']:.1f} °C, blows out {rack['exhaust_degc']:.1f} °C, {limit}"
            )
        for unit in room["units"]:
            if unit["return_degc"] is None or unit["heat_kw"] is None:
                yield f"    {unit['name']}: moves no air"
                continue
            yield (
                f"    {unit['name']}: draws {unit['return_degc']:.1f} °C, supplies {unit['supply_degc']:.1f} °C, "
                f"takes {unit['heat_kw']:.1f} of {unit['capacity_kw']:.1f} kW"
            )
        for text in room["assumed"]:
            yield f"    assumed: {text}"
    for found in answer["findings"]:
        word = "waived" if found["waived"] else found["severity"]
        yield f"{word:<8} {found['code']}  {found['message']}"
    for gap in answer["not_evaluated"]:
        yield f"not eval {gap['code']}  {gap['reason']}"
    if not answer["rooms"]:
        yield "There is no room in which anything gives heat to the air."
