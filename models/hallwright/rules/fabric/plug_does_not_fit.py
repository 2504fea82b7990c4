"""FAB304: plug does not fit the cage."""

from collections.abc import Iterator

from hallwright.engines.fabric.records import LinkRecord
from hallwright.plugs import plug_fits
from hallwright.project import Link
from hallwright.rules.base import Context, Outcome, Rule, Severity


class PlugDoesNotFit(Rule):
    """The connector of a cable product fits none of the cages at one end.

    Why: it cannot be plugged in.
    Fix: choose a product with the connectors of both ends.
    """

    code = "FAB304"
    title = "Plug does not fit the cage"
    severity = Severity.ERROR
    source = "OSFP MSA, QSFP-DD MSA and SFF-8024: a cage takes plugs of its own family"
    subjects = (Link,)
    reads = ("fabric",)
    records = (LinkRecord,)

    def check(self, subject: Link, context: Context) -> Iterator[Outcome]:
        fabric = context.results.fabric
        record = fabric.records.get(subject.id) if fabric is not None else None
        if not isinstance(record, LinkRecord):
            return
        product = context.project.products.get(subject.product) if subject.product else None
        if product is None or product.cable is None or not product.cable.connector:
            return
        misfits = sum(
            1
            for cages in (record.a_connectors, record.b_connectors)
            if cages and not all(plug_fits(product.cable.connector, cage) for cage in cages)
        )
        if misfits:
            yield self.finding(
                subject.id,
                value=misfits,
                limit=0,
                unit="count",
                message="{0}: the plug does not fit at {value} of its ends.",
            )
