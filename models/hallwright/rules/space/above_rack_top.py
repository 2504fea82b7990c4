"""SPC118: equipment reaches above the top of its rack."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.edits.arrange import remount
from hallwright.engines.space.contents import Mounted
from hallwright.equipment.base import Placed
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity
from hallwright.rules.space.records import mounted


class AboveRackTop(Rule):
    """A thing ends at the highest rack unit its rack offers.

    Why: there are no rails above.
    Fix: move it down, or choose a taller rack.
    """

    code: ClassVar[str] = "SPC118"
    title: ClassVar[str] = "Equipment reaches above the top of its rack"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "rack units of the rack"
    subjects = (Placed,)
    reads = ("space",)
    records = (Mounted,)

    def check(self, subject: Placed, context: Context) -> Iterator[Outcome]:
        record = mounted(context, subject.id)
        if record is None or record.top_u is None or record.units is None:
            return
        if record.top_u > record.units:
            yield self.finding(
                subject.id,
                record.carrier_id,
                value=record.top_u,
                limit=record.units,
                unit="U",
                message="{0} reaches up to {value} in {1}, which ends at {limit}.",
            )

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        record = mounted(context, finding.subjects[0])
        if record is not None:
            yield Fix(
                f"Move {context.project.name_of(finding.subjects[0])} to the lowest free rack units",
                lambda project: remount(project, finding.subjects[0], record.carrier_id),
            )
