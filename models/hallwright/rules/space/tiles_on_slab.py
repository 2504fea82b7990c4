"""SPC301: perforated tiles without a raised floor."""

from collections.abc import Iterator
from typing import ClassVar

from hallwright.engines.space.engine import TileField
from hallwright.equipment.tile import Tile
from hallwright.rules.base import Context, Outcome, Rule, Severity
from hallwright.rules.space.records import tile_field


class TilesOnSlab(Rule):
    """Perforated tiles lie in a raised floor.

    The value is the number of tiles.

    Why: on a slab there is no void that could supply them.
    Fix: make the room's floor a raised one, or remove the tiles.
    """

    code: ClassVar[str] = "SPC301"
    title: ClassVar[str] = "Perforated tiles without a raised floor"
    severity: ClassVar[Severity] = Severity.ERROR
    source: ClassVar[str] = "geometry"
    subjects = (Tile,)
    reads = ("space",)
    records = (TileField,)

    def check(self, subject: Tile, context: Context) -> Iterator[Outcome]:
        record = tile_field(context, subject.id)
        if record is not None and not record.raised:
            tiles = "tiles lie" if subject.count != 1 else "tile lies"
            message = f"{{0}}: {{value}} perforated {tiles} where there is no raised floor."
            yield self.finding(subject.id, value=subject.count, limit=0.0, unit="count", message=message)
