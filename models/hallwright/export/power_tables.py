"""The power section of the report: load schedule, failures run to their end, single points of failure, the study."""

from collections.abc import Callable, Sequence
from typing import Any

from hallwright.engines.power.cascade import Outcome
from hallwright.engines.power.density import part_kw
from hallwright.engines.power.engine import Power
from hallwright.engines.power.failures import Failures
from hallwright.engines.power.records import STATES, ElementFlow, LoadFlow
from hallwright.engines.study.records import Study
from hallwright.engines.study.verdicts import Verdict, verdicts
from hallwright.equipment.base import Equipment
from hallwright.equipment.power_base import PowerGear
from hallwright.equipment.rack_pdu import RackPdu
from hallwright.evaluate import Report
from hallwright.export.layout import Bar, Callout, Section, Table, column
from hallwright.export.load_tables import (
    FAILURES_SHOWN,
    badge_column,
    bar_column,
    by_name,
    failed,
    natural,
    severity_of,
    shown,
)
from hallwright.rules.base import Severity
from hallwright.units import System, quantity_text

VERDICTS_SHOWN = 30  # rows of a table of the study: broken and unknown ones come first
EVENTS_SHOWN = 40


def power_section(report: Report, system: System, study: Study | None = None) -> Section:
    """Load schedule by level, rack PDUs, loads by state, failures, single points, and the study where one was run."""
    power = report.results.power
    if power is None:
        return failed(report, "power", "Power") or Section("Power", "")
    failures = Failures(report.project, power)
    outcomes = list(failures.singles())
    blocks: list[Table | Callout] = [
        *_schedule(report, power),
        _load_states(report, power),
        _failure_table(report, failures, outcomes),
        _single_points(report, failures, outcomes),
        _cascades(report, failures, outcomes),
        *_study(report, study, system),
    ]
    return Section("Power", _summary(report, power), tuple(blocks))


def basis_note(report: Report) -> str:
    """Which figure stands for the power of loads: it stands below every table of loads."""
    settings = report.project.settings
    basis = settings.demand_basis.value
    if basis == "design":
        basis += f", {settings.design_factor:g} of nameplate where no design load is stated"
    return f"Demand: {basis}."


def _summary(report: Report, power: Power) -> str:
    settings, totals = report.project.settings, power.totals
    text = (
        f"IT load {shown(totals.it_kw, 'kW')} kW on the {settings.demand_basis.value} basis; other loads "
        f"{shown(totals.other_kw, 'kW')} kW; losses {shown(totals.loss_kw, 'kW')} kW; sources give "
        f"{shown(totals.source_kw, 'kW')} kW. Balanced three-phase unless a phase is stated; power factor "
        f"{settings.power_factor:g}."
    )
    parts = [
        f"{shown(part_kw(totals.it_kw, count), 'kW', decimals=2)} kW for each {what}"
        for count, what in ((report.totals.racks, "rack"), (report.totals.gpus, "GPU"))
        if count and totals.it_kw
    ]
    if parts:
        text += f" That is {' and '.join(parts)}, all IT counted."
    if totals.unknown:
        text += f" {totals.unknown} loads of unknown demand are left out."
    return text


# ---- loads -----------------------------------------------------------------------------------------------------------


def _schedule(report: Report, power: Power) -> tuple[Table, Table]:
    """The chain by level from its sources on, and the rack PDUs."""
    head = (
        column("Element", share=15, strong=True),
        column("Level", share=13),
        column("Side", share=6),
        column("Load", "right", unit="kW", share=8),
        column("Loss", "right", unit="kW", share=7),
        column("Now", "right", unit="A", share=8),
        column("Worst", "right", unit="A", share=8),
        column("when lost", share=12),
        column("Limit", "right", unit="A / kW", share=11),
        bar_column(),
        badge_column(),
    )
    flows = {i: r for i, r in power.records.items() if isinstance(r, ElementFlow)}
    depth: dict[str, int] = {}
    for id, flow in flows.items():
        label = report.project.equipment[id].label
        depth[label] = min(depth.get(label, len(flow.path) or 99), len(flow.path) or 99)

    def rows(wanted: Callable[[Equipment], bool]) -> tuple[tuple[Any, ...], ...]:
        items = by_name(report, flows, wanted)
        items.sort(key=lambda i: (depth[i.label], flows[i.id].standby, i.label))  # stable: by name within a level
        found = []
        for item in items:
            flow = flows[item.id]
            limit = f"{shown(flow.limit_a, 'A', decimals=0)} / {shown(flow.limit_kw, 'kW', decimals=0)}"
            worst = flow.worst_utilisation
            severity = severity_of(report, item.id, "power")
            found.append(
                (
                    item.name,
                    item.label,
                    flow.sides or "dead",
                    shown(flow.out_kw, "kW"),
                    shown(flow.loss_kw, "kW", decimals=2),
                    shown(flow.amps, "A"),
                    shown(flow.worst_a, "A"),
                    report.project.name_of(flow.worst_a_failure) if flow.worst_a_failure else "",
                    limit,
                    None if worst is None else Bar(worst, 1.0, severity=severity),
                    severity,
                )
            )
        return tuple(found)

    note = (
        f"{basis_note(report)} Worst: over every single failure of another element. Limit: rating without pause. "
        "The bar's tick is the limit."
    )
    return (
        Table("Load of the chain", head, rows(lambda i: not isinstance(i, RackPdu)), note, "No power gear is placed."),
        Table("Load of the rack PDUs", head, rows(lambda i: isinstance(i, RackPdu)), note, "No rack PDU is placed."),
    )


