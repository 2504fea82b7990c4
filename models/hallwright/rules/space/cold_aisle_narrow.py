"""SPC109: cold aisle too narrow."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.space.engine import Standing
from hallwright.equipment.rack import Rack
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.space.records import standing


class ColdAisleNarrow(Rule):
    """The cold aisle between two rows of racks that stand front to front has a least width.

    Why: cold air reaches the racks through it, and systems are slid out into it.
    Fix: move one of the rows by the difference.
    """

    code: ClassVar[str] = "SPC109"
    title: ClassVar[str] = "Cold aisle too narrow"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "ANSI/TIA-942-A as quoted: 1.2 m, two floor tiles"
    subjects = (Rack,)
    reads = ("space",)
    records = (Standing,)

    def check(self, subject: Rack, context: Context) -> Iterator[Outcome]:
        record = standing(context, subject.id)
        if record is None or record.front.by is None or record.front.free_m is None:
            return
        limit = context.settings.cold_aisle_min_m
        if record.front.faces == "front" and record.front.free_m < limit:
            yield self.finding(
                subject.id,
                record.front.by,
                value=record.front.free_m,
                limit=limit,
                unit="m",
                at_least=True,
                message="The cold aisle between {0} and {1} is {value} wide; it must be {limit}.",
            )
