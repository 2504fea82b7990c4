"""Every fix of every rule, tried on the halls that raise the rule's finding."""

import json
from functools import cache
from pathlib import Path

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.errors import EditRefused
from hallwright.evaluate import Report, evaluate
from hallwright.fileformat.text import from_plain
from hallwright.fixes import Tried, attempts, fixes_of, tried
from hallwright.project import Project
from hallwright.rules import rules
from hallwright.rules.base import Finding, Fix, Rule

FOLDER = Path(__file__).parents[1] / "data" / "traps"
MENDING = sorted(rule.code for rule in rules() if type(rule).fixes is not Rule.fixes)


@cache
def trap(code: str) -> Report:
    """The trap of a rule, its findings open again."""
    project = from_plain(json.loads((FOLDER / f"{code}.json").read_text(encoding="utf-8")))
    return evaluate(project.changed(waivers={}))


def keys(report: Report) -> set[str]:
    return {f.key for f in report.open_findings}


def unknown(report: Report) -> set[tuple[str, tuple[str, ...]]]:
    return {(g.code, g.subjects) for g in report.not_evaluated}


def every_attempt(code: str) -> list[tuple[Finding, Tried]]:
    report = trap(code)
    return [(f, attempt) for f in report.open_findings for attempt in attempts(report, f)]


@pytest.mark.parametrize("code", sorted(p.stem for p in FOLDER.glob("*.json")))
def test_an_offered_fix_clears_its_finding_and_adds_none(code: str) -> None:
    """Judged anew from scratch, not by the report that was patched while trying."""
    report = trap(code)
    for finding, attempt in every_attempt(code):
        if attempt.good:
            after = evaluate(attempt.fix.edit(report.project))
            assert finding.key not in keys(after), attempt.fix.text
            assert keys(after) <= keys(report), attempt.fix.text
            assert unknown(after) <= unknown(report), attempt.fix.text


@pytest.mark.parametrize("code", MENDING)
def test_a_rule_that_has_fixes_mends_its_own_trap(code: str) -> None:
    own = [attempt for finding, attempt in every_attempt(code) if finding.code == code]
    assert any(attempt.good for attempt in own)


def test_a_fix_leaves_report_and_project_as_they_were() -> None:
    report = trap("SPC104")
    before = report.project
    (finding,) = [f for f in report.open_findings if f.code == "SPC104"]
    assert attempts(report, finding)[0].good
    assert report.project is before
    assert report.topology.project is before
    assert keys(evaluate(before)) == keys(report)


def _refuse(_project: Project) -> Project:
    raise EditRefused("No.")


def test_what_speaks_against_a_fix_is_told() -> None:
    report = trap("SPC104")
    (finding,) = [f for f in report.open_findings if f.code == "SPC104"]
    nothing = tried(report, finding, Fix("Rename it", lambda p: set_fields(p, ["q"], {"name": "Q2"})))
    assert nothing.left is not None
    assert not nothing.good
    refused = tried(report, finding, Fix("Refuse", _refuse))
    assert refused.refused == "No."
    assert not refused.good
    # it clears the finding by standing in another rack
    there = good_hall().equipment["r1"]
    worse = tried(
        report, finding, Fix("Elsewhere", lambda p: set_fields(p, ["q"], {"x_m": there.x_m, "y_m": there.y_m}))
    )  # type: ignore[attr-defined]
    assert worse.left is None
    assert "SPC101" in {f.code for f in worse.added}
    assert not worse.good


def test_a_waived_finding_has_no_fixes() -> None:
    project = from_plain(json.loads((FOLDER / "SPC104.json").read_text(encoding="utf-8")))
    report = evaluate(project)
    assert report.findings
    assert all(not fixes_of(report, f) for f in report.findings)
