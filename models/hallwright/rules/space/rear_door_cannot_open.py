"""SPC111: rear-door heat exchanger cannot open."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.space.engine import Standing
from hallwright.equipment.rack import Rack
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.space.records import standing


class RearDoorCannotOpen(Rule):
    """A rear-door heat exchanger needs the depth to swing open.

    Measured behind the exchanger, at right angles, up to the nearest thing, column or wall.

    Why: the rack behind it can be reached only when it opens.
    Fix: widen the aisle behind the rack.
    """

    code: ClassVar[str] = "SPC111"
    title: ClassVar[str] = "Rear-door heat exchanger cannot open"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "common practice (recalled)"
    subjects = (Rack,)
    reads = ("space",)
    records = (Standing,)

    def check(self, subject: Rack, context: Context) -> Iterator[Outcome]:
        record = standing(context, subject.id)
        if record is None or not record.has_rear_door or record.rear.free_m is None or record.rear.by is None:
            return
        limit = context.settings.rear_door_swing_m
        if record.rear.free_m < limit:
            yield self.finding(
                subject.id,
                record.rear.by,
                value=record.rear.free_m,
                limit=limit,
                unit="m",
                at_least=True,
                message="The rear door of {0} has {value} up to {1}; it needs {limit} to open.",
            )
