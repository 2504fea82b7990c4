"""The section on coolant loops: diagram, loops, CDUs and consumers, and what was assumed; from the engine's records."""

from collections.abc import Iterable
from typing import Any

from hallwright.diagrams.coolant_readings import FLUIDS, is_short, is_too_warm
from hallwright.engines.coolant.records import RACK, SOLVED, CduCoolant, Loop, Outage, PlantWater, Stream
from hallwright.evaluate import Report
from hallwright.export.layout import Bar, Callout, Picture, Section, Table, column
from hallwright.export.load_tables import badge_column, bar_column, failed, natural, severity_of, shown, unit_sign
from hallwright.rules.base import Severity
from hallwright.settings import Settings
from hallwright.units import System, number_text, quantity_text

MOST = 40  # consumers listed
TEXT = (
    "Rack loops and facility water solved as flow networks, all units in service and with every single CDU, CDU pump "
    "and plant out. Condenser water is not solved; metal stores no heat; streams mix perfectly where they meet."
)
ASSUMED = {  # words of the engine, and the settings behind them
    "pressure drop": ("coolant_drop_kpa", "coolant_drop_exponent"),
    "coolant volume": ("system_coolant_l_per_kw", "cdu_coolant_l_per_kw"),
    "pump pressure": ("coolant_pressure_kpa", "facility_pressure_kpa"),
    "flow wanted": ("derived_coolant_rise_k",),
    "rated flow": ("derived_coolant_rise_k",),
    "rack-loop flow": ("derived_coolant_rise_k",),
}
ALWAYS = (
    "coolant_valve_drop_kpa", "facility_drop_kpa", "coolant_fittings_k", "coolant_velocity_m_s", "coolant_roughness_um",
    "coolant_extra_length_m", "pump_shutoff_ratio", "pump_runout_ratio", "exchanger_fouling_fraction",
    "room_dew_point_degc",
)  # fmt: skip


Settled = tuple[str, str, str, str]  # a setting: what, value, source, whether it was changed


def coolant_section(report: Report, system: System, settled: Iterable[Settled]) -> Section:
    """Diagram, loops, CDUs, consumers that stand nearest to their limits, assumptions.

    Parameters
    ----------
    settled : iterable of (what, value, source, changed)
        The settings, as the report lists them.
    """
    coolant = report.results.coolant
    if coolant is None:
        return failed(report, "coolant", "Coolant loops") or Section("Coolant loops", "Not evaluated.")
    if not coolant.loops:
        return Section("Coolant loops", "No coolant loop is piped in this hall.")
    blocks: list[Table | Callout | Picture] = [Picture("coolant")]
    for loop in coolant.loops:
        if loop.verdict != SOLVED:
            text = f"The loop of {report.project.name_of(loop.key)} is not evaluated: {loop.reason or loop.verdict}."
            blocks.append(Callout(Severity.ERROR, text))
    blocks += [_loops(report, coolant.loops, system), _cdus(report, system), _plants(report, system)]
    blocks += [_consumers(report, coolant.loops, system), _assumed(coolant.loops, settled)]
    return Section("Coolant loops", TEXT, tuple(b for b in blocks if not isinstance(b, Table) or b.rows))


