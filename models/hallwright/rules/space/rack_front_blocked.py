"""SPC107: too little free depth before a rack."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.space.engine import Standing
from hallwright.equipment.rack import Rack
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.space.records import standing


class RackFrontBlocked(Rule):
    """A rack needs free depth before its front.

    Measured at right angles over the whole width of the rack, up to the nearest thing, column or wall.

    Why: systems slide out to the front; a person must stand there.
    Fix: move the row or what stands in the way.
    """

    code: ClassVar[str] = "SPC107"
    title: ClassVar[str] = "Too little free depth before a rack"
    severity: ClassVar[Severity] = Severity.WARNING
    source: ClassVar[str] = "clearance stated by the rack, else common practice (recalled)"
    subjects = (Rack,)
    reads = ("space",)
    records = (Standing,)

    def check(self, subject: Rack, context: Context) -> Iterator[Outcome]:
        record = standing(context, subject.id)
        if record is None or record.front.free_m is None or record.front.by is None:
            return
        aisle = record.front.faces == "front"  # between two fronts the aisle's own rule decides
        stated = subject.clearance_front_m
        if aisle and stated is None:
            return
        limit = context.settings.cabinet_clearance_m if stated is None else stated
        if record.front.free_m < limit:
            yield self.finding(
                subject.id,
                record.front.by,
                value=record.front.free_m,
                limit=limit,
                unit="m",
                at_least=True,
                message="{0} has {value} free before its front, up to {1}; it needs {limit}.",
            )
