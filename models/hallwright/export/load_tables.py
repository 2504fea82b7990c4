"""Sections of the report by domain: load tables, read from the engines' records."""

from collections.abc import Callable, Iterable

from hallwright.engines.cooling.records import CduLoad, CoolerDuty, PlantLoop, RackAir, SpaceAir
from hallwright.engines.fabric.records import LinkRecord, SwitchRecord
from hallwright.engines.space.engine import Standing
from hallwright.equipment.base import Equipment
from hallwright.equipment.rack import Rack
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


def racks_by_name(report: Report) -> list[Rack]:
    """Racks in the order of their names."""
    return sorted(report.project.all(Rack), key=lambda r: natural(r.name))


def cooling_section(report: Report, system: System) -> Section:
    """Air by volume, air coolers, racks that breathe warmest, liquid by CDU and plant loop, heat ledger."""
    cooling = report.results.cooling
    if cooling is None:
        return failed(report, "cooling", "Cooling") or Section("Cooling", "")
    ledger = cooling.ledger
    text = (
        f"Heat in {shown(ledger.in_kw, 'kW')} kW: IT {shown(ledger.it_kw, 'kW')}, power losses "
        f"{shown(ledger.losses_kw, 'kW')}, fans {shown(ledger.fans_kw, 'kW')}, pumps {shown(ledger.pumps_kw, 'kW')}. "
        f"Taken out {shown(ledger.rejected_kw, 'kW')} kW. Air is balanced by volume (room or contained aisle) with "
        "exact mixing; no air field is solved, so a hot spot inside a volume is not seen."
    )
    name = report.project.name_of
    flow, degc = unit_sign("m3/s", system), unit_sign("degC", system)
    air_head = (
        column("Volume", share=14, strong=True),
        column("Heat", "right", unit="kW", share=8),
        column("Air needed", "right", unit=flow, share=8),
        column("Supplied", "right", unit=flow, share=8),
        column("One out", "right", unit=flow, share=8),
        column("Inlet", "right", unit=degc, share=7),
        column("SHI", "right", share=8),
        column("RTI", "right", share=8),
        column("Capacity", "right", unit="kW", share=8),
        column("One out", "right", unit="kW", share=8),
        bar_column(),
        badge_column(),
    )
    air = []
    for id, record in sorted(cooling.records.items(), key=lambda r: natural(name(r[0]))):
        if isinstance(record, SpaceAir):
            severity = severity_of(report, id, "thermal")
            for volume in record.volumes:
                bar = Bar(volume.pool_heat_kw, volume.capacity_one_out_kw, severity=severity)
                part = volume.key.partition("/")[2]
                air.append(
                    (
                        name(id) + (f" part {part}" if part else ""),
                        shown(volume.heat_kw, "kW"),
                        shown(volume.needed_m3_s, "m3/s", system),
                        shown(volume.supplied_m3_s, "m3/s", system),
                        shown(volume.supplied_one_out_m3_s, "m3/s", system),
                        shown(volume.inlet_degc, "degC", system),
                        shown(volume.supply_index, "", decimals=2),
                        shown(volume.return_temperature_index, "", decimals=2),
                        shown(volume.capacity_kw, "kW"),
                        shown(volume.capacity_one_out_kw, "kW"),
                        bar if volume.capacity_one_out_kw > 0.0 else None,
                        severity,
                    )
                )
    note = (
        "One out: with the unit lost that matters most. SHI: share of the warming that air picks up before it reaches "
        "what it cools (0 is perfect; the return heat index is 1 less that). RTI: below 1 air bypasses, above 1 it "
        "recirculates. Bar: heat against capacity with one unit out."
    )
    tables = [
        Table("Air by room and aisle", air_head, tuple(air), note, "No room is drawn."),
        _cooler_table(report, system),
        _rack_air_table(report, system),
        _cdu_table(report, system),
        _plant_table(report, system),
    ]
    if report.throttling.systems:
        tables.append(_throttled_table(report, system))
    if ledger.unhandled:
        head = (
            column("Where", share=30, strong=True),
            column("Why", share=50),
            column("Heat", "right", unit="kW", share=20),
        )
        rows = tuple((name(where) if where else "", why, shown(kw, "kW")) for where, why, kw in ledger.unhandled)
        tables.append(Table("Heat that nothing takes out", head, rows))
    return Section("Cooling", text, tuple(tables))


