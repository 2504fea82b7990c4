"""The verbs cables and bom."""

import csv
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from halls import good_hall
from hallwright.fileformat.io import ABSENT, save
from hallwright_app.cli import main

ROOT = Path(__file__).parents[2]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "good.hall"
    save(good_hall(), path, ABSENT)
    return path


def test_a_row_for_every_cable(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = file.with_name("cables.csv")
    assert main(["cables", str(file), "-o", str(out)]) == 0
    rows = list(csv.DictReader(out.read_text().splitlines()))
    assert len(rows) == sum(link.count for link in good_hall().links.values() if link.medium == "fabric")
    assert f"{len(rows)} cables, " in capsys.readouterr().out
    book = file.with_name("cables.xlsx")
    assert main(["cables", str(file), "-o", str(book)]) == 0
    page = openpyxl.load_workbook(book).active
    assert page is not None and page.max_row == len(rows) + 1
    assert [c.value for c in page[1]] == list(rows[0])
    assert [c.value for c in page[2]][3] == rows[0]["A device"]


def test_a_bill(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("bom.csv", "bom.xlsx"):
        out = file.with_name(name)
        assert main(["bom", str(file), "-o", str(out)]) == 0 and out.stat().st_size > 0
    assert "state no price" in capsys.readouterr().out
    rows = list(csv.DictReader(file.with_name("bom.csv").read_text().splitlines()))
    assert rows[-1]["Part"] == "Total"


@pytest.mark.parametrize("verb", ["cables", "bom"])
def test_refusals_write_nothing(verb: str, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (
        [str(file), "-o", str(file.with_name("out.txt"))],
        [str(file), "-o", str(file.parent / "none" / "out.csv")],
        [str(file.with_name("none.hall")), "-o", str(file.with_name("out.csv"))],
        [str(file)],
    ):
        assert main([verb, *arguments]) == 3
        assert capsys.readouterr().err.count("\n") == 1
    assert {p.name for p in file.parent.iterdir() if p.is_file()} == {"good.hall"}


def test_the_same_bytes_whatever_the_hash_seed(file: Path) -> None:
    made = []
    for seed in "01":
        for verb in ("cables", "bom"):
            for ending in ("csv", "xlsx"):
                out = file.with_name(f"{verb}-{seed}.{ending}")
                environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{ROOT / 'models'}:{ROOT / 'app'}"}
                call = [sys.executable, "-m", "hallwright_app", verb, str(file), "-o", str(out)]
                subprocess.run(call, check=True, env=environment, capture_output=True, timeout=60)
                made.append(out.read_bytes())
    assert made[:4] == made[4:]
