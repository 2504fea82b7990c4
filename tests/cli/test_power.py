"""The verbs fail and failures as programs and people use them."""

import json
from pathlib import Path

import pytest

from halls import good_hall
from hallwright.fileformat.io import save
from hallwright.project import Project
from hallwright_app import cli


def saved(tmp_path: Path, project: Project) -> str:
    path = tmp_path / "a.hall"
    save(project, path)
    return str(path)


def test_a_good_hall_outlives_every_single_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = saved(tmp_path, good_hall())
    assert cli.main(["failures", file]) == 0
    assert "0 of them harm" in capsys.readouterr().out
    assert cli.main(["failures", file, "--pairs", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["pairs"] and all(not one["lost"] for one in answer["singles"])


def test_units_go_by_identifier_and_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = saved(tmp_path, good_hall())
    assert cli.main(["fail", file, "upsa", "UPSB", "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["units"] == ["upsa", "upsb"] and "s1" in answer["lost"]
    assert cli.main(["fail", file, "upsa"]) == 0
    text = capsys.readouterr().out
    assert "UPSA: failed" in text and "on fewer feeds S1" in text


@pytest.mark.parametrize(
    ("unit", "words"),
    [("nosuch", "nothing with the identifier"), ("room", "plays no part"), ("", "nothing with the identifier")],
)
def test_a_unit_that_is_none_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], unit: str, words: str
) -> None:
    file = saved(tmp_path, good_hall())
    assert cli.main(["fail", file, unit, "--json"]) == 3
    out = capsys.readouterr()
    assert out.out == "" and words in out.err and out.err.count("\n") == 1


def test_a_name_that_two_things_have_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hall = good_hall()
    twin = hall.equipment["upsb"].model_copy(update={"name": "UPSA"})
    file = saved(tmp_path, hall.changed(equipment={"upsb": twin}))
    assert cli.main(["fail", file, "UPSA"]) == 3
    assert "2 things are called" in capsys.readouterr().err


def test_some_units_and_their_pairs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = saved(tmp_path, good_hall())
    assert cli.main(["failures", file, "UPSB", "upsa", "rppa", "--pairs", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["elements"] == ["rppa", "upsa", "upsb"]
    assert [one["units"] for one in answer["pairs"]] == [["rppa", "upsa"], ["rppa", "upsb"], ["upsa", "upsb"]]
    assert cli.main(["failures", file, "nosuch"]) == 3


def test_a_lost_load_and_an_unknown_demand_tell_in_the_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hall = good_hall()
    cord = next(link for link in hall.links.values() if link.b == ("s1",) and link.a == ("p1b",))
    file = saved(tmp_path, hall.changed(links={cord.id: None}))
    assert cli.main(["failures", file]) == 1
    assert "1 lost" in capsys.readouterr().out
    dark = hall.equipment["s1"].model_copy(update={"nameplate_kw": None})
    (tmp_path / "b").mkdir()
    assert cli.main(["failures", saved(tmp_path / "b", hall.changed(equipment={"s1": dark}))]) == 2
