"""SPC124: equipment does not pass a door of its room."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.space.engine import Standing
from hallwright.equipment.base import Placed
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.space.records import standing


class DoesNotPassDoor(Rule):
    """What stands in a room has come in through one of its doors, upright and narrow side first.

    Rooms in which no door is drawn are not looked at. The value is the narrow side, or the height where that is what
    does not pass the widest door.

    Why: a rack that has to be laid down or taken apart is a costly surprise on the day of delivery.
    Fix: widen a door, or plan the way in.
    """

    code: ClassVar[str] = "SPC124"
    title: ClassVar[str] = "Equipment does not pass a door of its room"
    severity: ClassVar[Severity] = Severity.HINT
    source: ClassVar[str] = "geometry"
    subjects = (Placed,)
    reads = ("space",)
    records = (Standing,)

    def check(self, subject: Placed, context: Context) -> Iterator[Outcome]:
        record = standing(context, subject.id)
        if record is None or not record.doors:
            return
        side_m = min(subject.width_m, subject.depth_m)
        if any(side_m <= width and subject.height_m <= height for _, width, height in record.doors):
            return
        door, width_m, height_m = max(record.doors, key=lambda d: (d[1], d[2]))
        if side_m > width_m:
            message = "{0} is {value} wide at its narrow side; door {1}, the widest, lets {limit} pass."
            yield self.finding(subject.id, door, value=side_m, limit=width_m, unit="m", message=message)
        else:
            message = "{0} is {value} high; door {1}, the widest, lets {limit} pass."
            yield self.finding(subject.id, door, value=subject.height_m, limit=height_m, unit="m", message=message)
