"""THM305: contents of a rack breathe in opposite directions."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import RackAir
from hallwright.equipment.rack import Rack
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of


class MixedAirflow(Rule):
    """Everything in a rack should breathe from the same side.

    Why: what breathes at the rear takes in the exhaust of the rest, and heats the air before them.
    Fix: mount it from the front, or order it with the other airflow direction.
    """

    code: ClassVar[str] = "THM305"
    title: ClassVar[str] = "Contents of a rack breathe in opposite directions"
    severity: ClassVar[Severity] = Severity.WARNING
    source: ClassVar[str] = "mounting faces of the contents"
    subjects = (Rack,)
    reads = ("cooling",)
    records = (RackAir,)

    def check(self, subject: Rack, context: Context) -> Iterator[Outcome]:
        air = record_of(context, subject.id, RackAir)
        if air is not None and air.mixed:
            yield self.finding(
                subject.id,
                *air.mixed,
                value=len(air.mixed),
                limit=0.0,
                unit="count",
                message="{1} breathes at the rear of {0} while other contents breathe at the front.",
            )
