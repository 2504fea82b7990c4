"""What the engines say of a rack with all it carries: power, air and cables, each beside its limit."""

from collections.abc import Iterator, Sequence

from hallwright.engines.cooling.records import RackAir, SpaceAir, VolumeAir
from hallwright.engines.fabric.records import LinkRecord
from hallwright.engines.power.records import ElementFlow, LoadFlow
from hallwright.equipment.base import Medium
from hallwright.evaluate import Report
from hallwright.project import Project
from hallwright.rules.base import Finding
from hallwright.units import System, number_text
from hallwright_app.inspector_parts import UNKNOWN, Row, shown_number
from hallwright_app.wording import tr


def inside(project: Project, ids: Sequence[str]) -> list[str]:
    """Everything that these racks carry, and what that carries, the racks first."""
    carried: dict[str, list[str]] = {}
    for item in project.equipment.values():
        carrier = item.carrier_id()
        if carrier is not None:
            carried.setdefault(carrier, []).append(item.id)
    found, place = list(ids), 0
    while place < len(found):
        found += carried.get(found[place], ())
        place += 1
    return found


def rack_rows(report: Report, ids: Sequence[str], system: System) -> dict[str, list[Row]]:
    """Rows by section of the inspector; for several racks only what adds up."""
    contents = inside(report.project, ids)
    rows = {"Power": list(_load(report, contents, system))}
    if len(ids) == 1:
        rows["Power"] += _feeds(report, contents, system)
        rows["Air"] = list(_air(report, ids[0], system))
        rows["Fabric"] = list(_cables(report, contents, system))
    return rows


def _quantity(
    label: str,
    value: float | None,
    unit: str,
    system: System,
    *,
    limit: float | None = None,
    finding: Finding | None = None,
    tip: str = "",
) -> Row:
    if value is None:
        return Row(label, UNKNOWN, tip=tip)
    text, sign = shown_number(value, unit, system)
    if limit is not None:
        shown, _ = shown_number(limit, unit, system)
        tip = f"{tip}\n{tr('Limit')} {shown} {sign}".strip()
    return Row(label, text, sign, bar=(value, limit) if limit is not None else None, finding=finding, tip=tip)


def _finding(report: Report, id: str, value: float, limit: float) -> Finding | None:
    """The open finding that is about this very value."""
    return next(
        (
            f
            for f in report.open_findings
            if f.subjects[:1] == (id,) and abs(f.value - value) < 1e-6 and abs(f.limit - limit) < 1e-6
        ),
        None,
    )


def _load(report: Report, contents: Sequence[str], system: System) -> Iterator[Row]:
    power = report.results.power
    if power is None:
        yield Row(tr("Design load"), tr("not evaluated"))
        return
    loads = [r for i in contents if isinstance(r := power.records.get(i), LoadFlow)]
    if not loads:
        return
    known = [r.demand_kw for r in loads if r.demand_kw is not None]
    tip = tr("Demand of everything in the rack, on the project's basis")
    if len(known) < len(loads):
        tip += f"\n{len(loads) - len(known)} " + tr("of unknown demand left out")
    yield _quantity(tr("Design load"), sum(known) if known else None, "kW", system, tip=tip)


def _feeds(report: Report, contents: Sequence[str], system: System) -> Iterator[Row]:
    power = report.results.power
    if power is None:
        return
    elements = [(i, r) for i in contents if isinstance(r := power.records.get(i), ElementFlow)]
    sides: dict[str, list[tuple[str, ElementFlow]]] = {}
    for id, record in elements:
        sides.setdefault(record.sides or "–", []).append((id, record))
    for side, members in sorted(sides.items()):
        id, record = max(members, key=lambda pair: (pair[1].worst_a, pair[0]))
        name = report.project.name_of(id)
        label = tr("Feed") + f" {side}" if len(members) == 1 else name
        yield _quantity(
            label, record.amps, "A", system, limit=record.limit_a, tip=f"{name}: " + tr("current of its worst line")
        )
        if record.worst_a_failure:
            lost = report.project.name_of(record.worst_a_failure)
            finding = None if record.limit_a is None else _finding(report, id, record.worst_a, record.limit_a)
            yield _quantity(
                f"{label}, {lost} {tr('lost')}", record.worst_a, "A", system, limit=record.limit_a, finding=finding,
                tip=f"{name}: " + tr("at worst over every single failure of another element"),
            )  # fmt: skip


def _air(report: Report, id: str, system: System) -> Iterator[Row]:
    cooling = report.results.cooling
    if cooling is None:
        yield Row(tr("Inlet"), tr("not evaluated"))
        return
    record = cooling.records.get(id)
    if not isinstance(record, RackAir):
        return
    limit = report.project.settings.inlet_recommended_max_degc
    finding = None if record.inlet_degc is None else _finding(report, id, record.inlet_degc, limit)
    yield _quantity(
        tr("Inlet"), record.inlet_degc, "degC", system, limit=limit, finding=finding,
        tip=tr("Air that the rack breathes, volumes taken as mixed"),
    )  # fmt: skip
    yield _quantity(tr("Heat to the air"), record.air_kw, "kW", system)
    yield _quantity(tr("Air needed"), record.flow_m3_s, "m3/s", system)
    volume = volume_of(report, record.intake)
    if volume is not None and record.intake is not None:
        place = report.project.name_of(record.intake.split("/")[0])
        needed, sign = shown_number(volume.needed_m3_s, "m3/s", system)
        yield _quantity(
            tr("Supplied there"), volume.supplied_m3_s, "m3/s", system, limit=volume.needed_m3_s or None,
            tip=f"{tr('Supplied to')} {place}, {tr('where all racks together need')} {needed} {sign}",
        )  # fmt: skip


def volume_of(report: Report, key: str | None) -> VolumeAir | None:
    """The air volume of that key."""
    cooling = report.results.cooling
    space = cooling.records.get(key.split("/")[0]) if cooling is not None and key else None
    if not isinstance(space, SpaceAir):
        return None
    return next((volume for volume in space.volumes if volume.key == key), None)


def _cables(report: Report, contents: Sequence[str], system: System) -> Iterator[Row]:
    fabric = report.results.fabric
    if fabric is None:
        yield Row(tr("Links"), tr("not evaluated"))
        return
    within = set(contents)
    project, by_rate = report.project, dict[float, int]()
    longest: tuple[float, str] | None = None
    for key, link in project.links.items():
        if link.medium is not Medium.FABRIC or within.isdisjoint((*link.a, *link.b)):
            continue
        record = fabric.records.get(key)
        if not isinstance(record, LinkRecord):
            continue
        here = sum(a in within or b in within for a, b in link.pairs()) * link.per_pair
        by_rate[record.gbps] = by_rate.get(record.gbps, 0) + here
        if record.longest_m is not None and (longest is None or record.longest_m > longest[0]):
            longest = record.longest_m, key
    for rate, count in sorted(by_rate.items(), reverse=True):
        yield Row(tr("Links"), f"{number_text(count, 0)} × {number_text(rate, 0)}", "Gb/s")
    if longest is not None:
        cable = project.products.get(project.links[longest[1]].product or "")
        reach = cable.cable.reach_m if cable is not None and cable.cable is not None else None
        finding = None if reach is None else _finding(report, longest[1], longest[0], reach)
        yield _quantity(
            tr("Longest"), longest[0], "m", system, limit=reach, finding=finding,
            tip=project.name_of(longest[1]) + (f", {cable.name}" if cable is not None else ""),
        )  # fmt: skip
