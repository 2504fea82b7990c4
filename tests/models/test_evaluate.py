"""The order of physics, findings and waivers."""

import logging
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from air_halls import open_hall
from halls import good_hall
from hallwright.edits.arrange import duplicate, move, remove
from hallwright.edits.change import set_fields, waive
from hallwright.equipment.rack import Rack
from hallwright.evaluate import completed, evaluate, with_air
from hallwright.project import Waiver
from hallwright.rules import rules
from hallwright.rules.base import Context, Finding, Outcome, Rule, Severity
from traps import fabric, power, space, thermal


class Tall(Rule):
    """A rule for this test."""

    code = "SPC999"
    severity = Severity.WARNING
    source = "test"
    subjects = (Rack,)

    def check(self, subject: Rack, context: Context) -> Iterator[Outcome]:
        if subject.height_m > 2.5:
            yield self.finding(subject.id, value=subject.height_m, limit=2.5, unit="m",
                               message="{0} is {value} high; {limit} is the most.")  # fmt: skip
        if subject.height_m > 3.5:
            raise RuntimeError("a mistake of ours")


@pytest.fixture
def with_tall(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = (*rules(), Tall())
    monkeypatch.setattr("hallwright.evaluate.rules", lambda: whole)


def of_tall(report: object) -> list[Finding]:
    return [f for f in report.findings if f.code == "SPC999"]  # type: ignore[attr-defined]


@pytest.mark.usefixtures("with_tall")
def test_a_finding_comes_goes_and_reads_well() -> None:
    report = evaluate(good_hall())
    assert not of_tall(report)
    high = evaluate(set_fields(good_hall(), ["r1"], {"height_m": 2.6}), report)
    (finding,) = of_tall(high)
    assert finding.text(high.project) == "R1 is 2\u2009600 mm high; 2\u2009500 mm is the most."
    assert finding.text(high.project, "us") == "R1 is 8.53 ft high; 8.20 ft is the most."
    assert finding.margin == pytest.approx(-0.1)
    assert not of_tall(evaluate(good_hall(), high))


@pytest.mark.usefixtures("with_tall")
def test_a_waiver_holds_until_the_value_worsens() -> None:
    high = set_fields(good_hall(), ["r1"], {"height_m": 2.6})
    waiver = Waiver(code="SPC999", subjects=("r1",), reason="door removed", date="2026-11-21", value=2.6)
    waived = evaluate(waive(high, waiver))
    assert of_tall(waived)[0].waiver is waiver
    assert waived.counts["waived"] == 1
    higher = evaluate(set_fields(waived.project, ["r1"], {"height_m": 2.7}), waived)
    assert of_tall(higher)[0].waiver is None


@pytest.mark.usefixtures("with_tall")
def test_a_rule_that_fails_is_listed_as_not_evaluated(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.CRITICAL):
        report = evaluate(set_fields(good_hall(), ["r1"], {"height_m": 4.0}))
    assert [g.code for g in report.not_evaluated if g.code == "SPC999"] == ["SPC999"]
    assert not of_tall(report)
    assert report.exit_code != 0


def test_an_engine_that_fails_leaves_its_rules_not_evaluated(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(given: object) -> object:
        raise ZeroDivisionError

    monkeypatch.setattr("hallwright.engines.power.engine.solve", broken)
    with caplog.at_level(logging.CRITICAL):
        report = evaluate(good_hall())
    readers = {r.code for r in rules() if "power" in r.reads}
    assert readers <= {g.code for g in report.not_evaluated}
    assert report.exit_code in (1, 2)


def test_evaluating_the_same_project_again_gives_the_same_report() -> None:
    report = evaluate(good_hall())
    assert evaluate(report.project, report) is report
    assert evaluate(move(good_hall(), ["r1"], 0.0, 0.0), report).findings == report.findings


@pytest.mark.parametrize("domain", [power.TRAPS, thermal.TRAPS, fabric.TRAPS, space.TRAPS])
def test_a_rule_has_nothing_to_say_without_the_records_that_it_names(domain: Mapping[str, Any]) -> None:
    named = [rule for rule in rules() if rule.records]
    assert named
    passed_over = 0
    for trap, _ in domain.values():
        report = evaluate(trap(good_hall()))
        context = Context(report.project, report.results)
        for key, subject in (*report.project.equipment.items(), *report.project.links.items()):
            for rule in named:
                if isinstance(subject, rule.subjects):
                    have = [r.records.get(key) for n in rule.reads if (r := getattr(report.results, n)) is not None]
                    if not any(isinstance(record, rule.records) for record in have):
                        passed_over += 1
                        assert not tuple(rule.check(subject, context)), (rule.code, key)
    assert passed_over


def test_totals_brought_along_equal_totals_counted_anew() -> None:
    report = evaluate(good_hall())
    for edit in (
        lambda p: remove(p, ["r1"]),
        lambda p: duplicate(p, ["r2"], 0.0, 3.0),
        lambda p: set_fields(p, ["room"], {"points_m": [[0.0, 0.0], [11.1, 0.0], [11.1, 12.3], [0.0, 12.3]]}),
        lambda p: remove(p, ["room"]),
    ):
        report = evaluate(edit(report.project), report)
        assert report.totals == evaluate(report.project).totals


def test_a_slow_engine_is_pending_until_it_answers_and_again_after_an_edit() -> None:
    project = open_hall()
    quick = evaluate(project)
    slow = {rule.code for rule in rules() if "air" in rule.reads}
    assert quick.pending == ("air",) and {g.code for g in quick.left_out} == slow and slow
    full = completed(quick)
    assert full.pending == () and full.left_out == () and full.results.air is not None
    assert evaluate(project, full) is full and completed(full) is full
    moved = move(project, ["r1"], 0.0, 0.05)
    after = evaluate(moved, full)
    assert after.pending == ("air",) and after.results.air is full.results.air
    assert evaluate(project, after).pending == ()  # undone: the answer is of this very project


def test_what_slow_rules_found_stays_while_they_wait_and_goes_with_its_subject() -> None:
    hot = set_fields(open_hall(), ["r1-s"], {"inlet_max_degc": 20.0})
    full = completed(evaluate(hot))
    assert "THM131" in {f.code for f in full.findings}
    waiting = evaluate(move(hot, ["r2"], 0.0, 0.05), full)
    assert "THM131" in {f.code for f in waiting.findings} and waiting.exit_code != 0
    assert "THM131" not in {f.code for f in evaluate(remove(hot, ["r1"]), full).findings}


def test_an_answer_for_another_project_or_a_preliminary_one_is_dropped() -> None:
    report = evaluate(open_hall())
    other = completed(evaluate(move(open_hall(), ["r1"], 0.0, 0.05))).results.air
    assert other is not None and with_air(report, other) is report
    mine = completed(report).results.air
    assert mine is not None
    vars(mine)["preliminary"] = True
    assert with_air(report, mine) is report


def test_a_slow_engine_that_fails_leaves_its_rules_not_evaluated(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> object:
        raise ZeroDivisionError

    monkeypatch.setattr("hallwright.evaluate.solve_rooms", broken)
    with caplog.at_level(logging.CRITICAL):
        report = completed(evaluate(open_hall()))
    assert {"THM131", "THM315"} <= {g.code for g in report.not_evaluated} and report.exit_code != 0


def test_a_hall_in_which_nothing_breathes_waits_for_nothing() -> None:
    empty = evaluate(remove(open_hall(), ["r1", "r2", "c"]))
    assert empty.pending == () and completed(empty) is empty
