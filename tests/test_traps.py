"""Every rule has a trap: a hall with one fault that raises exactly its findings, and loses them when mended."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields, set_settings
from hallwright.evaluate import completed, evaluate
from hallwright.fileformat.text import from_plain, to_text
from hallwright.project import Project, waiver_key
from hallwright.rules import rules
from traps.write import looked_at

FOLDER = Path(__file__).parent / "data" / "traps"
CODES = sorted(p.stem for p in FOLDER.glob("*.json"))


def mended(project: Project, text: str) -> Project:
    """The project with the values of a mend file set."""
    setters: dict[str, Callable[[Project, str, dict[str, Any]], Project]] = {
        "equipment": lambda p, id, values: set_fields(p, [id], values),
        "links": lambda p, id, values: set_fields(p, [id], values),
    }
    for line in filter(None, text.splitlines()):
        path, _, value = line.partition("=")
        kind, _, rest = path.partition(".")
        if kind == "settings":
            project = set_settings(project, {rest: json.loads(value)})
        else:
            id, _, field = rest.rpartition(".")
            project = setters[kind](project, id, {field: json.loads(value)})
    return project


def test_good_hall_has_no_finding_and_no_gap() -> None:
    report = completed(evaluate(good_hall()))
    assert report.pending == ()
    assert [f.text(report.project) for f in report.findings] == []
    assert [g.text(report.project) for g in report.not_evaluated] == []


def test_every_rule_has_a_trap() -> None:
    assert sorted({r.code for r in rules()} - set(CODES)) == []


@pytest.mark.parametrize("code", CODES)
def test_trap_raises_exactly_its_findings_and_the_mend_clears_them(code: str) -> None:
    text = (FOLDER / f"{code}.json").read_text(encoding="utf-8")
    project = from_plain(json.loads(text))
    assert to_text(project) == text
    report = looked_at(code, project)
    assert {f.key for f in report.findings} == set(project.waivers)
    assert not report.open_findings
    assert code in {f.code for f in report.findings}, "the trap raises its own code"
    assert [g.text(project) for g in report.not_evaluated] == []
    after = mended(project, (FOLDER / f"{code}.mend.txt").read_text(encoding="utf-8"))
    better = looked_at(code, after, report)
    assert [f.text(after) for f in better.findings] == []
    assert [g.text(after) for g in better.not_evaluated] == []
    assert {waiver_key(f.code, f.subjects) for f in evaluate(after).findings} == set()
