"""FAB201: loss of one switch cuts systems off."""

from collections.abc import Iterator

from hallwright.engines.fabric.records import SwitchRecord
from hallwright.equipment.switch import Switch
from hallwright.rules.base import Context, Outcome, Rule, Severity


class SwitchCutsOff(Rule):
    """If this switch fails, systems can no longer reach the largest part of their fabric.

    Why: a switch fails or is updated sooner or later, and every job on these systems stops.
    Fix: give systems a second leaf, leaves a second spine, or accept it in the settings.
    """

    code = "FAB201"
    title = "Loss of one switch cuts systems off"
    severity = Severity.WARNING
    source = "project setting cut_off_systems_max"
    subjects = (Switch,)
    reads = ("fabric",)
    records = (SwitchRecord,)

    def check(self, subject: Switch, context: Context) -> Iterator[Outcome]:
        fabric = context.results.fabric
        record = fabric.records.get(subject.id) if fabric is not None else None
        if not isinstance(record, SwitchRecord):
            return
        limit = context.settings.cut_off_systems_max
        if record.fabric in context.settings.redundant_fabrics and record.loss.systems > limit:
            yield self.finding(
                subject.id,
                value=record.loss.systems,
                limit=limit,
                unit="count",
                quantities={"gpus": (record.loss.gpus, "count")},
                message="Without {0}, {value} systems with {gpus} GPUs are cut off; {limit} may be.",
            )
