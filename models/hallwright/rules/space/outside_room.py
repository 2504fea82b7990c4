"""SPC104: equipment reaches out of its room."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.edits.fit import move_to_free_place
from hallwright.engines.space.engine import Standing
from hallwright.equipment.base import Placed
from hallwright.floor.bodies import may_stand_outdoors
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity
from hallwright.rules.space.records import standing


class OutsideRoom(Rule):
    """Indoor equipment stands within one room; only outdoor kinds may stand outside every room.

    The value is how far it reaches over the outline; for a thing outside every room, how far its farthest corner is
    from the nearest room.

    Why: the outline is the inner face of the walls, and outdoors only weatherproof plant survives.
    Fix: move it into the room, or draw the room larger.
    """

    code: ClassVar[str] = "SPC104"
    title: ClassVar[str] = "Equipment reaches out of its room"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "geometry"
    subjects = (Placed,)
    reads = ("space",)
    records = (Standing,)

    def check(self, subject: Placed, context: Context) -> Iterator[Outcome]:
        record = standing(context, subject.id)
        if record is None or (record.room_id is None and may_stand_outdoors(subject)):
            return
        if record.rooms == 0:
            yield self.gap(subject.id, reason="no room is drawn for {0} to stand in")
        elif record.room_id is None:
            message = "{0} stands outside every room, {value} beyond the nearest wall."
            yield self.finding(subject.id, value=record.outside_m, limit=0.0, unit="m", message=message)
        elif record.outside_m > 0.0:
            message = "{0} reaches {value} out of {1}."
            yield self.finding(subject.id, record.room_id, value=record.outside_m, limit=0.0, unit="m", message=message)

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        yield Fix(
            f"Move {context.project.name_of(finding.subjects[0])} to the nearest free place",
            lambda project: move_to_free_place(project, finding.subjects[0]),
        )
