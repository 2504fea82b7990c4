"""FAB315: unshielded data cables beside power cables."""

from collections.abc import Iterator

from hallwright.engines.trays.records import TrayLoad
from hallwright.equipment.tray import Tray
from hallwright.rules.base import Context, Outcome, Rule, Severity


class DataBesidePower(Rule):
    """Unshielded copper lies in a tray beside one with power cables, nearer than it may be.

    Power cables lie in trays that carry power alone and where a power link states its route. Fibre and shielded twinax
    do not count.

    Why: what power cables radiate makes errors in unshielded pairs along a parallel run.
    Fix: move one of the trays, or use fibre or shielded cable.
    """

    code = "FAB315"
    title = "Unshielded data cables beside power cables"
    severity = Severity.WARNING
    source = "general knowledge, unverified: 200 mm between unshielded data and power in parallel runs"
    subjects = (Tray,)
    reads = ("trays",)
    records = (TrayLoad,)

    def check(self, subject: Tray, context: Context) -> Iterator[Outcome]:
        found, limit = context.results.trays, context.settings.power_separation_min_m
        record = found.records.get(subject.id) if found is not None else None
        if not isinstance(record, TrayLoad) or record.power_m is None or record.power_m >= limit:
            return
        products = (context.project.products.get(id) for id in record.products)
        if any(p is not None and p.cable is not None and p.cable.form == "copper" for p in products):
            own = record.power_tray == subject.id
            message = "{0} holds unshielded data cables and power cables." if own else (
                "{0} runs {value} beside {1} with power cables; unshielded data cables want {limit}."
            )  # fmt: skip
            others = () if own else (record.power_tray,)
            yield self.finding(
                subject.id, *others, value=record.power_m, limit=limit, unit="m", message=message, at_least=True
            )
