"""THM308: floor-void supply reaches no tile."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.cooling.records import CoolerDuty
from hallwright.equipment.crah import Crah
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import record_of


class NoTiles(Rule):
    """A cooler that supplies into the floor void needs a raised floor with perforated tiles in its room.

    Why: without tiles its air goes nowhere, and the cooler counts for nothing.
    Fix: raise the floor and lay tiles before the racks, or let the cooler discharge freely.
    """

    code: ClassVar[str] = "THM308"
    title: ClassVar[str] = "Floor-void supply reaches no tile"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "raised floors and perforated tiles of the plan"
    subjects = (Crah,)
    reads = ("cooling",)
    records = (CoolerDuty,)

    def check(self, subject: Crah, context: Context) -> Iterator[Outcome]:
        duty = record_of(context, subject.id, CoolerDuty)
        if duty is not None and subject.discharge == "floor_void" and not duty.supplies:
            yield self.finding(
                subject.id,
                value=0.0,
                limit=subject.sensible_kw,
                unit="kW",
                at_least=True,
                message="{0} supplies into a floor void without tiles: {value} of its {limit} counts.",
            )
