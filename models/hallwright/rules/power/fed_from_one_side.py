"""All cords of a load hang on the same feed side."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.edits.feed import swap_side
from hallwright.edits.part_paths import part_paths
from hallwright.engines.power.records import LoadFlow
from hallwright.equipment.base import Placed
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity
from hallwright.rules.power.records import record_of


class FedFromOneSide(Rule):
    """All cords of a load hang on the same feed side.

    The side of a cord follows the wiring up to the utility feeds and generators; names and labels do not count.
    Why: the load goes down with its side, however many cords it has.
    Fix: move one cord to a feeder of the other side.
    """

    code = "PWR201"
    title = "Fed from one side only"
    severity = Severity.ERROR
    source = "Uptime Institute Tier III and IV: every component and path removable; settings: survive_single_failure"
    subjects: ClassVar = (Placed,)
    reads = ("power",)
    records: ClassVar = (LoadFlow,)

    def check(self, subject: Placed, context: Context) -> Iterator[Outcome]:
        record = record_of(context, subject.id, LoadFlow)
        if record is None:
            return
        if not context.settings.survive_single_failure or not record.live_cords:
            return
        if len(record.sides) < 2:
            yield self.finding(
                subject.id,
                value=len(record.sides),
                limit=2,
                unit="count",
                message="All cords of {0} hang on side "
                + (record.sides or "?")
                + "; feeds from {limit} sides are wanted.",
                at_least=True,
                path=record.paths[0] if record.paths else (),
            )

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        load = finding.subjects[0]
        yield Fix("Move half of its cords to the other side", lambda project: swap_side(project, load))
        yield Fix("Feed one of its rack PDUs from the other side", lambda project: part_paths(project, load))
