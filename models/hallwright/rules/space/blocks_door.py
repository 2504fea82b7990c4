"""SPC106: equipment stands in the swing of a door."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.space.engine import Standing
from hallwright.equipment.base import Placed
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.space.records import standing


class BlocksDoor(Rule):
    """The area that a door's leaves sweep stays free.

    Why: a door that does not open is no way out, and nothing can be brought in through it.
    Fix: move the thing by at least the depth shown, turn the swing outwards, or use a sliding door.
    """

    code: ClassVar[str] = "SPC106"
    title: ClassVar[str] = "Equipment stands in the swing of a door"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "geometry"
    subjects = (Placed,)
    reads = ("space",)
    records = (Standing,)

    def check(self, subject: Placed, context: Context) -> Iterator[Outcome]:
        record = standing(context, subject.id)
        for other, depth in record.swings if record else ():
            yield self.finding(
                subject.id,
                other,
                value=depth,
                limit=0.0,
                unit="m",
                message="{0} stands {value} in the swing of door {1}.",
            )
