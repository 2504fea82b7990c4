"""FAB314: a switch that does not reach the switches above it alike."""

from collections.abc import Iterator

from hallwright.engines.wiring.records import WiringRecord
from hallwright.equipment.switch import Switch
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity
from hallwright.rules.fabric.restoring import record_of, restoring_fixes


class ReachUneven(Rule):
    """A leaf reaches some of the spines of its fabric's rule by fewer links than others, or not at all.

    Why: traffic is spread over all spines alike; the one with fewer links is full first, and slows whatever passes it.
    Fix: lay the links that the rule has, or keep the state as an exception of the rule.
    """

    code = "FAB314"
    title = "Leaf reaches spines unequally"
    severity = Severity.WARNING
    source = "the rule of the fabric, stored in the project"
    subjects = (Switch,)
    reads = ("wiring",)
    records = (WiringRecord,)

    def check(self, subject: Switch, context: Context) -> Iterator[Outcome]:
        record = record_of(subject.id, context)
        if record is not None and record.least < record.most:
            yield self.finding(
                subject.id,
                value=record.least,
                limit=record.most,
                unit="count",
                at_least=True,
                message="{0} has {limit} links to one switch above it and {value} to another.",
            )

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        yield from restoring_fixes(finding.subjects[0], context)
