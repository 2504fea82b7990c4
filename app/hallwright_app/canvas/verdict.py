"""What a drop would do, in words: the tip beside the ghost."""

from collections.abc import Iterable, Sequence
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


def differing(before: Report, after: Report) -> tuple[list[Finding], list[Finding]]:
    """Open findings that are new or worse, worst first, and those that are gone.

    Rules keep what did not change as the same object, so only what differs is looked at.
    """
    new: list[Finding] = []
    gone: list[Finding] = []
    for code in after.outcomes.keys() | before.outcomes.keys():
        was, now = before.outcomes.get(code, {}), after.outcomes.get(code, {})
        if was is now:
            continue
        for subject in was.keys() | now.keys():
            old, fresh = was.get(subject, ()), now.get(subject, ())
            if old is fresh or old == fresh:
                continue
            known = {f.key: f for f in old if isinstance(f, Finding)}
            there = {f.key: f for f in fresh if isinstance(f, Finding)}
            new.extend(f for k, f in there.items() if _open(after, f) and _grown(known.get(k), f))
            gone.extend(f for k, f in known.items() if k not in there and _open(before, f))
    new.sort(key=lambda f: (-f.severity, f.margin / (abs(f.limit) or 1.0), f.code, f.subjects))
    return new, gone


def worst_of(report: Report, ids: Iterable[str]) -> Severity | None:
    """The worst open finding about any of these, without sorting all that the report holds."""
    wanted = tuple(ids)
    found = [
        outcome.severity
        for by_subject in report.outcomes.values()
        for id in wanted
        for outcome in by_subject.get(id, ())
        if isinstance(outcome, Finding) and _open(report, outcome)
    ]
    return max(found, default=None)


def _grown(old: Finding | None, new: Finding) -> bool:
    return old is None or new.worse_than(old.value)


def _open(report: Report, finding: Finding) -> bool:
    """Whether nobody has waived it at this value."""
    waiver = report.project.waivers.get(finding.key)
    return waiver is None or (waiver.value is not None and finding.worse_than(waiver.value))


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
    new, gone = differing(before, after)
    lines = tuple((f.severity, f.text(after.project, units)) for f in new[:MOST])
    more = len(new) - len(lines)
    word = "finding" if len(gone) == 1 else "findings"
    note = f"and {more} more" if more > 0 else f"clears {len(gone)} {word}" if gone and not new else ""
    return Verdict(f"{what}: fits", lines, note)


def refused(reason: str, note: str = "") -> Verdict:
    """The verdict of a drop that cannot be."""
    return Verdict("Cannot stand here", ((Severity.ERROR, reason.rstrip(".")),), note, refused=True)