def _throttled_table(report: Report, system: System) -> Table:
    degc = unit_sign("degC", system)
    head = (
        column("Slowed system", share=28, strong=True),
        column("By", share=12),
        column("Given", "right", unit=degc, share=12),
        column("Accepts up to", "right", unit=degc, share=12),
        column("Work lost", "right", unit=unit_sign("fraction", system), share=12),
        column("Load lost", "right", unit="kW", share=12),
        column("GPUs' worth", "right", share=12),
    )
    found = report.throttling
    rows = tuple(
        (
            item.name,
            found.systems[item.id].cause,
            shown(found.systems[item.id].degc, "degC", system),
            shown(found.systems[item.id].limit_degc, "degC", system),
            shown(found.systems[item.id].throttled_fraction, "fraction"),
            shown(found.systems[item.id].lost_kw, "kW"),
            shown(found.systems[item.id].lost_gpus, ""),
        )
        for item in by_name(report, found.systems, lambda i: True)
    )
    note = (
        f"In all {shown(found.lost_kw, 'kW')} kW and {shown(found.lost_gpus, '')} GPUs' worth of work. Assumed in step "
        "from each limit to the shutdown; vendors do not publish the curve."
    )
    return Table("Systems slowed by warm air or coolant", head, rows, note)


def _cooler_table(report: Report, system: System) -> Table:
    assert report.results.cooling is not None
    head = (
        column("Air cooler", share=24, strong=True),
        column("Duty", "right", unit="kW", share=12),
        column("Capacity", "right", unit="kW", share=12),
        column("Supply", "right", unit=unit_sign("degC", system), share=12),
        column("Water", "right", unit=unit_sign("degC", system), share=12),
        column("Runs", share=10),
        bar_column(),
        badge_column(),
    )
    rows = []
    for item in by_name(report, report.results.cooling.records, lambda i: True):
        duty = report.results.cooling.records[item.id]
        if isinstance(duty, CoolerDuty):
            severity = severity_of(report, item.id, "thermal")
            rows.append(
                (
                    item.name,
                    shown(duty.duty_kw, "kW"),
                    shown(duty.capacity_kw, "kW"),
                    shown(duty.supply_degc, "degC", system),
                    shown(duty.water_degc, "degC", system),
                    "yes" if duty.runs else "no",
                    Bar(duty.duty_kw, duty.capacity_kw, severity=severity) if duty.capacity_kw > 0.0 else None,
                    severity,
                )
            )
    return Table("Air coolers and rear doors", head, tuple(rows), "", "No air cooler is placed.")


def _rack_air_table(report: Report, system: System) -> Table:
    assert report.results.cooling is not None
    flow, degc = unit_sign("m3/s", system), unit_sign("degC", system)
    head = (
        column("Rack", share=20, strong=True),
        column("Air heat", "right", unit="kW", share=12),
        column("By its door", "right", unit="kW", share=12),
        column("Air needed", "right", unit=flow, share=12),
        column("Inlet", "right", unit=degc, share=12),
        column("Accepts up to", "right", unit=degc, share=12),
        bar_column(),
        badge_column(),
    )
    rows = []
    for rack in racks_by_name(report):
        air = report.results.cooling.records.get(rack.id)
        if isinstance(air, RackAir) and air.air_kw > 0.0:
            severity = severity_of(report, rack.id, "thermal")
            bar = None
            if air.inlet_degc is not None and air.inlet_max_degc:
                bar = Bar(air.inlet_degc, air.inlet_max_degc, severity=severity)
            rows.append(
                (
                    rack.name,
                    shown(air.air_kw, "kW"),
                    shown(air.door_kw, "kW"),
                    shown(air.flow_m3_s, "m3/s", system) + ("*" if air.flow_derived else ""),
                    shown(air.inlet_degc, "degC", system),
                    shown(air.inlet_max_degc, "degC", system),
                    bar,
                    severity,
                )
            )
    note = "* derived at a 15 K rise where a product states no airflow."
    return Table("Racks in the air", head, tuple(rows), note, "No rack gives heat to the air.")


