"""SPC117: two things take the same rack units."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.edits.arrange import remount
from hallwright.engines.space.contents import Mounted
from hallwright.equipment.base import Placed
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity
from hallwright.rules.space.records import mounted


class RackUnitsCollide(Rule):
    """Each rack unit holds one thing, or one from the front and one from the rear where both fit the depth.

    Why: two things cannot be built into the same place.
    Fix: move one of them to free rack units.
    """

    code: ClassVar[str] = "SPC117"
    title: ClassVar[str] = "Two things take the same rack units"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "geometry"
    subjects = (Placed,)
    reads = ("space",)
    records = (Mounted,)

    def check(self, subject: Placed, context: Context) -> Iterator[Outcome]:
        record = mounted(context, subject.id)
        if record is None:
            return
        if record.unplaced:
            yield self.gap(subject.id, reason="the rack unit (u) or the height in units (u_height) of {0} is unknown")
        for other, units in record.collisions:
            if subject.id < other:  # once a pair
                message = f"{{0}} and {{1}} share {{value}} rack unit{'s' if units != 1 else ''}."
                yield self.finding(subject.id, other, value=units, limit=0.0, unit="count", message=message)

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        record = mounted(context, finding.subjects[0])
        if record is not None:
            yield Fix(
                f"Move {context.project.name_of(finding.subjects[0])} to the lowest free rack units",
                lambda project: remount(project, finding.subjects[0], record.carrier_id),
            )
