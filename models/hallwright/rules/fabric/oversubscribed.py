"""FAB106: switch oversubscribed."""

from collections.abc import Iterator

from hallwright.engines.fabric.records import SwitchRecord
from hallwright.equipment.switch import Switch
from hallwright.rules.base import Context, Outcome, Rule, Severity


class Oversubscribed(Rule):
    """The downlinks of a switch carry more than its uplinks allow by the project limit.

    Why: when all systems send at once, the uplinks are the bottleneck and every job waits.
    Fix: add uplinks, move systems to another leaf, or accept a higher ratio in the settings.
    """

    code = "FAB106"
    title = "Switch oversubscribed"
    severity = Severity.ERROR
    source = "project settings, oversubscription by fabric"
    subjects = (Switch,)
    reads = ("fabric",)
    records = (SwitchRecord,)

    def check(self, subject: Switch, context: Context) -> Iterator[Outcome]:
        fabric = context.results.fabric
        record = fabric.records.get(subject.id) if fabric is not None else None
        if not isinstance(record, SwitchRecord):
            return
        ratio, limit = record.oversubscription, context.settings.oversubscription_limit(record.fabric)
        if ratio is not None and ratio > limit:
            yield self.finding(
                subject.id,
                value=ratio,
                limit=limit,
                unit="ratio",
                quantities={"down": (record.down_gbps, "Gb/s"), "up": (record.up_gbps, "Gb/s")},
                message="{0} is oversubscribed {value} ({down} down, {up} up); the limit is {limit}.",
            )
