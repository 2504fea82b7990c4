"""SPC115: raised-floor tile loaded above its concentrated limit."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.equipment.base import Placed
from hallwright.equipment.rack import Rack
from hallwright.equipment.room import Room
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.space.records import standing


class TileOverloaded(Rule):
    """What one tile of a raised floor carries of a thing must not exceed its concentrated load.

    The value is the larger of one foot's share and the share of the whole weight that one tile must be able to carry
    (a project setting).

    Why: a tile fails under a caster long before the floor as a whole does.
    Fix: choose stronger tiles, set the thing on a frame that spreads its load, or carry less in it.
    """

    code: ClassVar[str] = "SPC115"
    title: ClassVar[str] = "Raised-floor tile loaded above its concentrated limit"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "rating of the room's tiles; IBM POWER8 site preparation for the share"
    subjects = (
        Room,
        Placed,
    )
    reads = ("space",)

    def check(self, subject: Room | Placed, context: Context) -> Iterator[Outcome]:
        if isinstance(subject, Room):
            if subject.floor == "raised" and subject.tile_load_kg is None:
                yield self.gap(subject.id, reason="the load of a tile (tile_load_kg) of {0} is unknown")
            return
        record = standing(context, subject.id)
        if record is None or record.room_id is None or not record.raised or record.tile_limit_kg is None:
            return
        if record.mass_kg is None:
            yield self.gap(subject.id, record.unknown[0], reason="the mass (mass_kg) of {1} is unknown")
            return
        foot = 1.0 / subject.feet if isinstance(subject, Rack) else 0.0
        load_kg = record.mass_kg * max(foot, context.settings.tile_share_fraction)
        if load_kg > record.tile_limit_kg:
            yield self.finding(
                subject.id,
                record.room_id,
                value=load_kg,
                limit=record.tile_limit_kg,
                unit="kg",
                message="{0} puts {value} on one tile of {1}; a tile may carry {limit}.",
            )
