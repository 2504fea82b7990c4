"""THM119: coolant too near the dew point of the room."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.coolant.records import CduCoolant, Stream
from hallwright.equipment.cdu import Cdu
from hallwright.equipment.rear_door import RearDoor
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import loop_record


class SupplyBelowDewPoint(Rule):
    """Coolant in pipes, CDUs and rear doors must stay above the room's dew point by a margin.

    A warning within the margin, an error at or below the dew point. Coils of air coolers drain what condenses and are
    not looked at.

    Why: water condenses on cold pipes and drips into the racks.
    Fix: raise the set-point or the facility supply, or dry the room's air and state its dew point.
    """

    code: ClassVar[str] = "THM119"
    title: ClassVar[str] = "Coolant too near the dew point of the room"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "dew-point settings of the project; margin of the rear door"
    subjects = (
        Cdu,
        RearDoor,
    )
    reads = ("coolant",)
    records = (
        CduCoolant,
        Stream,
    )

    def check(self, subject: Cdu | RearDoor, context: Context) -> Iterator[Outcome]:
        dew, margin = context.settings.room_dew_point_degc, context.settings.dew_point_margin_k
        coolant: float | None = None
        if isinstance(subject, RearDoor):
            stream = loop_record(context, subject.id, Stream)
            coolant = None if stream is None else stream.supply_degc
            margin = max(margin, subject.dew_point_margin_k or 0.0)
        else:
            cdu = loop_record(context, subject.id, CduCoolant)
            coolant = None if cdu is None else cdu.supply_degc
        if coolant is not None and coolant < dew + margin:
            yield self.finding(
                subject.id,
                value=coolant,
                limit=dew + margin,
                unit="degC",
                at_least=True,
                message="{0} is supplied with {value}; with a dew point of {dew} it needs {limit}.",
                quantities={"dew": (dew, "degC")},
                severity=Severity.ERROR if coolant <= dew else Severity.WARNING,
            )
