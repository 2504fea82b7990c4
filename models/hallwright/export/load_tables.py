"""Sections of the report by domain: load tables, read from the engines' records."""

from collections.abc import Callable, Iterable
from typing import Any

from hallwright.engines.power.records import ElementFlow, LoadFlow
from hallwright.equipment.base import Equipment
from hallwright.equipment.power_base import PowerGear
from hallwright.equipment.rack import Rack
from hallwright.equipment.rack_pdu import RackPdu
from hallwright.evaluate import Report
from hallwright.export.layout import Bar, Callout, Column, Section, Table, column
from hallwright.rules.base import Severity
from hallwright.units import UNITS, System, number_text

FAILURES_SHOWN = 40  # rows of the failure table; the rest is counted


def shown(value: float | None, unit: str, system: System = "metric", decimals: int | None = None) -> str:
    """A value in the units of the report, without its unit (that stands in the head); a dash when unknown."""
    if value is None:
        return "–"
    number, _, places = UNITS[unit].shown_value(value, system)
    return number_text(number, places if decimals is None else decimals)


def unit_sign(unit: str, system: System = "metric") -> str:
    """The sign of a unit for the head of a column."""
    return UNITS[unit].shown_value(0.0, system)[1]


def severity_of(report: Report, id: str, domain: str) -> Severity | None:
    """The worst open finding of a thing in a domain, for its badge."""
    found = [f.severity for f in report.open_findings if f.domain == domain and id in f.subjects]
    return max(found) if found else None


def badge_column() -> Column:
    """A narrow column for badges."""
    return column("", kind="badge", share=4)


def bar_column() -> Column:
    """A column for bars."""
    return column("Used", kind="bar", share=12)


def failed(report: Report, engine: str, title: str) -> Section | None:
    """A section that says that an engine failed, where it did."""
    if engine not in report.results.failed:
        return None
    text = f"Not evaluated: {report.results.failed[engine]}."
    return Section(title, "", (Callout(Severity.ERROR, text),))


def by_name(report: Report, ids: Iterable[str], wanted: Callable[[Equipment], bool]) -> list[Equipment]:
    """Equipment of these identifiers that is wanted, by kind and name."""
    items = (report.project.equipment[i] for i in ids if i in report.project.equipment)
    return sorted((i for i in items if wanted(i)), key=lambda i: (i.label, natural(i.name)))


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """Sort key that puts A2 before A10."""
    parts: list[tuple[int, str]] = []
    digits = ""
    for sign in name + " ":
        if sign.isdigit():
            digits += sign
            continue
        if digits:
            parts.append((int(digits), ""))
            digits = ""
        parts.append((-1, sign))
    return tuple(parts)


