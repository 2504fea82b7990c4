"""Findings in their order, brought along from edit to edit."""

import random

from halls import good_hall
from hallwright.edits.change import open_again, set_fields, waive
from hallwright.errors import HallwrightError
from hallwright.evaluate import evaluate
from hallwright.project import Project, Waiver
from hallwright.ranking import ranked, reranked
from hallwright.rules.base import Severity
from traps.thermal import change


def some_change(rng: random.Random, project: Project) -> Project:
    match rng.randrange(4):
        case 0:
            return set_fields(project, ["s1"], {"inlet_max_degc": rng.choice([15.0, 21.0, 30.0])})
        case 1:
            return set_fields(project, ["crah1", "crah2"], {"sensible_kw": rng.choice([5.0, 40.0])})
        case 2:
            return set_fields(project, ["r1"], {"x_m": rng.choice([5.1, 5.3, 40.0])})
        case _:
            return change(project, "cdu1", capacity_kw=rng.choice([4.0, 150.0]))


def test_brought_along_equals_ranked_anew() -> None:
    rng = random.Random(5)
    report = evaluate(good_hall())
    most = 0
    for _ in range(60):
        project = report.project
        if report.findings and rng.random() < 0.2:
            worst = report.findings[0]
            if worst.waiver is None:
                waiver = Waiver(code=worst.code, subjects=worst.subjects, reason="agreed", date="2026-01-01")
                project = waive(project, waiver)
            else:
                project = open_again(project, worst.key)
        try:
            report = evaluate(some_change(rng, project), report)
        except HallwrightError:
            continue
        assert list(report.findings) == [one.finding for one in ranked(report.outcomes, report.project.waivers)]
        most = max(most, len(report.findings))
    assert most > 5


def test_nothing_moved_keeps_the_list() -> None:
    report = evaluate(set_fields(good_hall(), ["s1"], {"inlet_max_degc": 15.0}))
    assert report.findings
    assert reranked(report.ranked, report.outcomes, report.outcomes, {}) is report.ranked


def test_errors_stand_before_warnings_and_waived_ones_last() -> None:
    report = evaluate(set_fields(good_hall(), ["r1"], {"x_m": 40.0}))
    first = report.findings[0]
    waiver = Waiver(code=first.code, subjects=first.subjects, reason="agreed", date="2026-01-01")
    findings = evaluate(waive(report.project, waiver), report).findings
    assert findings[-1].key == first.key and findings[-1].waiver is not None
    severities = [f.severity for f in findings[:-1]]
    assert severities == sorted(severities, reverse=True) and Severity.ERROR in severities
