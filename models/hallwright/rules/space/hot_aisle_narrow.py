"""SPC110: hot aisle too narrow."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.space.engine import Standing
from hallwright.equipment.rack import Rack
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.space.records import standing


class HotAisleNarrow(Rule):
    """The hot aisle between two rows of racks that stand rear to rear has a least width.

    Why: the air that the racks blow out leaves through it, and people work there on cables and hoses.
    Fix: move one of the rows by the difference.
    """

    code: ClassVar[str] = "SPC110"
    title: ClassVar[str] = "Hot aisle too narrow"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "common practice (recalled)"
    subjects = (Rack,)
    reads = ("space",)
    records = (Standing,)

    def check(self, subject: Rack, context: Context) -> Iterator[Outcome]:
        record = standing(context, subject.id)
        if record is None or record.rear.by is None or record.rear.free_m is None:
            return
        limit = context.settings.hot_aisle_min_m
        if record.rear.faces == "rear" and record.rear.free_m < limit:
            yield self.finding(
                subject.id,
                record.rear.by,
                value=record.rear.free_m,
                limit=limit,
                unit="m",
                at_least=True,
                message="The hot aisle between {0} and {1} is {value} wide; it must be {limit}.",
            )