def power_section(report: Report, system: System) -> Section:
    """Load schedule of the chain, rack PDUs, loads by state, and what each single failure does."""
    power = report.results.power
    if power is None:
        return failed(report, "power", "Power") or Section("Power", "")
    settings, totals = report.project.settings, power.totals
    text = (
        f"IT load {shown(totals.it_kw, 'kW')} kW on the {settings.demand_basis.value} basis; other loads "
        f"{shown(totals.other_kw, 'kW')} kW; losses {shown(totals.loss_kw, 'kW')} kW; sources give "
        f"{shown(totals.source_kw, 'kW')} kW. Balanced three-phase unless a phase is stated; power factor "
        f"{settings.power_factor:g}."
    )
    if totals.unknown:
        text += f" {totals.unknown} loads of unknown demand are left out."
    head = (
        column("Element", share=18, strong=True), column("Side", share=6), column("Load", "right", unit="kW", share=9),
        column("Loss", "right", unit="kW", share=8), column("Now", "right", unit="A", share=9),
        column("Worst", "right", unit="A", share=9), column("when lost", share=15),
        column("Limit", "right", unit="A / kW", share=10), bar_column(), badge_column(),
    )  # fmt: skip

    def rows(wanted: Callable[[Equipment], bool]) -> tuple[tuple[Any, ...], ...]:
        found = []
        for item in by_name(report, power.records, wanted):
            flow = power.records[item.id]
            if not isinstance(flow, ElementFlow):
                continue
            limit = f"{shown(flow.limit_a, 'A', decimals=0)} / {shown(flow.limit_kw, 'kW', decimals=0)}"
            cause = report.project.name_of(flow.worst_a_failure) if flow.worst_a_failure else ""
            worst = flow.worst_utilisation
            severity = severity_of(report, item.id, "power")
            found.append((
                item.name, flow.sides or "dead", shown(flow.out_kw, "kW"), shown(flow.loss_kw, "kW", decimals=2),
                shown(flow.amps, "A"), shown(flow.worst_a, "A"), cause, limit,
                None if worst is None else Bar(worst, 1.0, severity=severity), severity,
            ))  # fmt: skip
        return tuple(found)

    note = (
        "Worst: over every single failure of another element. Limit: rating without pause. The bar's tick is the limit."
    )
    chain = Table(
        "Load of the chain", head, rows(lambda i: not isinstance(i, RackPdu)), note, "No power gear is placed."
    )
    strips = Table("Load of the rack PDUs", head, rows(lambda i: isinstance(i, RackPdu)), "", "No rack PDU is placed.")
    return Section("Power", text, (chain, strips, _load_states(report), _failures(report)))


def _load_states(report: Report) -> Table:
    power = report.results.power
    assert power is not None
    head = (column("Load", share=24, strong=True), column("Demand", "right", unit="kW", share=11),
            column("Sides", share=8), column("Now", share=12), column("At worst", share=14), column("when lost", share=21),
            badge_column())  # fmt: skip
    rows = []
    for item in by_name(report, power.records, lambda i: not isinstance(i, PowerGear)):
        flow = power.records[item.id]
        if isinstance(flow, LoadFlow):
            cause = report.project.name_of(flow.worst_failure) if flow.worst_failure else ""
            rows.append((item.name, shown(flow.demand_kw, "kW", decimals=2), flow.sides or "none", flow.state_name,
                         _state(flow.worst_state), cause, severity_of(report, item.id, "power")))  # fmt: skip
    return Table("Loads and their feeds", head, tuple(rows), "", "No load is placed.")


def _state(state: int) -> str:
    from hallwright.engines.power.records import STATES

    return STATES[state]


def _failures(report: Report) -> Table:
    power = report.results.power
    assert power is not None
    head = (column("One of these out", share=34, strong=True), column("Loads lost", "right", share=14),
            column("Throttled", "right", share=14), column("On fewer feeds", "right", share=16))  # fmt: skip
    found = []
    for item in by_name(report, power.records, lambda i: True):
        flow = power.records[item.id]
        if isinstance(flow, ElementFlow) and (flow.lost or flow.throttled or flow.one_side):
            found.append((flow.lost, flow.throttled, flow.one_side, item.name))
    found.sort(key=lambda f: (-f[0], -f[1], -f[2], natural(f[3])))
    rows = tuple((name, str(lost), str(slow), str(fewer)) for lost, slow, fewer, name in found[:FAILURES_SHOWN])
    more = len(found) - len(rows)
    note = "Every element was failed alone; ranked by loads lost." + (f" {more} more do less." if more > 0 else "")
    return Table("Single failures", head, rows, note, "No single failure harms a load.")


def racks_by_name(report: Report) -> list[Rack]:
    """Racks in the order of their names."""
    return sorted(report.project.all(Rack), key=lambda r: natural(r.name))


def cooling_section(report: Report, system: System) -> Section:
    """Air by volume, liquid by loop."""
    return failed(report, "cooling", "Cooling") or Section("Cooling", "")


def fabric_section(report: Report, system: System) -> Section:
    """Switches, links and cable lengths."""
    return failed(report, "fabric", "Fabric") or Section("Fabric", "")


def space_section(report: Report, system: System) -> Section:
    """Racks: units, mass, load."""
    return failed(report, "space", "Space") or Section("Space", "")