def _loops(report: Report, loops: Iterable[Loop], system: System) -> Table:
    assert report.results.coolant is not None
    records = report.results.coolant.records
    rows = []
    for loop in loops:
        sources = [r for i in loop.sources if isinstance(r := records.get(i), CduCoolant | PlantWater) and r.runs]
        pumped = [r for r in sources if r.flow_l_min > 0.0]
        supply = max((r.supply_degc for r in pumped if r.supply_degc is not None), default=None)
        back = [(r.flow_l_min, r.return_degc) for r in pumped if r.return_degc is not None]
        mixed = sum(q * t for q, t in back) / sum(q for q, _ in back) if back else None
        rows.append(
            (
                report.project.name_of(loop.key),
                "Rack loop" if loop.kind == RACK else "Facility water",
                FLUIDS.get(loop.fluid, loop.fluid),
                shown(loop.heat_kw, "kW", system),
                shown(loop.flow_l_min, "L/min", system, 0),
                shown(supply, "degC", system),
                shown(mixed, "degC", system),
                shown(max((r.head_kpa for r in pumped), default=None), "kPa", system, 0),
                shown(loop.volume_l, "L", system, 0),
                shown(loop.unhandled_kw, "kW", system),
            )
        )
    head = (
        column("Loop of", share=16, strong=True),
        column("Kind", share=14),
        column("Coolant", share=10),
        column("Heat", "right", unit="kW", share=10),
        column("Flow", "right", unit=unit_sign("L/min", system), share=10),
        column("Supply", "right", unit=unit_sign("degC", system), share=9),
        column("Return", "right", unit=unit_sign("degC", system), share=9),
        column("Pressure", "right", unit=unit_sign("kPa", system), share=9),
        column("Holds", "right", unit=unit_sign("L", system), share=9),
        column("Not taken", "right", unit="kW", share=10),
    )
    errors = [abs(e) for loop in loops for e in (loop.mass_error, loop.heat_error)]
    note = (
        "Pressure: what its pumps give. Not taken: heat of consumers without flow, and above what plants reject. "
        f"Mass and heat of every loop close to {max(errors, default=0.0):.0e} of what flows."
    )
    return Table("Loops", head, tuple(rows), note)


def _cdus(report: Report, system: System) -> Table:
    assert report.results.coolant is not None
    rows = []
    for id, record in _of(report, CduCoolant):
        severity = severity_of(report, id, "thermal")
        bar: Any = "–"
        if record.able_kw is not None and record.able_kw > 0.0:
            bar = Bar(record.heat_kw, record.able_kw, severity=severity)
        rows.append(
            (
                report.project.name_of(id),
                shown(record.heat_kw, "kW", system),
                shown(record.able_kw, "kW", system),
                shown(record.flow_l_min, "L/min", system, 0),
                shown(record.head_kpa, "kPa", system, 0),
                shown(record.supply_degc, "degC", system),
                shown(record.approach_k, "K", system),
                shown(record.dew_margin_k, "K", system),
                shown(record.ride_through_s, "s", system, 0),
                outage_text(record.pump_out),
                outage_text(record.out),
                bar,
                severity if severity is not None else "",
            )
        )
    head = (
        column("CDU", share=10, strong=True),
        column("Heat", "right", unit="kW", share=8),
        column("Able", "right", unit="kW", share=8),
        column("Flow", "right", unit=unit_sign("L/min", system), share=8),
        column("Pressure", "right", unit=unit_sign("kPa", system), share=8),
        column("Supply", "right", unit=unit_sign("degC", system), share=8),
        column("Approach", "right", unit=unit_sign("K", system), share=9),
        column("Above dew", "right", unit=unit_sign("K", system), share=9),
        column("Ride", "right", unit="s", share=6),
        column("Pump out", share=10),
        column("CDU out", share=10),
        bar_column(),
        badge_column(),
    )
    note = (
        "Able: what the exchanger moves at its rated flows and the wanted supply. Above dew: coldest coolant above the "
        "room's dew point. Ride: from the loss of heat rejection, pumps running, until the supply passes what the "
        "systems accept."
    )
    return Table("CDUs", head, tuple(rows), note)


def _plants(report: Report, system: System) -> Table:
    rows = [
        (
            report.project.name_of(id),
            shown(record.heat_kw, "kW", system),
            shown(record.flow_l_min, "L/min", system, 0),
            shown(record.head_kpa, "kPa", system, 0),
            number_text(record.speed_fraction * 100.0, 0),
            shown(record.supply_degc, "degC", system),
            shown(record.return_degc, "degC", system),
            outage_text(record.out),
        )
        for id, record in _of(report, PlantWater)
        if record.loop
    ]
    head = (
        column("Plant", share=18, strong=True),
        column("Heat", "right", unit="kW", share=11),
        column("Flow", "right", unit=unit_sign("L/min", system), share=11),
        column("Pressure", "right", unit=unit_sign("kPa", system), share=11),
        column("Pumps", "right", unit="%", share=9),
        column("Supply", "right", unit=unit_sign("degC", system), share=11),
        column("Return", "right", unit=unit_sign("degC", system), share=11),
        column("This one out", share=18),
    )
    return Table("Plants in their loops", head, tuple(rows), "Pumps: speed over full speed.")


