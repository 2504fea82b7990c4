"""The verb fabric."""

import json
from pathlib import Path

import pytest

from halls import good_hall
from hallwright.fileformat.io import ABSENT, save
from hallwright.project import Project
from hallwright_app.cli import main
from traps.fabric import swapped_rails


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "good.hall"
    save(good_hall(), path, ABSENT)
    return path


def test_says_what_the_fabric_is(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fabric", str(file), "--failures"]) == 0
    out = capsys.readouterr().out
    for words in ("compute: two tiers", "2 leaf, 2 spine", "oversubscribed 1 : 1", "any of 4 switches"):
        assert words in out


def test_json(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fabric", str(file), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["schema"] == "hallwright-fabric/1" and answer["fabrics"][0]["name"] == "compute"
    assert "failures" not in answer


def test_jobs_and_findings_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "jobs.hall"
    save(swapped_rails(good_hall()), path, ABSENT)
    assert main(["fabric", str(path)]) == 0
    out = capsys.readouterr().out
    assert "job train: 2 systems" in out and "data: all-reduce" in out and "FAB108" in out


def test_a_design_without_a_fabric(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "empty.hall"
    save(Project(), path, ABSENT)
    assert main(["fabric", str(path)]) == 0
    assert "no fabric" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fabric", str(tmp_path / "none.hall")]) == 3
    assert capsys.readouterr().err.count("\n") == 1
