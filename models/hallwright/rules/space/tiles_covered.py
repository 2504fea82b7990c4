"""SPC127: equipment stands on perforated tiles."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.space.engine import TileField
from hallwright.equipment.tile import Tile
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.space.records import tile_field


class TilesCovered(Rule):
    """Perforated tiles stay free.

    The value is how deep the thing reaches over the tiles.

    Why: a covered tile supplies no cold aisle; its air is lost below the cabinet.
    Fix: move the thing or the tiles.
    """

    code: ClassVar[str] = "SPC127"
    title: ClassVar[str] = "Equipment stands on perforated tiles"
    severity: ClassVar[Severity] = Severity.WARNING
    source: ClassVar[str] = "geometry"
    subjects = (Tile,)
    reads = ("space",)
    records = (TileField,)

    def check(self, subject: Tile, context: Context) -> Iterator[Outcome]:
        record = tile_field(context, subject.id)
        for other, depth in record.covered if record else ():
            message = "{1} stands {value} over the perforated tiles {0}."
            yield self.finding(subject.id, other, value=depth, limit=0.0, unit="m", message=message)
