"""FAB303: two cables in one port."""

from collections.abc import Iterator

from hallwright.engines.fabric.records import SwitchRecord, SystemRecord
from hallwright.equipment.switch import Switch
from hallwright.equipment.system import System
from hallwright.rules.base import Context, Outcome, Rule, Severity


class PortDoubled(Rule):
    """Two fabric links end at the same port.

    Why: only one of the cables can be plugged in.
    Fix: give one of the links other ports.
    """

    code = "FAB303"
    title = "Two cables in one port"
    severity = Severity.ERROR
    source = "one cable fits one port"
    subjects = (System, Switch)
    reads = ("fabric",)
    records = (SystemRecord, SwitchRecord)

    def check(self, subject: System | Switch, context: Context) -> Iterator[Outcome]:
        fabric = context.results.fabric
        record = fabric.records.get(subject.id) if fabric is not None else None
        if not isinstance(record, SystemRecord | SwitchRecord):
            return
        for use in record.ports:
            if use.doubled:
                yield self.finding(
                    subject.id,
                    *dict.fromkeys(use.clash),
                    value=use.doubled,
                    limit=0,
                    unit="count",
                    message="{0}: {value} ports have two cables.",
                )