def _cdu_table(report: Report, system: System) -> Table:
    assert report.results.cooling is not None
    flow, degc = unit_sign("L/min", system), unit_sign("degC", system)
    head = (
        column("CDU", share=14, strong=True),
        column("Heat", "right", unit="kW", share=10),
        column("One out", "right", unit="kW", share=10),
        column("Capacity", "right", unit="kW", share=10),
        column("Flow", "right", unit=flow, share=10),
        column("Available", "right", unit=flow, share=10),
        column("Supply", "right", unit=degc, share=9),
        column("Return", "right", unit=degc, share=9),
        bar_column(),
        badge_column(),
    )
    rows = []
    for item in by_name(report, report.results.cooling.records, lambda i: True):
        load = report.results.cooling.records[item.id]
        if isinstance(load, CduLoad):
            severity = severity_of(report, item.id, "thermal")
            rows.append(
                (
                    item.name,
                    shown(load.heat_kw, "kW"),
                    shown(load.one_out_kw, "kW"),
                    shown(load.capacity_kw, "kW"),
                    shown(load.flow_l_min, "L/min", system),
                    shown(load.available_l_min, "L/min", system),
                    shown(load.supply_degc, "degC", system),
                    shown(load.return_degc, "degC", system),
                    Bar(load.one_out_kw, load.capacity_kw, severity=severity) if load.capacity_kw > 0.0 else None,
                    severity,
                )
            )
    note = "One out: heat it takes when the CDU is lost whose share falls on it most."
    return Table("CDUs", head, tuple(rows), note, "No CDU is placed.")


def _plant_table(report: Report, system: System) -> Table:
    assert report.results.cooling is not None
    flow, degc = unit_sign("L/min", system), unit_sign("degC", system)
    head = (
        column("Loop of", share=26, strong=True),
        column("Heat", "right", unit="kW", share=11),
        column("Capacity", "right", unit="kW", share=11),
        column("One out", "right", unit="kW", share=11),
        column("Flow", "right", unit=flow, share=11),
        column("Supply", "right", unit=degc, share=9),
        column("Return", "right", unit=degc, share=9),
        bar_column(),
        badge_column(),
    )
    rows = []
    for item in by_name(report, report.results.cooling.records, lambda i: True):
        loop = report.results.cooling.records[item.id]
        if isinstance(loop, PlantLoop) and loop.lead == item.id:
            severity = severity_of(report, item.id, "thermal")
            rows.append(
                (
                    ", ".join(report.project.name_of(p) for p in loop.plants),
                    shown(loop.heat_kw, "kW"),
                    shown(loop.capacity_kw, "kW"),
                    shown(loop.one_out_capacity_kw, "kW"),
                    shown(loop.flow_l_min, "L/min", system),
                    shown(loop.supply_degc, "degC", system),
                    shown(loop.return_degc, "degC", system),
                    Bar(loop.one_out_kw, loop.one_out_capacity_kw, severity=severity)
                    if loop.one_out_capacity_kw > 0
                    else None,
                    severity,
                )
            )
    return Table(
        "Plant loops",
        head,
        tuple(rows),
        "One out: capacity left with the worst plant of the loop out.",
        "No chiller, dry cooler or tower is placed.",
    )


