"""THM133: inlet air too near a limit for the field to tell."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.air.field import GREY_ZONE_K
from hallwright.engines.air.records import RackField
from hallwright.equipment.rack import Rack
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.thermal.records import field_record


class FieldInletNearLimit(Rule):
    """Where the hottest band of a rack lies within the field's own error of a limit, the field cannot tell.

    Looks at what the equipment accepts, and at the recommended range.

    Why: the field was held against reference halls and strays from them by up to 1.5 K; a verdict within that would
    be a guess.
    Fix: give the rack cooler air, or accept the margin; a finer study may decide.
    """

    code: ClassVar[str] = "THM133"
    title: ClassVar[str] = "Hottest inlet band near a limit"
    severity: ClassVar[Severity] = Severity.HINT
    source: ClassVar[str] = "error of the field against reference halls"
    subjects = (Rack,)
    reads = ("air",)
    records = (RackField,)

    def check(self, subject: Rack, context: Context) -> Iterator[Outcome]:
        field = field_record(context, subject.id, RackField)
        if field is None:
            return
        limits = [context.settings.inlet_recommended_max_degc]
        if field.limit_degc is not None:
            limits.append(field.limit_degc)
        near = [limit for limit in limits if abs(field.hottest_degc - limit) <= GREY_ZONE_K]
        if near:
            yield self.finding(
                subject.id,
                value=field.hottest_degc,
                limit=min(near) - GREY_ZONE_K,
                unit="degC",
                message="{0} breathes up to {value} in the field of the room's air: too near {of} to tell, {limit} is "
                "surely below it.",
                quantities={"of": (min(near), "degC")},
            )
