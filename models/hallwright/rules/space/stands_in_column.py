"""SPC102: equipment stands in a column."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.edits.fit import move_to_free_place
from hallwright.engines.space.engine import Standing
from hallwright.equipment.base import Placed
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity
from hallwright.rules.space.records import standing


class StandsInColumn(Rule):
    """Nothing can stand where a column is.

    Why: a structural column cannot be moved or cut.
    Fix: move the thing by at least the depth shown, or leave out a place in the row.
    """

    code: ClassVar[str] = "SPC102"
    title: ClassVar[str] = "Equipment stands in a column"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "geometry"
    subjects = (Placed,)
    reads = ("space",)
    records = (Standing,)

    def check(self, subject: Placed, context: Context) -> Iterator[Outcome]:
        record = standing(context, subject.id)
        for other, depth in record.columns if record else ():
            yield self.finding(
                subject.id, other, value=depth, limit=0.0, unit="m", message="{0} overlaps column {1} by {value}."
            )

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        yield Fix(
            f"Move {context.project.name_of(finding.subjects[0])} to the nearest free place",
            lambda project: move_to_free_place(project, finding.subjects[0]),
        )
