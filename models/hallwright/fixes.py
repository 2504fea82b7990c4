"""Fixes of findings, each tried on a copy: what it clears, what it adds, what could no longer be evaluated."""

from collections.abc import Sequence
from dataclasses import dataclass

from hallwright.errors import HallwrightError
from hallwright.evaluate import Report, evaluate
from hallwright.rules import rules
from hallwright.rules.base import Context, Finding, Fix, Gap


@dataclass(frozen=True, slots=True)
class Tried:
    """A fix, tried on a copy of the design.

    Attributes
    ----------
    refused : str
        Why it cannot be done; "" where it can.
    left : Finding or None
        The finding as it is afterwards, where it is not cleared.
    added : tuple of Finding
        Findings that were not there before.
    unknown : tuple of Gap
        What could be evaluated before and cannot be afterwards.
    also : int
        Other findings that it clears.
    """

    fix: Fix
    refused: str = ""
    left: Finding | None = None
    added: tuple[Finding, ...] = ()
    unknown: tuple[Gap, ...] = ()
    also: int = 0

    @property
    def good(self) -> bool:
        """It clears its finding, adds none, and leaves nothing more unevaluated: only then it is offered."""
        return not (self.refused or self.left or self.added or self.unknown)


def fixes_of(report: Report, finding: Finding) -> tuple[Fix, ...]:
    """What the finding's rule would try; nothing for one that is waived."""
    if finding.waiver is not None:
        return ()
    rule = next((r for r in rules() if r.code == finding.code), None)
    return tuple(rule.fixes(finding, Context(report.project, report.results))) if rule is not None else ()


def tried(report: Report, finding: Finding, fix: Fix) -> Tried:
    """Make a fix on a copy and look at what it does; the report stays the one of its project."""
    try:
        after = evaluate(fix.edit(report.project), report)
    except HallwrightError as error:
        return Tried(fix, refused=error.text)
    finally:
        report.topology.move_to(report.project)
    before = {f.key for f in report.open_findings}
    now = {f.key: f for f in after.open_findings}
    known = {(g.code, g.subjects) for g in report.not_evaluated}
    gone = before - set(now) - {finding.key}
    return Tried(
        fix,
        left=now.get(finding.key),
        added=tuple(f for key, f in now.items() if key not in before),
        unknown=tuple(g for g in after.not_evaluated if (g.code, g.subjects) not in known),
        also=len(gone),
    )


def attempts(report: Report, finding: Finding) -> Sequence[Tried]:
    """Every fix of a finding, tried; those that may be offered first."""
    return sorted((tried(report, finding, fix) for fix in fixes_of(report, finding)), key=lambda t: not t.good)
