"""FAB307: switch without uplinks."""

from collections.abc import Iterator

from hallwright.engines.fabric.records import SwitchRecord
from hallwright.equipment.switch import Switch
from hallwright.rules.base import Context, Outcome, Rule, Severity


class NoUplinks(Rule):
    """Systems or switches hang on this switch, its fabric has switches above it, and no link leads up to them.

    Why: what is linked to it can talk to nothing but its own neighbours by these ports; their bandwidth is lost to
    every job that spans more.
    Fix: link the switch to the tier above it, or give it a fabric of its own where it is meant to stand alone.
    """

    code = "FAB307"
    title = "Switch without uplinks"
    severity = Severity.ERROR
    source = "derived: the tier above joins the switches of a fabric"
    subjects = (Switch,)
    reads = ("fabric",)
    records = (SwitchRecord,)

    def check(self, subject: Switch, context: Context) -> Iterator[Outcome]:
        fabric = context.results.fabric
        record = fabric.records.get(subject.id) if fabric is not None else None
        if isinstance(record, SwitchRecord) and record.stranded_gbps > 0.0:
            yield self.finding(
                subject.id,
                value=record.stranded_gbps,
                limit=0.0,
                unit="Gb/s",
                message="{0} has links of {value} to what is below it, and no link to the switches above it.",
            )
