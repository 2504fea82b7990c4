"""SPC108: too little free depth behind a rack."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.space.engine import Standing
from hallwright.equipment.rack import Rack
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.space.records import standing


class RackRearBlocked(Rule):
    """A rack needs free depth behind it.

    Measured from the rear of the rack, or of the rear-door exchanger that hangs there.

    Why: cables, hoses, rack PDUs and power supplies are reached from behind, and air must leave.
    Fix: move the row or what stands in the way.
    """

    code: ClassVar[str] = "SPC108"
    title: ClassVar[str] = "Too little free depth behind a rack"
    severity: ClassVar[Severity] = Severity.WARNING
    source: ClassVar[str] = "clearance stated by the rack, else common practice (recalled)"
    subjects = (Rack,)
    reads = ("space",)
    records = (Standing,)

    def check(self, subject: Rack, context: Context) -> Iterator[Outcome]:
        record = standing(context, subject.id)
        if record is None or record.rear.free_m is None or record.rear.by is None:
            return
        aisle = record.rear.faces == "rear"  # between two rears the aisle's own rule decides
        stated = subject.clearance_rear_m
        if aisle and stated is None:
            return
        limit = context.settings.cabinet_clearance_m if stated is None else stated
        if record.rear.free_m < limit:
            yield self.finding(
                subject.id,
                record.rear.by,
                value=record.rear.free_m,
                limit=limit,
                unit="m",
                at_least=True,
                message="{0} has {value} free behind it, up to {1}; it needs {limit}.",
            )
