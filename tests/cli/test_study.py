"""The verb study as programs and people use it."""

import json
import sys
from pathlib import Path

import pytest

from halls import good_hall
from hallwright.fileformat.io import save
from hallwright_app import cli


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "a.hall"
    save(good_hall(), path)
    return str(path)


def test_it_prints_numbers_with_their_assumptions(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["study", file]) == 2
    text = capsys.readouterr().out
    for word in ("voltage drop", "short circuit", "Assumed:", "grid_fault_mva", "not eval", "live solver"):
        assert word in text, word
    assert cli.main(["study", file, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["schema"] == "hallwright-study/1"


def test_a_missing_extra_is_one_line(
    file: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandapower", None)
    assert cli.main(["study", file]) == 3
    out = capsys.readouterr()
    assert not out.out and out.err.count("\n") == 1 and "pip install 'hallwright[study]'" in out.err
