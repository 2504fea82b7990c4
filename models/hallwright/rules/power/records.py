"""How the power rules read the power engine's records."""

from typing import TypeVar

from hallwright.rules.base import Context

R = TypeVar("R")


def record_of(context: Context, id: str, kind: type[R]) -> R | None:
    """The record of a subject, where it has one of that kind."""
    power = context.results.power
    record = power.records.get(id) if power is not None else None
    return record if isinstance(record, kind) else None


def unknown_below(count: int) -> str:
    """Why an element below its limit is not known to be so."""
    return (
        "The power of a load fed by {0} is unknown."
        if count == 1
        else f"The power of {count} loads fed by {{0}} is unknown."
    )
