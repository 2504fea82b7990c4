"""THM131: inlet air warmer than the equipment accepts, in the field."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.air.field import GREY_ZONE_K
from hallwright.engines.air.records import RackField
from hallwright.equipment.rack import Rack
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import field_record


class FieldInletTooWarm(Rule):
    """The air before the hottest third of a rack must not be warmer than the strictest of its contents accepts.

    Looks at the three-dimensional field of the room's air, and speaks only beyond the error of that field (1.5 K);
    nearer to the limit see THM133.

    Why: warm air comes round the end or over the top of a row, or out of a gap, and breathes a few machines of a
    rack to their limit while the mean of the room is fine.
    Fix: close gaps and contain the aisle, bring supply to where it is short, or lower the set-point.
    """

    code: ClassVar[str] = "THM131"
    title: ClassVar[str] = "Hottest inlet band warmer than the equipment accepts"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "inlet limit of the equipment, else the allowable range of the project's air class"
    subjects = (Rack,)
    reads = ("air",)
    records = (RackField,)

    def check(self, subject: Rack, context: Context) -> Iterator[Outcome]:
        field = field_record(context, subject.id, RackField)
        if field is None or field.limit_degc is None:
            return
        if field.hottest_degc > field.limit_degc + GREY_ZONE_K:
            yield self.finding(
                subject.id,
                field.limit_id,
                value=field.hottest_degc,
                limit=field.limit_degc,
                unit="degC",
                message="{0} breathes up to {value} in the field of the room's air; {1} accepts at most {limit}.",
            )
