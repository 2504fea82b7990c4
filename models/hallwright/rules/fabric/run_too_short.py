"""FAB104: cable shorter than its product is made for."""

from collections.abc import Iterator

from hallwright.engines.fabric.records import LinkRecord
from hallwright.project import Link
from hallwright.rules.base import Context, Outcome, Severity
from hallwright.rules.fabric.cable_rule import CableRule


class RunTooShort(CableRule):
    """The routed length of a bundle is below the shortest run of its cable product.

    Why: the maker does not sell it so short, or the receiver is overdriven.
    Fix: choose a product for short runs.
    """

    code = "FAB104"
    title = "Cable shorter than its product is made for"
    severity = Severity.WARNING
    source = "shortest run stated by the cable product"
    subjects = (Link,)
    reads = ("fabric",)
    records = (LinkRecord,)

    def check(self, subject: Link, context: Context) -> Iterator[Outcome]:
        fabric = context.results.fabric
        record = fabric.records.get(subject.id) if fabric is not None else None
        if not isinstance(record, LinkRecord):
            return
        product = context.project.products.get(subject.product) if subject.product else None
        if product is None or product.cable is None or product.cable.reach_min_m is None or record.shortest_m is None:
            return
        if record.shortest_m < product.cable.reach_min_m:
            yield self.finding(
                subject.id,
                value=record.shortest_m,
                limit=product.cable.reach_min_m,
                unit="length_m",
                at_least=True,
                message="{0} needs a cable of only {value}; the product starts at {limit}.",
            )
