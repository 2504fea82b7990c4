"""Templates and examples: that the files are current, and what they evaluate to."""

import json
from pathlib import Path

import pytest

from examples import NAMES, STORED, measured
from hallwright.evaluate import evaluate
from hallwright.fileformat.io import load
from hallwright.fileformat.text import to_text
from hallwright.resources import example
from hallwright.rules.base import Severity
from hallwright.templates import TEMPLATES
from hallwright.templates.write import stale
from wiring import check_wiring

CLEAN = ("gb200-nvl72-row", "h100-scalable-unit", "hybrid-retrofit")


def test_example_files_are_current() -> None:
    assert stale() == []
    assert {path.stem for path in Path(example()).glob("*.hall")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_an_example_opens_and_evaluates_as_stored(name: str) -> None:
    found, stored = measured(name), json.loads((STORED / f"{name}.json").read_text(encoding="utf-8"))
    numbers, expected = found.pop("numbers"), stored.pop("numbers")
    assert found == stored
    assert numbers == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("name", CLEAN)
def test_the_first_three_pass(name: str) -> None:
    report = evaluate(load(example(f"{name}.hall")).project)
    assert [f.text(report.project) for f in report.open_findings if f.severity is Severity.ERROR] == []
    assert [g.text(report.project) for g in report.not_evaluated] == []
    assert report.results.failed == {}


@pytest.mark.parametrize("name", ["edge-closet", "planted-faults"])
def test_the_others_have_errors_in_every_domain_they_should(name: str) -> None:
    report = evaluate(load(example(f"{name}.hall")).project)
    domains = {f.domain for f in report.open_findings if f.severity is Severity.ERROR}
    wanted = {"power", "thermal", "space"} if name == "edge-closet" else {"power", "thermal", "fabric", "space"}
    assert wanted <= domains


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_a_template_is_wired_soundly_and_round_trips(name: str, tmp_path: Path) -> None:
    project = TEMPLATES[name]()
    check_wiring(project)
    path = tmp_path / "copy.hall"
    path.write_text(to_text(project), encoding="utf-8")
    assert load(path).project == project
    assert TEMPLATES[name].title and TEMPLATES[name].description
