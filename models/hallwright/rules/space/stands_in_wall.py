"""SPC103: equipment stands in a wall."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.edits.fit import move_to_free_place
from hallwright.engines.space.engine import Standing
from hallwright.equipment.base import Placed
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity
from hallwright.rules.space.records import standing


class StandsInWall(Rule):
    """Nothing can stand in a wall or across the fence of a cage.

    Why: walls and fences are solid; a thing across a fence also breaks the separation it is there for.
    Fix: move the thing by at least the depth shown.
    """

    code: ClassVar[str] = "SPC103"
    title: ClassVar[str] = "Equipment stands in a wall"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "geometry"
    subjects = (Placed,)
    reads = ("space",)
    records = (Standing,)

    def check(self, subject: Placed, context: Context) -> Iterator[Outcome]:
        record = standing(context, subject.id)
        for other, depth in (*record.walls, *record.fences) if record else ():
            message = "{0} overlaps {1} by {value}."
            yield self.finding(subject.id, other, value=depth, limit=0.0, unit="m", message=message)

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        yield Fix(
            f"Move {context.project.name_of(finding.subjects[0])} to the nearest free place",
            lambda project: move_to_free_place(project, finding.subjects[0]),
        )
