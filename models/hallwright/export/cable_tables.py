"""The cabling section of the report: lengths to buy, what lies in the trays, bill of materials with price bands."""

from hallwright.engines.trays.records import TrayLoad
from hallwright.equipment.tray import Tray
from hallwright.evaluate import Report
from hallwright.export.bom import Line, lines
from hallwright.export.layout import Bar, Section, Table, column
from hallwright.export.load_tables import badge_column, bar_column, by_name, severity_of, shown, unit_sign
from hallwright.units import System, number_text

BOUGHT_BY_LENGTH = ("Cable", "Fibre")


def cable_section(report: Report, system: System) -> Section:
    """Cables by product and stock length, trays, bill of materials."""
    found = lines(report.project)
    return Section(
        "Cabling",
        "Lengths follow the trays, with the drops at both ends, slack and service loops, and are those in which cables "
        "are bought. Every single cable stands in the schedule (hallwright cables).",
        (_lengths(found, system), _trays(report, system), _bill(found)),
    )


def _lengths(found: list[Line], system: System) -> Table:
    head = (
        column("Cable or fibre", share=46, strong=True),
        column("Length", "right", unit=unit_sign("length_m", system), share=12),
        column("In use", "right", share=14),
        column("Spares", "right", share=14),
        column("To buy", "right", share=14),
    )
    rows = tuple(
        (
            line.name,
            shown(line.length_m, "length_m", system),
            number_text(line.quantity, 0),
            number_text(line.spares, 0),
            number_text(line.to_buy, 0),
        )
        for line in found
        if line.part in BOUGHT_BY_LENGTH
    )
    return Table("Cables to buy", head, rows, "A dash: an end has no place.", "No fabric cable is drawn.")


def _trays(report: Report, system: System) -> Table:
    trays = report.results.trays
    limit = report.project.settings.tray_fill_max_fraction
    records = trays.records if trays is not None else {}
    head = (
        column("Tray", share=28, strong=True),
        column("Width", "right", unit=unit_sign("m", system), share=13),
        column("Height", "right", unit=unit_sign("m", system), share=13),
        column("Cables", "right", share=13),
        column("Filled", "right", unit="%", share=13),
        bar_column(),
        badge_column(),
    )
    rows = []
    for item in by_name(report, records, lambda i: isinstance(i, Tray)):
        record = records[item.id]
        if isinstance(item, Tray) and isinstance(record, TrayLoad):
            fill, severity = record.area_m2 / (item.width_m * item.side_m), severity_of(report, item.id, "fabric")
            rows.append(
                (
                    item.name,
                    shown(item.width_m, "m", system),
                    shown(item.side_m, "m", system),
                    number_text(record.cables, 0),
                    number_text(fill * 100.0, 1) + ("*" if record.assumed else ""),
                    Bar(fill, limit, severity=severity),
                    severity,
                )
            )
    note = "Where each is fullest; power cables are not counted. * some diameters are the project's assumption."
    return Table("Cable trays", head, tuple(rows), note, "No tray is drawn.")


def _bill(found: list[Line]) -> Table:
    """One row for each product: lengths are added up."""
    head = (
        column("Part", share=14),
        column("Product", share=42, strong=True),
        column("To buy", "right", share=10),
        column("Of these spare", "right", share=10),
        column("Low", "right", unit="USD", share=12),
        column("High", "right", unit="USD", share=12),
    )
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in found:
        groups.setdefault((line.part, line.name), []).append(line)
    rows, low, high, unpriced = [], 0.0, 0.0, 0
    for (part, name), group in groups.items():
        count = sum(line.to_buy for line in group)
        one = group[0]
        bands = ("–", "–")
        if one.low_usd is not None and one.high_usd is not None:
            bands = number_text(one.low_usd * count, 0), number_text(one.high_usd * count, 0)
            low, high = low + one.low_usd * count, high + one.high_usd * count
        else:
            unpriced += 1
        rows.append((part, name, number_text(count, 0), number_text(sum(line.spares for line in group), 0), *bands))
    rows.append(("Total", "of what states a price", "", "", number_text(low, 0), number_text(high, 0)))
    note = "Rough price bands of the catalogue, never quotes."
    if unpriced:
        note += f" {unpriced} of {len(groups)} products state no price and are not in the total."
    return Table("Bill of materials", head, tuple(rows), note)
