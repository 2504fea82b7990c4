"""What the thermal rules read: the records of the cooling, coolant and room-air engines, typed."""

from collections.abc import Iterator
from typing import TypeVar

from hallwright.engines.cooling.records import SpaceAir, VolumeAir
from hallwright.rules.base import Context, Severity

R = TypeVar("R")


def record_of(context: Context, id: str, kind: type[R]) -> R | None:
    """The cooling record of a thing, if it is of that kind."""
    cooling = context.results.cooling
    record = cooling.records.get(id) if cooling is not None else None
    return record if isinstance(record, kind) else None


def loop_record(context: Context, id: str, kind: type[R]) -> R | None:
    """The coolant record of a thing, if it is of that kind."""
    coolant = context.results.coolant
    record = coolant.records.get(id) if coolant is not None else None
    return record if isinstance(record, kind) else None


def field_record(context: Context, id: str, kind: type[R]) -> R | None:
    """The record of the room-air field of a thing, if it is of that kind."""
    air = context.results.air
    record = air.records.get(id) if air is not None else None
    return record if isinstance(record, kind) else None


def each_volume(context: Context, id: str) -> Iterator[VolumeAir]:
    """The air volumes of a room or contained aisle."""
    record = record_of(context, id, SpaceAir)
    if record is not None:
        yield from record.volumes


def severity_of_a_unit_out(context: Context) -> Severity:
    """How bad it is that the loss of one unit is not borne: as bad as a load that an outage takes (PWR111, PWR201).

    An error where the project demands that every load outlives a single failure, else a warning.
    """
    return Severity.ERROR if context.settings.survive_single_failure else Severity.WARNING
