"""Two cables take the same outlet or inlet, or one that does not exist."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.edits.feed import on_free_points
from hallwright.engines.power.records import LinkFlow
from hallwright.project import Link
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity
from hallwright.rules.power.records import record_of


class OutletUsedTwice(Rule):
    """Two cables take the same outlet or inlet, or one that does not exist.

    Points are counted from 1 within a group of like ports; a bundle takes a run of them at each of its ends.
    Why: it cannot be plugged in as drawn.
    Fix: move the link to free points.
    """

    code = "PWR306"
    title = "Outlet used twice or missing"
    severity = Severity.ERROR
    source = "ports of the equipment"
    subjects: ClassVar = (Link,)
    reads = ("power",)
    records: ClassVar = (LinkFlow,)

    def check(self, subject: Link, context: Context) -> Iterator[Outcome]:
        record = record_of(context, subject.id, LinkFlow)
        if record is None:
            return
        wrong = record.points_shared + record.points_missing
        if wrong:
            yield self.finding(
                subject.id,
                value=wrong,
                limit=0,
                unit="count",
                message="{0} uses {shared} outlets or inlets of another link, and {missing} that do not exist.",
                quantities={"shared": (record.points_shared, "count"), "missing": (record.points_missing, "count")},
            )

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        link = finding.subjects[0]
        yield Fix("Move it to free outlets and inlets", lambda project: on_free_points(project, link))
