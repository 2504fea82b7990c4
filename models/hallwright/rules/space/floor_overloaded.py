"""SPC114: floor loaded above its uniform limit."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.equipment.base import Placed
from hallwright.equipment.room import Room
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.space.records import standing


class FloorOverloaded(Rule):
    """The load under a thing's footprint must not exceed the uniform load its floor may carry.

    The mass is that of the thing with everything in it: systems, cards, switches, rack PDUs, rear doors.

    Why: slabs and raised floors bend and fail above their rating.
    Fix: spread the contents over more racks, or set the thing on a frame that spreads its load.
    """

    code: ClassVar[str] = "SPC114"
    title: ClassVar[str] = "Floor loaded above its uniform limit"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "rating of the room's floor"
    subjects = (
        Room,
        Placed,
    )
    reads = ("space",)

    def check(self, subject: Room | Placed, context: Context) -> Iterator[Outcome]:
        if isinstance(subject, Room):
            if subject.uniform_load_kpa is None:
                yield self.gap(subject.id, reason="the uniform floor load (uniform_load_kpa) of {0} is unknown")
            return
        record = standing(context, subject.id)
        if record is None or record.room_id is None or record.floor_limit_kpa is None:
            return
        if record.load_kpa is None:
            reason = "the mass (mass_kg) of {1} is unknown" if record.unknown[0] != subject.id else MASS_UNKNOWN
            yield self.gap(subject.id, record.unknown[0], reason=reason)
        elif record.load_kpa > record.floor_limit_kpa:
            yield self.finding(
                subject.id,
                record.room_id,
                value=record.load_kpa,
                limit=record.floor_limit_kpa,
                unit="kPa",
                message="{0} loads the floor of {1} with {value} ({mass} with contents); it may carry {limit}.",
                quantities={"mass": (record.mass_kg or 0.0, "kg")},
            )


MASS_UNKNOWN = "the mass (mass_kg) of {0} is unknown"
