"""How the power rules read the power engine's records."""

from collections.abc import Iterator
from typing import TypeVar

from hallwright.catalogue import catalogue
from hallwright.edits.enlarge import enlarge
from hallwright.engines.power.records import ElementFlow
from hallwright.rules.base import Context, Finding, Fix

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


def larger(finding: Finding, context: Context, used_fraction: float = 1.0) -> Iterator[Fix]:
    """The fix of an element that carries too much, now or after a failure: a larger product in its place.

    Parameters
    ----------
    used_fraction : float
        Part of its rating that may be used.
    """
    subject = finding.subjects[0]
    record = record_of(context, subject, ElementFlow)
    if record is None:
        return
    kw = max(record.out_kw / used_fraction, record.worst_kw)
    amps = max(record.amps, record.worst_a)
    yield Fix(
        f"Replace {context.project.name_of(subject)} by a larger one",
        lambda project: enlarge(project, subject, kw, amps, {**catalogue(), **project.products}.values()),
    )
