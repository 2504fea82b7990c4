"""FAB110: bend tighter than a cable allows."""

from collections.abc import Iterator

from hallwright.edits.change import set_fields
from hallwright.engines.trays.records import TrayLoad
from hallwright.equipment.tray import Tray
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity


class BendTooTight(Rule):
    """Bends and waterfalls of a tray are tighter than a cable in it allows.

    Where a product states no bend radius the project's assumption stands in.

    Why: copper bent too far loses its impedance, fibre its light; both may break later.
    Fix: fit wider bends and waterfalls (field bend_radius_m), or take a product that bends further.
    """

    code = "FAB110"
    title = "Bend tighter than a cable allows"
    severity = Severity.WARNING
    source = "bend radius stated by the cable product"
    subjects = (Tray,)
    reads = ("trays",)
    records = (TrayLoad,)

    def check(self, subject: Tray, context: Context) -> Iterator[Outcome]:
        found = context.results.trays
        record = found.records.get(subject.id) if found is not None else None
        if not isinstance(record, TrayLoad):
            return
        settings, widest_m = context.settings, 0.0
        for id in record.products:
            product = context.project.products.get(id)
            if product is None or product.cable is None:
                continue  # said of the link itself
            radius_m = product.cable.bend_radius_m
            if radius_m is None:
                optical = product.cable.form in ("optic", "aoc", "fiber")
                radius_m = settings.fibre_bend_radius_m if optical else settings.copper_bend_radius_m
            widest_m = max(widest_m, radius_m)
        if widest_m > subject.bend_radius_m:
            yield self.finding(
                subject.id,
                value=subject.bend_radius_m,
                limit=widest_m,
                unit="m",
                message="{0} bends cables at {value}; one in it needs {limit}.",
                at_least=True,
            )

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        values = {"bend_radius_m": finding.limit}
        yield Fix(
            "Fit bends wide enough for its cables", lambda project: set_fields(project, finding.subjects[:1], values)
        )
