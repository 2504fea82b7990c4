"""The verb coolant as programs and people use it."""

import json
from pathlib import Path
from typing import Any

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.fileformat.io import save
from hallwright.project import Project
from hallwright_app import cli


def saved(folder: Path, project: Project) -> str:
    path = folder / "a.hall"
    save(project, path)
    return str(path)


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    code = cli.main(["coolant", *arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_it_prints_loops_units_and_what_is_assumed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["coolant", saved(tmp_path, good_hall())]) == 0
    text = capsys.readouterr().out
    for word in ("rack loop cdu1 (pg25): solved", "facility loop", "above dew point", "chip case not evaluated"):
        assert word in text, word
    assert "assumed: coolant volume, pressure drop, pump pressure, pumps" in text
    assert "without it: everything gets what it needs" in text


def test_json_has_every_loop_and_unit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = told(capsys, saved(tmp_path, good_hall()))
    assert code == 0 and answer["schema"] == "hallwright-coolant/1"
    rack, facility = answer["loops"]
    assert set(rack["units"]) == {"cdu1", "cdu2", "s3"}
    assert {"chl1", "chl2", "crah1", "cdu1"} <= set(facility["units"])
    assert rack["units"]["s3"]["flow_l_min"] == pytest.approx(12.0, rel=1e-3)
    assert rack["units"]["cdu1"]["out"]["harmless"] is True


def test_a_cdu_out_leaves_the_other_with_all_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = told(capsys, saved(tmp_path, good_hall()), "--fail", "cdu2")
    assert code == 0 and answer["failed"] == ["cdu2"]
    assert answer["loops"][0]["units"]["cdu1"]["heat_kw"] == pytest.approx(8.16)


def test_a_plant_out_leaves_its_header_and_consumers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = told(capsys, saved(tmp_path, good_hall()), "--fail", "chl1")
    facility = answer["loops"][1]
    assert code == 0 and facility["sources"] == ["chl2"]
    assert set(facility["consumers"]) == {"cdu1", "cdu2", "crah1", "crah2", "crah3"}
    assert facility["units"]["crah2"]["flow_l_min"] == pytest.approx(25.92, rel=0.02)


def test_a_pump_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    weak = set_fields(good_hall(), ["cdu1", "cdu2"], {"secondary_flow_l_min": 6.2, "pumps": 2})
    file = saved(tmp_path, weak)
    assert told(capsys, file, "--fail", "cdu1:pump")[1]["loops"][0]["units"]["s3"]["flow_l_min"] < 11.7
    assert told(capsys, file, "--fail", "cdu1:pump", "cdu2")[0] == 1
    spare = set_fields(good_hall(), ["cdu1"], {"pumps": 2, "pumps_standby": 1})
    (tmp_path / "b").mkdir()
    code, answer = told(capsys, saved(tmp_path / "b", spare), "--fail", "cdu1:pump")
    assert code == 0 and answer["loops"][0]["units"]["cdu1"]["pumps"] == 1


def test_a_whole_loop_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = saved(tmp_path, good_hall())
    code, answer = told(capsys, file, "--fail", "cdu2:loop")
    assert code == 0 and [loop["kind"] for loop in answer["loops"]] == ["facility"]
    assert not {"cdu1", "cdu2"} & set(answer["loops"][0]["units"])
    code, answer = told(capsys, file, "--fail", "chl2:loop")
    assert "facility" not in [loop["kind"] for loop in answer["loops"]]
    failures = told(capsys, file)[1]["loops"]
    assert failures[0]["failures"][0]["cut"] == ["s3"]
    assert failures[1]["failures"][0]["unit"] == "chl1" and "crah1" in failures[1]["failures"][0]["cut"]


@pytest.mark.parametrize("unit", ["nix", "nix:loop", "crah1:loop", "s3:loop", "r1", "chl1:pump", "crah1:pump"])
def test_what_cannot_fail_is_refused(unit: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["coolant", saved(tmp_path, good_hall()), "--fail", unit]) == cli.REFUSED
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_loop_without_a_pump_is_broken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dead = set_fields(good_hall(), ["cdu1", "cdu2"], {"secondary_flow_l_min": 0.0})
    file = saved(tmp_path, dead)
    assert cli.main(["coolant", file]) == 1
    assert "no pump, no CDU of it pumps" in capsys.readouterr().out


def test_a_hall_without_coolant_has_nothing_to_say(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["coolant", saved(tmp_path, Project())]) == 0
    assert capsys.readouterr().out.startswith("0 loops.")
