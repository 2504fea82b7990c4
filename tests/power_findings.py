"""What the power rules say of a project, for their tests."""

from typing import Any

from hallwright.evaluate import evaluate
from hallwright.project import Project
from hallwright.rules import rules
from hallwright.rules.base import Context, Finding, Gap


def found(project: Project, code: str) -> list[Finding]:
    """Findings of one rule."""
    return [f for f in evaluate(project).findings if f.code == code]


def gaps(project: Project, code: str) -> list[Gap]:
    """What one rule could not evaluate."""
    return [g for g in evaluate(project).not_evaluated if g.code == code]


def record(project: Project, id: str) -> Any:
    """Record of the power engine."""
    power = evaluate(project).results.power
    assert power is not None
    return power.records[id]


def mended(project: Project, finding: Finding) -> Project:
    """The project after the first fix of a finding."""
    report = evaluate(project)
    (rule,) = (r for r in rules() if r.code == finding.code)
    fix = next(iter(rule.fixes(finding, Context(project, report.results))))
    return fix.edit(project)
