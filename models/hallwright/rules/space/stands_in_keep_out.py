"""SPC105: equipment stands in a keep-out zone."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.edits.fit import move_to_free_place
from hallwright.engines.space.engine import Standing
from hallwright.equipment.base import Placed
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity
from hallwright.rules.space.records import standing


class StandsInKeepOut(Rule):
    """A keep-out zone stays free.

    Why: it marks an escape route, a drain, an opening in the slab or space that somebody else needs.
    Fix: move the thing by at least the depth shown, or change the zone with whoever drew it.
    """

    code: ClassVar[str] = "SPC105"
    title: ClassVar[str] = "Equipment stands in a keep-out zone"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "geometry"
    subjects = (Placed,)
    reads = ("space",)
    records = (Standing,)

    def check(self, subject: Placed, context: Context) -> Iterator[Outcome]:
        record = standing(context, subject.id)
        for other, depth in record.keep_outs if record else ():
            yield self.finding(
                subject.id,
                other,
                value=depth,
                limit=0.0,
                unit="m",
                message="{0} reaches {value} into keep-out zone {1}.",
            )

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        yield Fix(
            f"Move {context.project.name_of(finding.subjects[0])} to the nearest free place",
            lambda project: move_to_free_place(project, finding.subjects[0]),
        )
