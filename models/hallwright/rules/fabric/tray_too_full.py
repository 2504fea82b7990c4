"""FAB109: tray too full."""

import math
from collections.abc import Iterator

from hallwright.edits.change import set_fields
from hallwright.engines.trays.records import TrayLoad
from hallwright.equipment.tray import Tray
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity

STEP_M = 0.05  # trays are made in such steps
WIDEST_M = 3.0  # that a tray may be


class TrayTooFull(Rule):
    """Fabric cables take more of a tray's cross-section than they may where it is fullest.

    Cables count as round ones of their outer diameter, a link with transceivers as its fibre; where a product states
    no diameter the project's assumption stands in. Power cables are not in it.

    Why: a full tray bends and crushes what lies below, holds heat, and takes no cable that comes later.
    Fix: widen the tray, hang a second one, or lead cables another way.
    """

    code = "FAB109"
    title = "Cable tray too full"
    severity = Severity.WARNING
    source = "general knowledge, unverified: 40 % at installation; above 100 % cables do not fit"
    subjects = (Tray,)
    reads = ("trays",)
    records = (TrayLoad,)

    def check(self, subject: Tray, context: Context) -> Iterator[Outcome]:
        found, limit = context.results.trays, context.settings.tray_fill_max_fraction
        record = found.records.get(subject.id) if found is not None else None
        if not isinstance(record, TrayLoad) or record.at is None:
            return
        fill = record.area_m2 / (subject.width_m * subject.side_m)
        if fill > limit:
            wide_m = width_needed_m(record.area_m2, subject.side_m, limit)
            enough = "{wide} wide is enough." if wide_m <= WIDEST_M else "No width is enough: share the cables out."
            more = " Some diameters are assumed." if record.assumed else ""
            yield self.finding(
                subject.id,
                value=fill,
                limit=limit,
                unit="fraction",
                message="{0} is {value} full with {cables} cables at {x}, {y}; {limit} may be. " + enough + more,
                quantities={
                    "cables": (record.cables, "count"),
                    "x": (record.at[0], "m"),
                    "y": (record.at[1], "m"),
                    "wide": (wide_m, "m"),
                },
                severity=Severity.ERROR if fill > 1.0 else Severity.WARNING,
            )

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        tray, found = context.project.equipment.get(finding.subjects[0]), context.results.trays
        record = found.records.get(finding.subjects[0]) if found is not None else None
        if not isinstance(tray, Tray) or not isinstance(record, TrayLoad):
            return
        wide_m = width_needed_m(record.area_m2, tray.side_m, finding.limit)
        if wide_m <= WIDEST_M:
            yield Fix(
                f"Make {tray.name} {wide_m * 1000.0:.0f} mm wide",
                lambda project: set_fields(project, [tray.id], {"width_m": wide_m}),
            )


def width_needed_m(area_m2: float, side_m: float, limit: float) -> float:
    """Width of a tray in which cables take no more than the limit, in the next step up."""
    return round(math.ceil(area_m2 / (side_m * limit) / STEP_M - 1e-9) * STEP_M, 3)
