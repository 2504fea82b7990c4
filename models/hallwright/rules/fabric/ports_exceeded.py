"""FAB105: more ports used than there are."""

from collections.abc import Iterator

from hallwright.engines.fabric.records import SwitchRecord, SystemRecord
from hallwright.equipment.switch import Switch
from hallwright.equipment.system import System
from hallwright.rules.base import Context, Outcome, Rule, Severity


class PortsExceeded(Rule):
    """Links end at ports that a system or switch does not have.

    Why: the cables cannot be plugged in.
    Fix: use a device with more ports, spread the links, or split ports by breakout.
    """

    code = "FAB105"
    title = "More ports used than there are"
    severity = Severity.ERROR
    source = "number of ports of the product"
    subjects = (System, Switch)
    reads = ("fabric",)
    records = (SystemRecord, SwitchRecord)

    def check(self, subject: System | Switch, context: Context) -> Iterator[Outcome]:
        fabric = context.results.fabric
        record = fabric.records.get(subject.id) if fabric is not None else None
        if not isinstance(record, SystemRecord | SwitchRecord):
            return
        for use in record.ports:
            if use.highest > use.count:
                yield self.finding(
                    subject.id,
                    value=use.highest,
                    limit=use.count,
                    unit="count",
                    message="{0}: a cable ends at "
                    + use.name.replace("{", "(").replace("}", ")")
                    + " port {value} of {limit}.",
                )
