"""The command line as programs and people use it: exit codes, sentences, JSON."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from halls import good_hall
from hallwright.evaluate import evaluate
from hallwright.fileformat.io import load, save
from hallwright.fileformat.text import fingerprint, to_text
from hallwright.rules import rules
from hallwright_app import cli

SOURCES = os.pathsep.join(p for p in sys.path if p)
WITHOUT_QT = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("PySide6", "shiboken6", "pyqtgraph"):
            raise AssertionError(f"{name} was imported")
sys.meta_path.insert(0, Blocked())
from hallwright_app.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.hall"
    save(good_hall(), path)
    return path


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A hall with a main breaker far too small: an error whatever else the rules say."""
    path = tmp_path / "faulty.hall"
    hall = good_hall()
    save(hall.changed(equipment={"rppa": hall.equipment["rppa"].model_copy(update={"rating_a": 10.0})}), path)
    return path


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one sentence of a refusal."""
    assert cli.main(arguments) == 3
    out = capsys.readouterr()
    assert out.out == "" or "--json" in arguments
    assert out.err.startswith("hallwright: ") and out.err.count("\n") == 1 and "Traceback" not in out.err
    assert len(out.err) < 1100
    return out.err


def answered(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = cli.main(arguments)
    out = capsys.readouterr()
    assert out.err == ""
    return code, out.out


def test_check_gives_the_json_that_programs_rely_on(capsys: pytest.CaptureFixture[str], faulty: Path) -> None:
    code, out = answered(capsys, "check", str(faulty), "--json", "--quick")
    answer = json.loads(out)
    project = load(faulty).project
    report = evaluate(project)
    assert code == report.exit_code == 1
    assert list(answer) == ["schema", "file", "hash", "counts", "throttling", "findings", "not_evaluated"]
    assert answer["file"] == str(faulty) and answer["hash"] == fingerprint(project)
    assert answer["counts"] == {**report.counts, "not_evaluated": len(report.not_evaluated + report.left_out)}
    assert list(answer["counts"]) == ["error", "warning", "hint", "waived", "not_evaluated"]
    assert len(answer["findings"]) == len(report.findings) > 0
    for found in answer["findings"]:
        always = ["code", "severity", "domain", "subjects", "value", "limit", "unit", "margin", "message", "source",
                  "waived"]  # fmt: skip
        assert list(found) in (always, [*always, "path"])
        assert found["severity"] in ("error", "warning", "hint") and isinstance(found["waived"], bool)
    for gap in answer["not_evaluated"]:
        assert list(gap) == ["code", "subjects", "reason"]


def test_check_of_several_files_gives_a_list_and_the_worst_code(
    capsys: pytest.CaptureFixture[str], file: Path, faulty: Path
) -> None:
    _, one = answered(capsys, "check", str(file), "--json", "--quick")
    code, out = answered(capsys, "check", str(file), str(faulty), "--json", "--quick")
    answers = json.loads(out)
    assert code == 1 and answers[0] == json.loads(one) and answers[1]["file"] == str(faulty)
    assert cli.main(["check", str(faulty), str(file.with_name("gone")), "--json"]) == 3
    both = capsys.readouterr()
    assert [("refused" in a) for a in json.loads(both.out)] == [False, True] and both.err.count("\n") == 1


def test_check_for_people_ends_in_the_counts(capsys: pytest.CaptureFixture[str], faulty: Path) -> None:
    code, out = answered(capsys, "check", str(faulty), "--quick")
    assert code == 1 and "waived" in out.splitlines()[-1] and "error" in out.splitlines()[0]


def test_exit_codes_tell_waived_and_unevaluated_apart(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "x.hall"
    save(good_hall(), path)
    code, out = answered(capsys, "check", str(path), "--quick", "--json")
    left_out = {gap["code"] for gap in json.loads(out)["not_evaluated"]}
    assert code == evaluate(good_hall()).exit_code == 2
    assert left_out == {rule.code for rule in rules() if "air" in rule.reads}
    code, out = answered(capsys, "check", str(path), "--json")  # slow engines run to their end
    assert code == 0 and json.loads(out)["not_evaluated"] == []


def test_info_counts(capsys: pytest.CaptureFixture[str], file: Path) -> None:
    code, out = answered(capsys, "info", str(file), "--json")
    answer = json.loads(out)
    assert code == 0 and answer["equipment"] == 37 and answer["kinds"]["rack"] == 4 and answer["name"] == "Good hall"
    assert answer["cables"] == sum(link.count for link in good_hall().links.values())
    assert "Good hall" in answered(capsys, "info", str(file))[1]


def test_get_and_set(capsys: pytest.CaptureFixture[str], file: Path) -> None:
    assert answered(capsys, "get", str(file), "project.name") == (0, "Good hall\n")
    assert answered(capsys, "set", str(file), "project.name=A = B", "equipment.r1.x_m=5.25") == (0, "")
    assert answered(capsys, "get", str(file), "project.name") == (0, "A = B\n")
    assert answered(capsys, "get", str(file), "equipment.r1.x_m") == (0, "5.25\n")


def test_set_traces_the_moment_of_the_write(capsys: pytest.CaptureFixture[str], file: Path) -> None:
    code, out = answered(capsys, "set", str(file), "project.name=one two", "equipment.r1.x_m=5", "--trace")
    assert (code, out) == (0, "READY\nSAVED one two\nSAVED 5.0\n")


def test_a_refused_set_changes_nothing(capsys: pytest.CaptureFixture[str], file: Path) -> None:
    before = file.read_bytes()
    for words in (["equipment.r1.x_m=left"], ["equipment.r9.x_m=1"], ["project.name=x", "settings.nothing=1"],
                  ["equipment.s1.rack_id=gone"], ["equipment.r1.name"], ["equipment.r1.colour=red"]):  # fmt: skip
        refused(capsys, "set", str(file), *words)
        assert file.read_bytes() == before


def test_new_writes_a_hall_and_replaces_none(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "n.hall"
    assert answered(capsys, "new", "-o", str(out)) == (0, "")
    before = out.read_bytes()
    assert "--force" in refused(capsys, "new", "-o", str(out))
    assert "no template 'nope'" in refused(capsys, "new", "--template", "nope", "-o", str(tmp_path / "m.hall"))
    assert "--gpus" in refused(capsys, "new", "--template", "synthetic", "-o", str(tmp_path / "m.hall"))
    assert "synthetic" in refused(capsys, "new", "--gpus", "8", "-o", str(tmp_path / "m.hall"))
    assert out.read_bytes() == before and [p.name for p in tmp_path.iterdir()] == ["n.hall"]
    assert answered(capsys, "new", "--template", "empty", "--force", "-o", str(out)) == (0, "")
    assert out.read_bytes() != before


def test_a_synthetic_hall_is_the_same_each_time(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    words = ("new", "--template", "synthetic", "--gpus", "64", "--seed", "3", "-o")
    for name in ("a", "b"):
        assert answered(capsys, *words, str(tmp_path / name)) == (0, "")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_rules_and_catalogue_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    rules = json.loads(answered(capsys, "rules", "--json")[1])
    assert all(row["code"][:3] in ("PWR", "THM", "FAB", "SPC") and row["help"] for row in rules)
    assert len(answered(capsys, "rules")[1].splitlines()) == len(rules)
    products = json.loads(answered(capsys, "catalogue", "list", "--json")[1])
    assert len(answered(capsys, "catalogue", "list")[1].splitlines()) == len(products) > 0
    shown = json.loads(answered(capsys, "catalogue", "show", products[0]["id"], "--json")[1])
    assert shown["id"] == products[0]["id"] and shown["sources"]
    assert products[0]["name"] in answered(capsys, "catalogue", "show", products[0]["id"])[1]
    refused(capsys, "catalogue", "show", "no-such-product")
    refused(capsys, "catalogue", "show")
    refused(capsys, "catalogue", "list", "x")


def test_schema_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(answered(capsys, "schema")[1])["title"] == "Hallwright project"


@pytest.mark.parametrize(
    "arguments",
    [
        (), ("frob",), ("check",), ("check", "--frob", "x"), ("info",), ("get", "x"), ("set", "x"), ("new",),
        ("report", "x"), ("report", "x", "-o", "x.docx"), ("render", "x", "-o", "x.gif"),
        ("render", "x", "-o", "x.png", "--view", "front"), ("new", "--gpus", "many", "-o", "x"),
        ("new", "--gpus", "0", "-o", "x"), ("catalogue", "frob"), ("validate",), ("validate", "gone.yaml"),
        ("info", "gone"), ("check", "/dev/null"), ("check", "."), ("info", "a\nb"), ("info", "x" * 5000),
        ("get", "gone", "project.name"), ("info", "\udcff"),
    ],
)  # fmt: skip
def test_bad_arguments_end_in_one_sentence(
    capsys: pytest.CaptureFixture[str], arguments: Sequence[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    refused(capsys, *arguments)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b'"version":1', b'"version":99', 1),
        lambda data: data.replace(b'"kind":"rack"', b'"kind":"ship"', 1),
        lambda data: data.replace(b'"rack_id":"r1"', b'"rack_id":"r77"', 1),
        lambda data: b"\x00" * 1000,
        lambda data: b"[" * 1_000_000,
        lambda data: data + b" " * 40_000_000,
    ],
)
def test_bad_files_end_in_one_sentence_and_stay_as_they_are(
    capsys: pytest.CaptureFixture[str], file: Path, damage: object
) -> None:
    file.write_bytes(damage(file.read_bytes()))  # type: ignore[operator]
    before = file.read_bytes(), file.stat().st_mtime_ns
    for verb, *more in (
        ["check"],
        ["info"],
        ["get", "project.name"],
        ["set", "project.name=x"],
        ["report", "-o", "r.pdf"],
    ):
        assert file.name in refused(capsys, verb, str(file), *more)
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before


@pytest.mark.parametrize(
    "arguments",
    [["check", "FILE", "--json", "--quick"], ["info", "FILE"], ["get", "FILE", "project.name"],
     ["set", "FILE", "project.name=x"],
     ["new", "-o", "OUT"], ["validate", "CASES"], ["rules"], ["catalogue", "list"], ["schema"], ["--version"]],
    ids=lambda words: words[0],
)  # fmt: skip
def test_verbs_that_draw_nothing_need_no_qt(file: Path, arguments: list[str]) -> None:
    cases = Path(__file__).parents[1] / "data" / "validation" / "fabric.yaml"
    of = {"FILE": str(file), "OUT": str(file.with_name("out.hall")), "CASES": str(cases)}
    words = [of.get(word, word) for word in arguments]
    environment = {**os.environ, "PYTHONPATH": SOURCES}
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_QT, *words], capture_output=True, text=True, env=environment, cwd=file.parent
    )
    assert done.returncode in (0, 1, 2) and done.stderr == "", done.stderr


def test_saving_by_the_command_line_keeps_the_canonical_text(capsys: pytest.CaptureFixture[str], file: Path) -> None:
    cli.main(["set", str(file), "project.name=Other"])
    cli.main(["set", str(file), "project.name=Good hall"])
    assert file.read_text(encoding="utf-8") == to_text(good_hall())


def test_reports_and_pictures_are_written(capsys: pytest.CaptureFixture[str], file: Path) -> None:
    for name, verb, start in (
        ("r.pdf", "report", b"%PDF"), ("r.html", "report", b"<!doctype html"), ("r.json", "report", b"{"),
        ("p.png", "render", b"\x89PNG"), ("p.svg", "render", b"<?xml"),
    ):  # fmt: skip
        out = file.with_name(name)
        assert cli.main([verb, str(file), "-o", str(out)]) == 0, capsys.readouterr().err
        assert out.read_bytes()[:14].lower().startswith(start.lower())
