"""The field of the room's air in the report: rooms, racks against their limits, what was assumed."""

from hallwright.engines.air.field import GREY_ZONE_K
from hallwright.engines.air.records import RackField, RoomField
from hallwright.evaluate import Report
from hallwright.export.layout import Callout, Picture, Section, Table, column
from hallwright.rules.base import Severity
from hallwright.units import System, quantity_text

ABOUT = (
    "Turbulent, buoyant air of each room in three dimensions, steady or averaged. Racks are held to their hottest "
    f"inlet band; within {GREY_ZONE_K:g} K of a limit the field cannot tell."
)


def air_section(report: Report, system: System) -> Section:
    """Rooms, racks and assumptions; what was not solved is said."""
    air, project = report.results.air, report.project
    if report.pending or air is None:
        if report.pending:
            blocks: tuple[Callout, ...] = (
                Callout(Severity.WARNING, "The field of the room's air is not solved; its rules are not evaluated."),
            )
        else:
            blocks = (Callout(Severity.HINT, "Nothing gives heat to the air of a room."),)
        return Section("Air of the rooms", ABOUT, blocks)

    def degc(value: float | None) -> str:
        return "–" if value is None else quantity_text(value, "degC", system)

    rooms, racks, assumed = [], [], {}
    for key, record in air.records.items():
        if isinstance(record, RoomField):
            answer = f"not solved: {record.refused}" if record.refused else (
                f"averaged over {record.averaged} steps" if record.averaged else "steady"
            )  # fmt: skip
            error = "–" if record.refused else quantity_text(record.error_k, "K", system)
            left = "–" if record.refused else f"{100.0 * record.imbalance_fraction:.2f} %"
            rooms.append((project.name_of(key), quantity_text(record.heat_kw, "kW", system), error, left, answer))
            assumed.update(dict.fromkeys(record.assumed))
        elif isinstance(record, RackField):
            racks.append((-record.hottest_degc, key, record))
    rows = tuple(
        (project.name_of(key), degc(r.inlet_degc), degc(r.hottest_degc), degc(r.exhaust_degc), degc(r.limit_degc),
         _verdict(r))
        for _, key, r in sorted(racks, key=lambda one: one[:2])
    )  # fmt: skip
    head = (column("Room", share=20, strong=True), column("Heat", share=12), column("Error", share=10),
            column("Heat left over", share=14), column("Answer", share=44))  # fmt: skip
    rack_head = (column("Rack", share=20, strong=True), column("Inlet mean", share=16),
                 column("Hottest band", share=16), column("Exhaust", share=16), column("Limit", share=16),
                 column("Verdict", share=16))  # fmt: skip
    has_field = any(one.field is not None for one in air.solved.values())
    return Section(
        "Air of the rooms",
        ABOUT,
        (
            Table("Rooms", head, tuple(rooms), " ".join(assumed)),
            *((Picture("air"),) if has_field else ()),
            Table("Racks, hottest first", rack_head, rows),
        ),
    )


def _verdict(record: RackField) -> str:
    if record.limit_degc is None:
        return "no limit stated"
    if abs(record.hottest_degc - record.limit_degc) <= GREY_ZONE_K:
        return "near the limit"
    return "above" if record.hottest_degc > record.limit_degc else "below"
