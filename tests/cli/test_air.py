"""The verb air as programs and people use it."""

import json
from pathlib import Path
from typing import Any

import pytest

from air_halls import KW, crac, floor_hall, hall, open_hall, rack, room
from hallwright.fileformat.io import save
from hallwright.project import Project
from hallwright_app import cli


def saved(folder: Path, project: Project) -> str:
    path = folder / "a.hall"
    save(project, path)
    return str(path)


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    code = cli.main(["air", *arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_json_has_rooms_racks_and_units(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = told(capsys, saved(tmp_path, open_hall()))
    assert code == 0 and answer["schema"] == "hallwright-air/1" and answer["failed"] == []
    (one,) = answer["rooms"]
    assert one["id"] == "room" and one["refused"] == "" and one["cells"] > 1000
    assert {r["id"] for r in one["racks"]} == {"r1", "r2"} and [u["id"] for u in one["units"]] == ["c"]
    assert one["units"][0]["heat_kw"] == pytest.approx(2 * KW, rel=0.01)
    assert {r["against_limit"] for r in one["racks"]} == {"below"}


def test_a_failed_unit_stands_still_and_the_others_carry_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    two = floor_hall()
    two = two.changed(equipment={"d": crac("d", 0.6, 4.4, discharge="floor_void")})
    code, answer = told(capsys, saved(tmp_path, two), "--fail", "D")
    (one,) = answer["rooms"]
    units = {u["id"]: u for u in one["units"]}
    assert code in (0, 1) and answer["failed"] == ["D"]
    assert units["d"]["heat_kw"] is None and units["c"]["heat_kw"] == pytest.approx(2 * KW, rel=0.01)


def test_what_cannot_be_solved_is_not_a_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = saved(tmp_path, hall(room(), rack("r", 2.0, 1.6), crac("c", 2.0, 4.4)))
    code, answer = told(capsys, file, "--fail", "c")
    assert code != 0 and "0 kW of the 8 kW" in answer["rooms"][0]["refused"]
    assert cli.main(["air", file, "--fail", "c"]) == code
    assert "not solved" in capsys.readouterr().out


def test_bad_arguments_are_refused_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = saved(tmp_path, hall(room(), crac("c", 2.0, 4.4)))
    for arguments in ((file, "--fail", "nothing"), (file, "-o", "a.txt"), ("gone",)):
        assert cli.main(["air", *arguments]) == 3
        assert len(capsys.readouterr().err.strip().splitlines()) <= 2


def test_a_slice_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "a.png"
    assert cli.main(["air", saved(tmp_path, open_hall()), "-o", str(out), "--height", "0.5"]) == 0
    assert out.read_bytes().startswith(b"\x89PNG")
    assert "supply heat index" in capsys.readouterr().out
