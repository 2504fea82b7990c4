"""FAB311: a port on the leaf of another rail."""

from collections.abc import Iterator

from hallwright.engines.wiring.records import WiringRecord
from hallwright.equipment.switch import Switch
from hallwright.equipment.system import System
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity
from hallwright.rules.fabric.restoring import record_of, restoring_fixes


class RailSwapped(Rule):
    """A port of a system leads to another leaf than its fabric's rule says: that of another rail or unit.

    Why: collectives keep their traffic within a rail; a port on the wrong leaf sends all of it over the spines.
    Fix: move the cable to its own leaf, or keep it as an exception of the rule.
    """

    code = "FAB311"
    title = "Rail swapped"
    severity = Severity.WARNING
    source = "the rule of the fabric, stored in the project"
    subjects = (System, Switch)
    reads = ("wiring",)
    records = (WiringRecord,)

    def check(self, subject: System | Switch, context: Context) -> Iterator[Outcome]:
        record = record_of(subject.id, context)
        if record is not None and record.swapped:
            yield self.finding(
                subject.id,
                *record.wrong[:1],
                value=record.swapped,
                limit=0,
                unit="count",
                message="{0}: {value} ports lead to the leaf of another rail or unit, such as {1}.",
            )

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        yield from restoring_fixes(finding.subjects[0], context)