def _consumers(report: Report, loops: Iterable[Loop], system: System) -> Table:
    kind_of = {loop.key: loop.kind for loop in loops}
    tolerated = report.project.settings.flow_short_fraction
    found = list(_of(report, Stream))

    def urgency(entry: tuple[str, Stream]) -> tuple[float, object]:
        stream = entry[1]
        share = stream.flow_l_min / stream.wanted_l_min if stream.wanted_l_min else 1.0
        left = 1e9
        if stream.supply_degc is not None and stream.accepts_degc is not None:
            left = stream.accepts_degc - stream.supply_degc
        return round((-1e9 if is_short(stream, tolerated) else 0.0) + min(left, 1e6) + share, 2), natural(
            report.project.name_of(entry[0])
        )

    rows = []
    for id, stream in sorted(found, key=urgency)[:MOST]:
        severity = severity_of(report, id, "thermal")
        word = "short" if is_short(stream, tolerated) else "too warm" if is_too_warm(stream) else ""
        rows.append(
            (
                report.project.name_of(id),
                "Rack loop" if kind_of.get(stream.loop) == RACK else "Facility water",
                shown(stream.heat_kw, "kW", system),
                shown(stream.flow_l_min, "L/min", system),
                shown(stream.wanted_l_min, "L/min", system),
                shown(stream.drop_kpa, "kPa", system, 0),
                shown(stream.supply_degc, "degC", system),
                shown(stream.accepts_degc, "degC", system),
                shown(stream.return_degc, "degC", system),
                shown(stream.case_degc, "degC", system),
                word,
                severity if severity is not None else "",
            )
        )
    degc = unit_sign("degC", system)
    head = (
        column("Consumer", share=16, strong=True),
        column("On", share=12),
        column("Heat", "right", unit="kW", share=8),
        column("Flow", "right", unit=unit_sign("L/min", system), share=8),
        column("Wanted", "right", unit=unit_sign("L/min", system), share=8),
        column("Drop", "right", unit=unit_sign("kPa", system), share=8),
        column("Supply", "right", unit=degc, share=8),
        column("Accepts", "right", unit=degc, share=8),
        column("Return", "right", unit=degc, share=8),
        column("Case", "right", unit=degc, share=8),
        column("", share=8),
        badge_column(),
    )
    note = "Those nearest to a limit first. A dash: not stated, so not evaluated."
    if len(found) > MOST:
        note += f" {number_text(len(found) - MOST, 0)} more are not listed."
    return Table("Consumers", head, tuple(rows), note)


def _assumed(loops: Iterable[Loop], settled: Iterable[Settled]) -> Table:
    """What nobody states, with the value taken in its place."""
    words = sorted({word for loop in loops for word in loop.assumed})
    names = {name: word for word in words for name in ASSUMED.get(word, ())}
    titles = {info.description or name: name for name, info in Settings.model_fields.items()}
    rows = []
    for what, value, source, _ in settled:
        name = titles.get(what, "")
        if name in names or name in ALWAYS:
            rows.append((what, value, source, names.get(name, "all loops")))
    head = (
        column("Assumption", share=44, strong=True),
        column("Value", "right", share=14),
        column("Source", share=26),
        column("In place of", share=16),
    )
    listed = ", ".join(words)
    note = f"Not stated for some unit, and assumed: {listed}." if words else "Every unit states its figures."
    return Table("Assumed in the loops", head, tuple(rows), note)


def outage_text(outage: Outage | None) -> str:
    """What a loop does without a unit, in few words."""
    if outage is None:
        return "–"
    if not outage.solved:
        return "no answer"
    if outage.harmless:
        return "no harm"
    words = []
    for ids, word in ((outage.cut, "cut off"), (outage.short, "short"), (outage.warm, "too warm")):
        if ids:
            words.append(f"{len(ids)} {word}")
    if outage.unrejected_kw > 0.0:
        words.append(f"{quantity_text(outage.unrejected_kw, 'kW')} left")
    return ", ".join(words)


def _of(report: Report, kind: type[Any]) -> list[tuple[str, Any]]:
    """Records of a kind, by name."""
    assert report.results.coolant is not None
    found = [(i, r) for i, r in report.results.coolant.records.items() if isinstance(r, kind)]
    return sorted(found, key=lambda e: natural(report.project.name_of(e[0])))
