"""FAB302: gPU system without a compute link."""

from collections.abc import Iterator

from hallwright.engines.fabric.records import SystemRecord
from hallwright.equipment.system import System
from hallwright.rules.base import Context, Outcome, Rule, Severity


class SystemNotLinked(Rule):
    """A system with GPUs has compute ports, and none of them is linked.

    Why: it cannot take part in a job larger than itself.
    Fix: link its compute ports to leaves (Connect for me).
    """

    code = "FAB302"
    title = "GPU system without a compute link"
    severity = Severity.WARNING
    source = "assumed: GPUs work together over the compute fabric"
    subjects = (System,)
    reads = ("fabric",)
    records = (SystemRecord,)

    def check(self, subject: System, context: Context) -> Iterator[Outcome]:
        fabric = context.results.fabric
        record = fabric.records.get(subject.id) if fabric is not None else None
        if not isinstance(record, SystemRecord):
            return
        attachment = record.attachment("compute")
        if record.gpus and attachment is not None and attachment.points and attachment.linked == 0:
            yield self.finding(
                subject.id,
                value=0,
                limit=attachment.points,
                unit="count",
                at_least=True,
                message="{0} has {limit} compute ports; none is linked.",
            )
