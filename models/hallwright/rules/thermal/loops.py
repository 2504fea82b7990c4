"""What the rules about coolant loops read: the records of the coolant engine, typed."""

from typing import TypeVar

from hallwright.rules.base import Context

R = TypeVar("R")


def loop_record(context: Context, id: str, kind: type[R]) -> R | None:
    """The coolant record of a thing, if it is of that kind."""
    coolant = context.results.coolant
    record = coolant.records.get(id) if coolant is not None else None
    return record if isinstance(record, kind) else None
