"""SPC125: row without a cross aisle."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.space.engine import Standing
from hallwright.equipment.base import Placed
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.space.records import standing


class RowTooLong(Rule):
    """A row of cabinets is broken by a cross aisle before it gets too long.

    Cabinets side by side that face the same way count as one row while no gap between them is wide enough to walk
    through.

    Why: the way out must not get too long, and neither should the walk from front to rear.
    Fix: leave a gap as wide as a cross aisle.
    """

    code: ClassVar[str] = "SPC125"
    title: ClassVar[str] = "Row without a cross aisle"
    severity: ClassVar[Severity] = Severity.WARNING
    source: ClassVar[str] = "RISA data centre directives, circulation"
    subjects = (Placed,)
    reads = ("space",)
    records = (Standing,)

    def check(self, subject: Placed, context: Context) -> Iterator[Outcome]:
        record = standing(context, subject.id)
        limit = context.settings.row_cabinets_max
        if record is not None and record.row_cabinets > limit:
            yield self.finding(
                subject.id,
                value=record.row_cabinets,
                limit=limit,
                unit="count",
                message="The row that starts at {0} has {value} cabinets over {length} without a cross aisle; "
                "{limit} are the most.",
                quantities={"length": (record.row_m, "length_m")},
            )
