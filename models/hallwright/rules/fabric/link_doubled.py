"""FAB313: more cables to one thing than the fabric's rule gives."""

from collections.abc import Iterator

from hallwright.engines.wiring.records import WiringRecord
from hallwright.equipment.switch import Switch
from hallwright.equipment.system import System
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity
from hallwright.rules.fabric.restoring import record_of, restoring_fixes


class LinkDoubled(Rule):
    """A system or switch has more cables to one switch than its fabric's rule gives.

    Why: the cable is missing elsewhere, and traffic gathers on the switch that has it twice.
    Fix: move the cable where the rule has it, or keep it as an exception of the rule.
    """

    code = "FAB313"
    title = "Link doubled"
    severity = Severity.WARNING
    source = "the rule of the fabric, stored in the project"
    subjects = (System, Switch)
    reads = ("wiring",)
    records = (WiringRecord,)

    def check(self, subject: System | Switch, context: Context) -> Iterator[Outcome]:
        record = record_of(subject.id, context)
        if record is not None and record.doubled:
            yield self.finding(
                subject.id,
                *record.wrong[:1],
                value=record.doubled,
                limit=0,
                unit="count",
                message="{0}: {value} cables to a switch beyond those that its fabric's rule gives, such as {1}.",
            )

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        yield from restoring_fixes(finding.subjects[0], context)
