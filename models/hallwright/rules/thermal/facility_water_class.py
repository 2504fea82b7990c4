"""THM122: facility water warmer than its class."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.coolant.records import CduCoolant
from hallwright.equipment.cdu import Cdu
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import loop_record

CLASS_MAX_DEGC = {"W17": 17.0, "W27": 27.0, "W32": 32.0, "W40": 40.0, "W45": 45.0}  # W+ has no end


class FacilityWaterClass(Rule):
    """The facility water that a CDU is given must not be warmer than the class that the project states.

    W17, W27, W32, W40 and W45 end at that many degrees; W+ has no end.

    Why: the equipment was chosen for that class, and the contract says so.
    Fix: supply colder water, or state the class that is meant.
    """

    code: ClassVar[str] = "THM122"
    title: ClassVar[str] = "Facility water warmer than its class"
    severity: ClassVar[Severity] = Severity.WARNING
    source: ClassVar[str] = "ASHRAE facility-water classes W17 to W45"
    subjects = (Cdu,)
    reads = ("coolant",)
    records = (CduCoolant,)

    def check(self, subject: Cdu, context: Context) -> Iterator[Outcome]:
        cdu = loop_record(context, subject.id, CduCoolant)
        limit = CLASS_MAX_DEGC.get(context.settings.facility_water_class)
        if cdu is None or cdu.facility is None or cdu.facility.supply_degc is None or limit is None:
            return
        if cdu.facility.supply_degc > limit:
            yield self.finding(
                subject.id,
                value=cdu.facility.supply_degc,
                limit=limit,
                unit="degC",
                message="{0} is given facility water of {value}; its class ends at {limit}.",
            )
