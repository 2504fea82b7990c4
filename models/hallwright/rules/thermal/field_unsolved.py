"""THM315: the air of a room has no steady answer."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.air.records import RoomField
from hallwright.equipment.room import Room
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import field_record


class FieldUnsolved(Rule):
    """The heat given to the air of a room must be taken by its running units and rear doors.

    The three-dimensional field of a room is solved for its steady state. Where more heat enters than is taken there is
    none, and this finding stands in its place. A room whose field fails for another reason is listed as not evaluated,
    with the thing to blame.

    Why: the room warms until machines stop.
    Fix: add or repair coolers, give them water and power, or take heat away.
    """

    code: ClassVar[str] = "THM315"
    title: ClassVar[str] = "Air of the room warms without end"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "heat balance of the room"
    subjects = (Room,)
    reads = ("air",)
    records = (RoomField,)

    def check(self, subject: Room, context: Context) -> Iterator[Outcome]:
        field = field_record(context, subject.id, RoomField)
        if field is None or not field.refused:
            return
        if field.heat_kw > field.capacity_kw:
            yield self.finding(
                subject.id,
                value=field.heat_kw,
                limit=field.capacity_kw,
                unit="kW",
                message="The air of {0} gets {value}; its running units take {limit} at most. It has no steady field.",
            )
        else:
            blamed = field.subject if field.subject in context.project.equipment else subject.id
            about = "" if blamed == subject.id else " ({1})"
            yield self.gap(
                subject.id,
                blamed,
                reason=f"the field of the air of {{0}} is not solved{about}: {_plain(field.refused)}",
            )


def _plain(text: str) -> str:
    return text.rstrip(".").replace("{", "{{").replace("}", "}}")
