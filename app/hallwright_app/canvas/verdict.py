"""What a drop would do, in words: the tip beside the ghost."""

from collections.abc import Sequence
from dataclasses import dataclass

from hallwright.equipment.base import Equipment
from hallwright.evaluate import Report
from hallwright.rules.base import Finding, Severity
from hallwright.units import System

MOST = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """Title, findings a drop would add (worst first), and a note."""

    title: str
    lines: tuple[tuple[Severity, str], ...] = ()
    note: str = ""
    refused: bool = False


def added(before: Report, after: Report) -> list[Finding]:
    """Findings that are new or worse than before, worst first."""
    old = {f.key: f for f in before.findings}
    found = []
    for finding in after.open_findings:
        known = old.get(finding.key)
        if known is None or finding.worse_than(known.value):
            found.append(finding)
    return found


def things(items: Sequence[Equipment]) -> str:
    """Name of what is moved: its name, or how many of what."""
    if len(items) == 1:
        return items[0].name
    labels = {i.label.split(" /")[0].lower() for i in items}
    word = labels.pop() if len(labels) == 1 else "thing"
    word = word.upper() if word in ("cdu", "crah", "ups", "pdu") else word
    return f"{len(items)} {word}s"


def fits(what: str, before: Report, after: Report, units: System) -> Verdict:
    """The verdict of a drop that geometry allows."""
    new = added(before, after)
    lines = tuple((f.severity, f.text(after.project, units)) for f in new[:MOST])
    more = len(new) - len(lines)
    cleared = len(before.open_findings) - len(after.open_findings) + len(new)
    note = f"and {more} more" if more > 0 else f"clears {cleared}" if cleared > 0 and not new else ""
    return Verdict(f"{what}: fits", lines, note)


def refused(reason: str, note: str = "") -> Verdict:
    """The verdict of a drop that cannot be."""
    return Verdict("Cannot stand here", ((Severity.ERROR, reason.rstrip(".")),), note, refused=True)
