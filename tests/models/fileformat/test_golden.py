"""The file of version 1 that was written once and is never changed: it opens for ever, with the recorded results.

``python tests/models/fileformat/test_golden.py`` records the results again when a rule has changed on purpose.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from hallwright.equipment import kinds
from hallwright.evaluate import evaluate
from hallwright.fileformat.io import load
from hallwright.fileformat.text import VERSION, to_text

FOLDER = Path(__file__).parents[2] / "data" / "v1"
GOLDEN, RESULTS = FOLDER / "golden.hall", FOLDER / "golden.json"


def results() -> dict[str, Any]:
    """What the check of the golden file gives."""
    report = evaluate(load(GOLDEN).project)
    assert report.results.failed == {}
    return {
        "counts": report.counts,
        "findings": sorted([f.code, list(f.subjects), f.value, f.limit] for f in report.findings),
        "not_evaluated": sorted([g.code, list(g.subjects)] for g in report.not_evaluated),
    }


def test_it_opens_and_holds_every_kind_and_form_of_record() -> None:
    opened = load(GOLDEN)
    project = opened.project
    assert opened.version == 1
    assert {item.kind for item in project.equipment.values()} <= set(kinds())
    assert len({item.kind for item in project.equipment.values()}) >= 32
    assert any(len(link.a) > 1 and len(link.b) > 1 for link in project.links.values())
    assert any(item.product in project.products for item in project.equipment.values())
    assert project.waivers and project.notes and project.author
    assert {link.medium.value for link in project.links.values()} == {"power", "coolant", "fabric"}


@pytest.mark.skipif(VERSION != 1, reason="a newer version writes itself otherwise")
def test_it_is_written_again_byte_for_byte() -> None:
    assert to_text(load(GOLDEN).project).encode() == GOLDEN.read_bytes()


def test_its_check_gives_the_recorded_results() -> None:
    recorded, found = json.loads(RESULTS.read_text(encoding="utf-8")), results()
    assert found["counts"] == recorded["counts"]
    assert found["not_evaluated"] == recorded["not_evaluated"]
    assert [row[:2] for row in found["findings"]] == [row[:2] for row in recorded["findings"]]
    for mine, theirs in zip(found["findings"], recorded["findings"], strict=True):
        assert mine[2:] == pytest.approx(theirs[2:], rel=1e-6, abs=1e-9)


if __name__ == "__main__":
    RESULTS.write_text(json.dumps(results(), indent=1) + "\n", encoding="utf-8")
