"""SPC121: equipment too near the ceiling."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.space.engine import Standing
from hallwright.equipment.base import Placed
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.space.records import standing


class BelowCeiling(Rule):
    """Between equipment and the ceiling stays the height that sprinklers need.

    Why: water and detectors must reach every aisle; gear above that line shields the fire.
    Fix: choose lower equipment or a higher room.
    """

    code: ClassVar[str] = "SPC121"
    title: ClassVar[str] = "Equipment too near the ceiling"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "NFPA 13 (recalled)"
    subjects = (Placed,)
    reads = ("space",)
    records = (Standing,)

    def check(self, subject: Placed, context: Context) -> Iterator[Outcome]:
        record = standing(context, subject.id)
        if record is None or record.ceiling_m is None or record.room_id is None:
            return
        limit = record.ceiling_m - context.settings.sprinkler_clearance_m
        if subject.height_m > limit:
            yield self.finding(
                subject.id,
                record.room_id,
                value=subject.height_m,
                limit=limit,
                unit="m",
                message="{0} is {value} high; below the sprinklers of {1} it may be {limit}.",
            )
