"""THM120: cooler gets less water than its duty needs."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.coolant.records import FAILED, CduCoolant, Stream
from hallwright.equipment.cdu import Cdu
from hallwright.equipment.cooling_base import AirCooler
from hallwright.equipment.immersion_tank import ImmersionTank
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import loop_record


class WaterStarved(Rule):
    """The facility loop must push through each coil, rear door, tank and CDU the water that its duty needs.

    THM110 compares rated flows of the whole loop; this solves pressures for each consumer.

    Why: the farthest coil starves first, and its capacity with it.
    Fix: add a plant or stronger pumps, or state the pressure they give.
    """

    code: ClassVar[str] = "THM120"
    title: ClassVar[str] = "Cooler gets less water than its duty needs"
    severity: ClassVar[Severity] = Severity.WARNING
    source: ClassVar[str] = "rated water flow in step with the duty; pressures and pumps of the facility loop"
    subjects = (
        AirCooler,
        Cdu,
        ImmersionTank,
    )
    reads = ("coolant",)
    records = (
        CduCoolant,
        Stream,
    )

    def check(self, subject: AirCooler | Cdu | ImmersionTank, context: Context) -> Iterator[Outcome]:
        if isinstance(subject, Cdu):
            cdu = loop_record(context, subject.id, CduCoolant)
            stream = None if cdu is None else cdu.facility
        else:
            stream = loop_record(context, subject.id, Stream)
        if stream is None:
            return
        if stream.verdict == FAILED:
            yield self.gap(subject.id, reason="the facility loop of {0} has no solution")
            return
        if stream.flow_l_min < (1.0 - context.settings.flow_short_fraction) * stream.wanted_l_min:
            yield self.finding(
                subject.id,
                value=stream.flow_l_min,
                limit=stream.wanted_l_min,
                unit="L/min",
                at_least=True,
                message="{0} gets {value} of facility water; its duty needs {limit}.",
            )
