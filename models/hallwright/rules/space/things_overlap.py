"""SPC101: equipment stands in other equipment."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.edits.fit import move_to_free_place
from hallwright.engines.space.engine import Standing
from hallwright.equipment.base import Placed
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity
from hallwright.rules.space.records import standing


class ThingsOverlap(Rule):
    """Two things cannot stand in the same place.

    The value is the shortest shift that parts the two footprints; a rear-door exchanger belongs to its rack's.

    Why: footprints that overlap cannot be built.
    Fix: move one of them by at least the depth shown.
    """

    code: ClassVar[str] = "SPC101"
    title: ClassVar[str] = "Equipment stands in other equipment"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "geometry"
    subjects = (Placed,)
    reads = ("space",)
    records = (Standing,)

    def check(self, subject: Placed, context: Context) -> Iterator[Outcome]:
        record = standing(context, subject.id)
        for other, depth in record.overlaps if record else ():
            if subject.id < other:  # once a pair
                message = "{0} and {1} stand {value} in each other."
                yield self.finding(subject.id, other, value=depth, limit=0.0, unit="m", message=message)

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        yield Fix(
            f"Move {context.project.name_of(finding.subjects[0])} to the nearest free place",
            lambda project: move_to_free_place(project, finding.subjects[0]),
        )
