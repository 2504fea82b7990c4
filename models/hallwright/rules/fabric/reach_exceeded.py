"""FAB103: cable longer than its reach."""

from collections.abc import Iterator

from hallwright.engines.fabric.records import LinkRecord
from hallwright.project import Link
from hallwright.rules.base import Context, Outcome, Severity
from hallwright.rules.fabric.cable_rule import CableRule


class ReachExceeded(CableRule):
    """The routed length of a bundle is beyond the reach of its cable product.

    Why: beyond its reach a cable has bit errors, or no link at all.
    Fix: choose a product that reaches, shorten the route, or move the racks closer.
    """

    code = "FAB103"
    title = "Cable longer than its reach"
    severity = Severity.ERROR
    source = "reach stated by the cable product"
    subjects = (Link,)
    reads = ("fabric",)
    records = (LinkRecord,)

    def check(self, subject: Link, context: Context) -> Iterator[Outcome]:
        fabric = context.results.fabric
        record = fabric.records.get(subject.id) if fabric is not None else None
        if not isinstance(record, LinkRecord):
            return
        if record.longest_m is None:
            return
        if subject.product is None:
            yield self.gap(subject.id, reason="{0} has no cable product (field product).")
            return
        product = context.project.products.get(subject.product)
        if product is None or product.cable is None or product.cable.reach_m is None:
            yield self.gap(subject.id, reason="The cable product of {0} states no reach (field reach_m).")
        elif record.longest_m > product.cable.reach_m:
            yield self.finding(
                subject.id,
                value=record.longest_m,
                limit=product.cable.reach_m,
                unit="length_m",
                message="{0} needs a cable of {value}; the product reaches {limit}.",
            )