def _load_states(report: Report, power: Power) -> Table:
    head = (
        column("Load", share=24, strong=True),
        column("Demand", "right", unit="kW", share=11),
        column("Sides", share=8),
        column("Now", share=12),
        column("At worst", share=14),
        column("when lost", share=21),
        badge_column(),
    )
    rows = []
    for item in by_name(report, power.records, lambda i: not isinstance(i, PowerGear)):
        flow = power.records[item.id]
        if isinstance(flow, LoadFlow):
            rows.append(
                (
                    item.name,
                    shown(flow.demand_kw, "kW", decimals=2),
                    flow.sides or "none",
                    flow.state_name,
                    STATES[flow.worst_state],
                    report.project.name_of(flow.worst_failure) if flow.worst_failure else "",
                    severity_of(report, item.id, "power"),
                )
            )
    return Table("Loads and their feeds", head, tuple(rows), basis_note(report), "No load is placed.")


# ---- failures --------------------------------------------------------------------------------------------------------


def _failure_table(report: Report, failures: Failures, outcomes: Sequence[Outcome]) -> Table:
    """Each element failed alone, run to its end."""
    name = report.project.name_of
    head = (
        column("One of these out", share=26, strong=True),
        column("Loads lost", "right", share=11),
        column("Throttled", "right", share=11),
        column("On fewer feeds", "right", share=13),
        column("Overloaded", "right", share=11),
        column("Opens in turn", "right", share=12),
        column("Batteries carry", share=16),
    )
    found = []
    for outcome in outcomes:
        lost, throttled, overloaded = failures.harm(outcome)
        fewer, opened = len(outcome.one_side), len(outcome.trips)
        if lost or throttled or overloaded or fewer or opened:
            (unit,) = outcome.units
            cells = (name(unit), *(str(n) for n in (lost, throttled, fewer, overloaded, opened)), _ride(outcome))
            found.append(((-lost, -throttled, -overloaded, -fewer, natural(name(unit))), cells))
    found.sort(key=lambda row: row[0])
    more = len(found) - FAILURES_SHOWN
    note = (
        f"{basis_note(report)} Each of {len(outcomes)} elements was failed alone, and what followed in turn run to its "
        "end: transfer, battery, generator, trips. Counted is what is not so without the failure; ranked by loads lost."
    )
    if more > 0:
        note += f" {more} more do less."
    return Table(
        "Single failures",
        head,
        tuple(cells for _, cells in found[:FAILURES_SHOWN]),
        note,
        "No single failure harms a load.",
    )


def _ride(outcome: Outcome) -> str:
    """The battery that is nearest to its end: how long it lasts, and how long it has to."""
    if outcome.unknown:
        return "not evaluated"
    rides = [r for r in outcome.rides if r.lasts_s is not None and r.needed_s is not None]
    if not rides:
        return ""
    tight = min(rides, key=lambda r: (r.lasts_s or 0.0) - (r.needed_s or 0.0))
    return f"{quantity_text(tight.lasts_s or 0.0, 's')} of {quantity_text(tight.needed_s or 0.0, 's')}"