def fabric_section(report: Report, system: System) -> Section:
    """Fabrics by tier, switches, cable lengths."""
    fabric = report.results.fabric
    if fabric is None:
        return failed(report, "fabric", "Fabric") or Section("Fabric", "")
    tier_head = (
        column("Fabric", share=16, strong=True),
        column("Tier", share=12),
        column("Switches", "right", share=10),
        column("Down", "right", unit="Gb/s", share=13),
        column("Up", "right", unit="Gb/s", share=13),
        column("Oversubscription", "right", unit=": 1", share=14),
        column("Bisection", "right", unit="Gb/s", share=14),
    )
    tiers = []
    for name, totals in sorted(fabric.fabrics.items()):
        for tier, (switches, down, up) in totals.tiers.items():
            over = totals.oversubscription(tier)
            tiers.append(
                (
                    name,
                    tier,
                    str(switches),
                    number_text(down, 0),
                    number_text(up, 0) if up else "–",
                    "–" if over is None else number_text(over, 2),
                    number_text(totals.bisection_gbps, 0),
                )
            )
    loss_head = (
        column("Switch out", share=30, strong=True),
        column("Systems cut off", "right", share=16),
        column("GPUs cut off", "right", share=16),
        column("Bandwidth left", "right", unit="%", share=16),
        badge_column(),
    )
    losses = []
    for item in by_name(report, fabric.records, lambda i: True):
        record = fabric.records[item.id]
        if isinstance(record, SwitchRecord) and (record.loss.systems or record.loss.share_left < 1.0):
            losses.append(
                (
                    item.name,
                    str(record.loss.systems),
                    str(record.loss.gpus),
                    number_text(record.loss.share_left * 100.0, 1),
                    severity_of(report, item.id, "fabric"),
                )
            )
    losses.sort(key=lambda r: (-int(r[1]), float(r[3]), natural(r[0])))
    more = len(losses) - FAILURES_SHOWN
    return Section(
        "Fabric",
        "Rates are those of ports and cables. Bisection is exact for two tiers in which each leaf reaches each spine "
        "equally, else an upper bound.",
        (
            Table("Fabrics by tier", tier_head, tuple(tiers), "", "No switch is linked."),
            Table(
                "One switch out",
                loss_head,
                tuple(losses[:FAILURES_SHOWN]),
                f"{more} more do less." if more > 0 else "",
                "No switch is linked.",
            ),
            _cable_table(report, system),
        ),
    )


def _cable_table(report: Report, system: System) -> Table:
    fabric, project = report.results.fabric, report.project
    assert fabric is not None
    sign = unit_sign("length_m", system)
    head = (
        column("Cable", share=36, strong=True),
        column("Count", "right", share=10),
        column("Shortest", "right", unit=sign, share=12),
        column("Longest", "right", unit=sign, share=12),
        column("Reach", "right", unit=sign, share=12),
        bar_column(),
    )
    found: dict[str | None, list[LinkRecord]] = {}
    for id, record in fabric.records.items():
        if isinstance(record, LinkRecord) and id in project.links:
            found.setdefault(project.links[id].product, []).append(record)
    rows = []
    for product_id, records in sorted(found.items(), key=lambda e: str(e[0])):
        product = project.products.get(product_id or "")
        reach = product.cable.reach_m if product is not None and product.cable is not None else None
        longest = max((r.longest_m for r in records if r.longest_m is not None), default=None)
        shortest = min((r.shortest_m for r in records if r.shortest_m is not None), default=None)
        rows.append(
            (
                product.name if product else "no product chosen",
                str(sum(r.count for r in records)),
                shown(shortest, "length_m", system),
                shown(longest, "length_m", system),
                shown(reach, "length_m", system),
                Bar(longest, reach) if longest is not None and reach else None,
            )
        )
    return Table(
        "Cables",
        head,
        tuple(rows),
        "Lengths follow the trays, with drops and slack, in stock lengths.",
        "No fabric cable is drawn.",
    )


def space_section(report: Report, system: System) -> Section:
    """Racks: contents, mass, floor load."""
    space = report.results.space
    if space is None:
        return failed(report, "space", "Space") or Section("Space", "")
    kg, kpa = unit_sign("kg", system), unit_sign("kPa", system)
    head = (
        column("Rack", share=22, strong=True),
        column("Contents", "right", unit=kg, share=12),
        column("May carry", "right", unit=kg, share=12),
        column("Mass", "right", unit=kg, share=12),
        column("On the floor", "right", unit=kpa, share=12),
        column("Floor carries", "right", unit=kpa, share=13),
        bar_column(),
        badge_column(),
    )
    rows = []
    for rack in racks_by_name(report):
        record = space.records.get(rack.id)
        if isinstance(record, Standing):
            severity = severity_of(report, rack.id, "space")
            bar = None
            if record.contents_kg is not None and rack.static_load_kg:
                bar = Bar(record.contents_kg, rack.static_load_kg, severity=severity)
            rows.append(
                (
                    rack.name,
                    shown(record.contents_kg, "kg", system),
                    shown(rack.static_load_kg, "kg", system),
                    shown(record.mass_kg, "kg", system),
                    shown(record.load_kpa, "kPa", system),
                    shown(record.floor_limit_kpa, "kPa", system),
                    bar,
                    severity,
                )
            )
    note = "Bar: contents against what the frame may carry. A dash: a mass is unknown."
    return Section("Space", "", (Table("Racks on the floor", head, tuple(rows), note, "No rack is placed."),))
