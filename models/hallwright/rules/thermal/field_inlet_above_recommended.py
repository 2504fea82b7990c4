"""THM132: inlet air above the recommended range, in the field."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.air.field import GREY_ZONE_K
from hallwright.engines.air.records import RackField
from hallwright.equipment.rack import Rack
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import field_record


class FieldInletAboveRecommended(Rule):
    """The air before the hottest third of a rack should not be warmer than recommended.

    Looks at the three-dimensional field of the room's air, and speaks only beyond the error of that field (1.5 K);
    nearer to the limit see THM133.

    Why: it is still allowed, but fans run faster, chips leak more current, and a failed cooler leaves little time.
    Fix: close gaps and contain the aisle, bring supply to where it is short, or lower the set-point.
    """

    code: ClassVar[str] = "THM132"
    title: ClassVar[str] = "Hottest inlet band above the recommended range"
    severity: ClassVar[Severity] = Severity.WARNING
    source: ClassVar[str] = "ASHRAE TC 9.9 Reference Card 2021, recommended range"
    subjects = (Rack,)
    reads = ("air",)
    records = (RackField,)

    def check(self, subject: Rack, context: Context) -> Iterator[Outcome]:
        field = field_record(context, subject.id, RackField)
        limit = context.settings.inlet_recommended_max_degc
        if field is not None and field.hottest_degc > limit + GREY_ZONE_K:
            yield self.finding(
                subject.id,
                value=field.hottest_degc,
                limit=limit,
                unit="degC",
                message="{0} breathes up to {value} in the field of the room's air; up to {limit} is recommended.",
            )
