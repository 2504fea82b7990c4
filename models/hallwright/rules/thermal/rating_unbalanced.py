"""THM402: printed capacity and air flow do not fit."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.formulas import AIR_DENSITY_KG_M3, AIR_HEAT_KJ_KG_K
from hallwright.equipment.cooling_base import AirCooler
from hallwright.equipment.rear_door import RearDoor
from hallwright.rules.base import Context, Outcome, Rule, Severity


class RatingUnbalanced(Rule):
    """Air flow times temperature difference of a cooler's rating should give its printed capacity.

    Why: a difference this large is mostly a wrong unit or a figure from another model.
    Fix: check flow, temperatures and capacity against the data sheet.
    """

    code: ClassVar[str] = "THM402"
    title: ClassVar[str] = "Printed capacity and air flow do not fit"
    severity: ClassVar[Severity] = Severity.WARNING
    source: ClassVar[str] = "heat balance of the rating"
    subjects = (AirCooler,)
    reads = ()

    def check(self, subject: AirCooler, context: Context) -> Iterator[Outcome]:
        flow, supply, back = subject.airflow_m3_s, subject.supply_degc, subject.return_degc
        if isinstance(subject, RearDoor) or flow is None or supply is None or back is None or back <= supply:
            return
        carried_kw = AIR_DENSITY_KG_M3 * AIR_HEAT_KJ_KG_K * flow * (back - supply)
        off = abs(carried_kw / subject.sensible_kw - 1.0)
        limit = context.settings.rating_mismatch_fraction
        if off > limit:
            yield self.finding(
                subject.id,
                value=off,
                limit=limit,
                unit="fraction",
                message="The air of {0} carries {carried} at its rating; {printed} is printed, {value} apart.",
                quantities={"carried": (carried_kw, "kW"), "printed": (subject.sensible_kw, "kW")},
            )
