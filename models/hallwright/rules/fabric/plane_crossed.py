"""FAB312: a link into another plane."""

from collections.abc import Iterator

from hallwright.engines.wiring.records import WiringRecord
from hallwright.equipment.switch import Switch
from hallwright.equipment.system import System
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity
from hallwright.rules.fabric.restoring import record_of, restoring_fixes


class PlaneCrossed(Rule):
    """A port leads to a switch of another plane than its fabric's rule says.

    Why: planes are there to share nothing; now a fault in one reaches the other, and one carries more than its share.
    Fix: move the cable to its own plane, or keep it as an exception of the rule.
    """

    code = "FAB312"
    title = "Plane crossed"
    severity = Severity.ERROR
    source = "the rule of the fabric, stored in the project"
    subjects = (System, Switch)
    reads = ("wiring",)
    records = (WiringRecord,)

    def check(self, subject: System | Switch, context: Context) -> Iterator[Outcome]:
        record = record_of(subject.id, context)
        if record is not None and record.crossed:
            yield self.finding(
                subject.id,
                *record.wrong[:1],
                value=record.crossed,
                limit=0,
                unit="count",
                message="{0}: {value} links lead into another plane, such as that to {1}.",
            )

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        yield from restoring_fixes(finding.subjects[0], context)
