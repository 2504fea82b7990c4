"""What the thermal tests share: halls with one quantity changed, and the findings of one rule in them."""

from typing import Any

from halls import good_hall
from hallwright.edits.change import set_fields, set_settings
from hallwright.evaluate import evaluate
from hallwright.project import Project
from hallwright.rules.base import Finding


def hall(ids: str, **values: object) -> Project:
    """The good hall with fields of these things (or of the settings) changed."""
    if ids == "settings":
        return set_settings(good_hall(), values)
    return set_fields(good_hall(), ids.split(), values)


def record(id: str) -> Any:
    """What the cooling engine says of a thing of the good hall."""
    cooling = evaluate(good_hall()).results.cooling
    assert cooling is not None
    return cooling.records[id]


def findings(code: str, project: Project) -> list[Finding]:
    """Findings of one rule."""
    return [f for f in evaluate(project).findings if f.code == code]


def check(code: str, project: Project, wanted: bool) -> None:
    """A rule speaks or is silent; what it says has a value beyond its limit and reads as a sentence."""
    found = findings(code, project)
    assert bool(found) == wanted
    for finding in found:
        assert finding.margin < 0.0
        text = finding.text(project)
        assert "{" not in text and text.endswith(".")
        assert finding.source
