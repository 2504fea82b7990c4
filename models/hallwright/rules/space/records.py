"""The space engine's records, by the kind of record a rule reads."""

from hallwright.engines.space.contents import Mounted
from hallwright.engines.space.engine import Overhead, Standing, TileField
from hallwright.rules.base import Context


def standing(context: Context, id: str) -> Standing | None:
    """Record of a thing on the floor; None where it does not stand there."""
    record = context.results.space.records.get(id) if context.results.space else None
    return record if isinstance(record, Standing) else None


def mounted(context: Context, id: str) -> Mounted | None:
    """Record of a thing in a rack, tank or server."""
    record = context.results.space.records.get(id) if context.results.space else None
    return record if isinstance(record, Mounted) else None


def overhead(context: Context, id: str) -> Overhead | None:
    """Record of an overhead tray or a busway."""
    record = context.results.space.records.get(id) if context.results.space else None
    return record if isinstance(record, Overhead) else None


def tile_field(context: Context, id: str) -> TileField | None:
    """Record of a field of perforated tiles."""
    record = context.results.space.records.get(id) if context.results.space else None
    return record if isinstance(record, TileField) else None
