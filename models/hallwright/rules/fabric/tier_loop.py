"""FAB305: link between switches of one tier."""

from collections.abc import Iterator

from hallwright.engines.fabric.records import LinkRecord
from hallwright.engines.wiring.records import PeerRecord
from hallwright.project import Link
from hallwright.rules.base import Context, Outcome, Rule, Severity


class TierLoop(Rule):
    """A link joins two leaves, two spines or two core switches, and no rule of a fabric has it so.

    Why: traffic does not use it for equal-cost paths, and it can close a loop.
    Fix: join each of them with the tier above instead. A dragonfly or torus made by rule has them on purpose.
    """

    code = "FAB305"
    title = "Link between switches of one tier"
    severity = Severity.WARNING
    source = "leaf-spine practice: tiers are joined up and down only"
    subjects = (Link,)
    reads = ("fabric", "wiring")
    records = (LinkRecord,)

    def check(self, subject: Link, context: Context) -> Iterator[Outcome]:
        fabric = context.results.fabric
        record = fabric.records.get(subject.id) if fabric is not None else None
        if not isinstance(record, LinkRecord):
            return
        wiring = context.results.wiring
        if wiring is not None and isinstance(wiring.records.get(subject.id), PeerRecord):
            return
        if record.lower == "peer" and not record.missing and record.fabric:
            yield self.finding(
                subject.id,
                value=record.count,
                limit=0,
                unit="count",
                message="{0} joins switches of one tier with {value} cables.",
            )
