"""One element takes a load away although it has feeds from two sides."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.edits.part_paths import part_paths
from hallwright.engines.power.records import LoadFlow
from hallwright.equipment.base import Placed
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity
from hallwright.rules.power.records import record_of


class SinglePointOfFailure(Rule):
    """One element takes a load away although it has feeds from two sides.

    Every single failure of the chain is solved; the paths of this load meet in the elements named.
    Why: two cords are worth nothing where both hang on the same element.
    Fix: give the two cords paths that share no element.
    """

    code = "PWR202"
    title = "Paths of a load share an element"
    severity = Severity.ERROR
    source = "Uptime Institute Tier III and IV: every component and path removable; settings: survive_single_failure"
    subjects: ClassVar = (Placed,)
    reads = ("power",)
    records: ClassVar = (LoadFlow,)

    def check(self, subject: Placed, context: Context) -> Iterator[Outcome]:
        record = record_of(context, subject.id, LoadFlow)
        if record is None:
            return
        if not context.settings.survive_single_failure or len(record.sides) < 2 or not record.single_points:
            return
        if record.short_failure and record.short_supplies < record.minimum:
            return  # lost with a cord alive: PWR203
        yield self.finding(
            subject.id,
            record.single_points[0],
            value=len(record.single_points),
            limit=0,
            unit="count",
            message="{0} goes down with {1} alone; {value} elements take it away, {limit} are allowed.",
            path=record.paths[0] if record.paths else (),
        )

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        load = finding.subjects[0]
        yield Fix("Feed one of its rack PDUs over another path", lambda project: part_paths(project, load))
