"""FAB104: cable shorter than its product is made for."""

from collections.abc import Iterator

from hallwright.edits.cable import fitting_product
from hallwright.edits.change import set_fields
from hallwright.engines.fabric.records import LinkRecord
from hallwright.project import Link
from hallwright.rules.base import Context, Finding, Fix, Outcome, Rule, Severity


class RunTooShort(Rule):
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

    def fixes(self, finding: Finding, context: Context) -> Iterator[Fix]:
        fabric, link = context.results.fabric, context.project.links.get(finding.subjects[0])
        record = fabric.records.get(finding.subjects[0]) if fabric is not None else None
        if link is None or not isinstance(record, LinkRecord) or record.longest_m is None:
            return
        found = fitting_product(
            context.project.products.values(),
            min(record.a_gbps, record.b_gbps),
            record.longest_m,
            (*record.a_protocols, *record.b_protocols),
            (*record.a_connectors, *record.b_connectors),
        )
        if found is not None:
            values = {"product": found.id}
            yield Fix(f"Use {found.name}", lambda project: set_fields(project, [link.id], values))