def _single_points(report: Report, failures: Failures, outcomes: Sequence[Outcome]) -> Table:
    """Elements whose failure alone takes loads away, by the power that is lost."""
    name = report.project.name_of
    power = report.results.power
    assert power is not None
    normal = set(failures.after_nothing().lost)
    found = []
    for outcome in outcomes:
        gone = [i for i in outcome.lost if i not in normal]
        if not gone:
            continue
        kw = 0.0
        for id in gone:
            record = power.records.get(id)
            kw += (record.demand_kw or 0.0) if isinstance(record, LoadFlow) else 0.0
        (unit,) = outcome.units
        some = ", ".join(sorted((name(i) for i in gone), key=natural)[:4])
        found.append(
            (
                -kw,
                -len(gone),
                natural(name(unit)),
                name(unit),
                some + ("" if len(gone) < 5 else f" and {len(gone) - 4} more"),
            )
        )
    found.sort()
    head = (
        column("Rank", "right", share=7),
        column("Single point", share=25, strong=True),
        column("Loads lost", "right", share=11),
        column("Demand lost", "right", unit="kW", share=13),
        column("Which", share=44),
    )
    rows = tuple(
        (str(n), unit, str(-count), shown(-kw, "kW"), which)
        for n, (kw, count, _, unit, which) in enumerate(found[:FAILURES_SHOWN], 1)
    )
    more = len(found) - len(rows)
    note = basis_note(report) + (f" {more} more take less away." if more > 0 else "")
    return Table("Single points of failure", head, rows, note, "No single failure takes a load away.")


def _cascades(report: Report, failures: Failures, outcomes: Sequence[Outcome]) -> Table:
    """What opens, shuts down or runs empty after single failures, in order of time."""
    name = report.project.name_of
    usual = {(e.id, e.end, e.what) for e in failures.after_nothing().trips}
    rows = []
    for outcome in outcomes:
        for event in outcome.trips:
            if (event.id, event.end, event.what) not in usual:
                value = "" if event.value is None else quantity_text(event.value, event.unit)
                limit = "" if event.limit is None else quantity_text(event.limit, event.unit)
                at = quantity_text(event.at_s, "s")
                rows.append((name(outcome.units[0]), at, name(event.id), event.what, value, limit))
    head = (
        column("Out", share=22, strong=True),
        column("After", "right", share=10),
        column("Element", share=22),
        column("What happens", share=22),
        column("Value", "right", share=12),
        column("Limit", "right", share=12),
    )
    more = len(rows) - EVENTS_SHOWN
    note = basis_note(report) + (f" {more} more." if more > 0 else "")
    return Table(
        "What follows in turn", head, tuple(rows[:EVENTS_SHOWN]), note, "Nothing opens in turn after a single failure."
    )


# ---- study -----------------------------------------------------------------------------------------------------------


def _study(report: Report, study: Study | None, system: System) -> list[Table | Callout]:
    """Its numbers against limits and what they rest on; nothing where none was run for this design."""
    if study is None:
        return []
    if not study.is_of(report.project):
        return [Callout(Severity.WARNING, "The study is left out: the design was edited after it was run.")]
    found = verdicts(study)
    tables = [
        _verdict_table(report, title, [v for v in found if v.what in whats], system)
        for title, whats in (
            ("Short circuit", ("short circuit",)),
            ("Voltage drop", ("voltage drop",)),
            ("Loading of cables and transformers", ("cable loading", "transformer loading")),
        )
    ]
    lines = (
        f"Sources and converters give {quantity_text(study.source_kw, 'kW')}, of which "
        f"{quantity_text(study.cable_loss_kw, 'kW')} are lost in cables; the live solver, which has no cables, says "
        f"{quantity_text(study.live_kw, 'kW')}.",
        *(f"Left out: {line}." for line in study.not_studied),
        *study.assumptions,
    )
    return [*tables, Table("Assumptions of the study", (column("Assumed"),), tuple((line,) for line in lines), "")]


def _verdict_table(report: Report, title: str, found: Sequence[Verdict], system: System) -> Table:
    head = (
        column("Where", share=36, strong=True),
        column("Study", share=16),
        column("Value", "right", share=12),
        column("Limit", "right", share=12),
        bar_column(),
        column("Verdict", share=12),
    )
    more = found[VERDICTS_SHOWN:]
    note = basis_note(report)
    if more:
        unknown = sum(v.holds is None for v in more)
        note += f" {len(more)} more: {len(more) - unknown} hold, {unknown} are not evaluated."
    rows = tuple(_verdict_row(report, v, system) for v in found[:VERDICTS_SHOWN])
    return Table(title, head, rows, note, "Nothing of the kind could be studied.")


def _verdict_row(report: Report, verdict: Verdict, system: System) -> tuple[Any, ...]:
    word = {True: "holds", False: "broken", None: "not evaluated"}[verdict.holds]
    severity = Severity.ERROR if verdict.holds is False else None
    limit = verdict.limit
    return (
        report.project.name_of(verdict.subject),
        verdict.what,
        "unknown" if verdict.value is None else quantity_text(verdict.value, verdict.unit, system),
        "not stated" if limit is None else quantity_text(limit, verdict.unit, system),
        None if verdict.holds is None else Bar(verdict.value or 0.0, limit or 0.0, severity=severity),
        word,
    )
