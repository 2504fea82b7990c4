"""The report says what the model says."""

import json

from halls import good_hall
from hallwright.export.report import assumptions, content, to_plain, verdict_sentence
from hallwright.fileformat.text import fingerprint
from hallwright.rules import rules
from hallwright.settings import Settings
from report_halls import DATED, broken_report, good_report, tables


def test_the_cover_carries_hash_verdict_and_the_four_domains() -> None:
    found = content(good_report(), DATED)
    assert found.hash == fingerprint(good_hall())
    assert found.verdict == "24 GPUs placed. It passes every quick check; the field of the room's air is not solved."
    assert [d.domain for d in found.domains] == ["Power", "Cooling", "Fabric", "Space"]
    assert all(d.severity is None for d in found.domains)
    assert found.key_figures[0].title == "GPUs"


def test_a_broken_limit_is_on_the_cover_and_in_the_list() -> None:
    report = broken_report()
    found = content(report, DATED)
    assert "It does not pass yet: one error" in found.verdict
    assert found.verdict == verdict_sentence(report)
    space = next(d for d in found.domains if d.domain == "Space")
    assert space.severity is report.open_findings[0].severity
    assert space.reason == report.open_findings[0].text(report.project)
    listed = tables(found)
    assert len(listed["Open findings"].rows) == len(report.open_findings)
    (waived,) = listed["Waived"].rows
    assert "<b>agreed</b> & signed" in waived


def test_every_setting_stands_among_the_assumptions_with_a_source() -> None:
    listed = list(assumptions(Settings()))
    assert len(listed) == len(Settings.model_fields)
    assert all(source for _, _, source, _ in listed)
    changed = list(assumptions(Settings(power_factor=0.9)))
    assert [c for *_, c in changed if c] == ["set in this project"]


def test_every_rule_stands_among_the_sources() -> None:
    limits = tables(content(good_report(), DATED))["Limits"]
    codes = {code for row in limits.rows for code in row[0].split(", ")}
    assert codes == {rule.code for rule in rules()}


def test_json_holds_the_same_and_nothing_that_json_cannot() -> None:
    found = content(broken_report(), DATED)
    plain = json.loads(json.dumps(to_plain(found)))
    assert plain["schema"] == "hallwright-report/1"
    assert plain["hash"] == found.hash
    assert [s["title"] for s in plain["sections"]] == [s.title for s in found.sections]
