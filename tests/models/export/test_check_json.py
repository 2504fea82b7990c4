import json

from halls import good_hall
from hallwright.edits.change import waive
from hallwright.evaluate import evaluate
from hallwright.export.check_json import SCHEMA, check_plain
from hallwright.fileformat.text import fingerprint
from hallwright.project import Project, Waiver


def faulty() -> Project:
    hall = good_hall()
    return hall.changed(equipment={"rppa": hall.equipment["rppa"].model_copy(update={"rating_a": 10.0})})


def test_it_is_plain_json_with_the_same_numbers_as_the_report() -> None:
    report = evaluate(faulty())
    plain = json.loads(json.dumps(check_plain(report, "a.hall"), allow_nan=False))
    assert plain["schema"] == SCHEMA and plain["file"] == "a.hall" and plain["hash"] == fingerprint(faulty())
    assert plain["counts"] == {**report.counts, "not_evaluated": len(report.not_evaluated + report.left_out)}
    assert {gap["code"] for gap in plain["not_evaluated"]} >= {gap.code for gap in report.left_out} != set()
    first, found = plain["findings"][0], report.findings[0]
    assert (first["code"], first["subjects"], first["value"]) == (found.code, list(found.subjects), found.value)
    assert first["margin"] == found.margin < 0.0 and first["message"] == found.text(report.project)


def test_the_way_from_the_source_is_named_where_there_is_one() -> None:
    report = evaluate(faulty())
    for row, found in zip(check_plain(report, "a.hall")["findings"], report.findings, strict=True):
        assert row.get("path", []) == [report.project.name_of(i) for i in found.path]
        assert ("path" in row) == bool(found.path)
    (row,) = [row for row in check_plain(report, "a.hall")["findings"] if row["code"] == "PWR102"]
    assert row["path"] == ["UTA", "TXA", "SGA", "UPSA", "RPPA"]


def test_a_waived_finding_stays_listed_and_is_marked() -> None:
    found = evaluate(faulty()).open_findings[0]
    waiver = Waiver(code=found.code, subjects=found.subjects, reason="agreed", date="2026-01-01", value=found.value)
    plain = check_plain(evaluate(waive(faulty(), waiver)), "a.hall")
    assert [row["code"] for row in plain["findings"] if row["waived"]] == [found.code]
    assert plain["counts"]["waived"] == 1


def test_what_was_not_evaluated_is_listed_with_the_reason() -> None:
    report = evaluate(Project(equipment={"s1": good_hall().equipment["s1"].model_copy(update={"nameplate_kw": None})}))
    plain = check_plain(report, "a.hall")
    assert len(plain["not_evaluated"]) == plain["counts"]["not_evaluated"] == len(report.not_evaluated)
    assert all(row["reason"] for row in plain["not_evaluated"])
