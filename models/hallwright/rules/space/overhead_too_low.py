"""SPC122: tray or busway runs into equipment below."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.space.engine import Standing
from hallwright.equipment.base import Placed
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.space.records import standing


class OverheadTooLow(Rule):
    """A cable tray or busway hangs above the top of whatever stands below it.

    Why: what hangs lower than the top runs into the cabinet.
    Fix: hang it higher, or move it into the aisle.
    """

    code: ClassVar[str] = "SPC122"
    title: ClassVar[str] = "Tray or busway runs into equipment below"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "geometry"
    subjects = (Placed,)
    reads = ("space",)
    records = (Standing,)

    def check(self, subject: Placed, context: Context) -> Iterator[Outcome]:
        record = standing(context, subject.id)
        if record is not None and record.overhead is not None and record.overhead[1] < subject.height_m:
            yield self.finding(
                subject.id,
                record.overhead[0],
                value=subject.height_m,
                limit=record.overhead[1],
                unit="m",
                message="{0} is {value} high, but {1} hangs {limit} above the floor.",
            )
