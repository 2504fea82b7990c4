"""FAB402: cable shorter than the way."""

from collections.abc import Iterator

from hallwright.edits.change import set_fields
from hallwright.engines.fabric.records import LinkRecord
from hallwright.project import Link
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity


class LengthImpossible(Rule):
    """The length stated for a cable is less than the straight distance between its ends.

    Why: the cable does not reach.
    Fix: correct the length, or leave it empty to take it from the route.
    """

    code = "FAB402"
    title = "Cable shorter than the way"
    severity = Severity.ERROR
    source = "geometry: no cable is shorter than the straight line"
    subjects = (Link,)
    reads = ("fabric",)
    records = (LinkRecord,)

    def check(self, subject: Link, context: Context) -> Iterator[Outcome]:
        fabric = context.results.fabric
        record = fabric.records.get(subject.id) if fabric is not None else None
        if not isinstance(record, LinkRecord):
            return
        if subject.length_m is None or record.straight_m is None or subject.length_m >= record.straight_m:
            return
        yield self.finding(
            subject.id,
            value=subject.length_m,
            limit=record.straight_m,
            unit="length_m",
            at_least=True,
            message="{0} is stated as {value} long; its ends are {limit} apart.",
        )

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        yield Fix(
            "Take the length from the route",
            lambda project: set_fields(project, finding.subjects[:1], {"length_m": None}),
        )
