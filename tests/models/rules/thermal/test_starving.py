"""What a coolant unit out takes: a finding, a gap, or nothing."""

from dataclasses import replace

import pytest

from hallwright.engines.coolant.records import CduCoolant, Outage
from hallwright.evaluate import evaluate
from hallwright.rules import rules
from hallwright.rules.base import Context, Finding, Gap, Outcome
from hallwright.rules.thermal.starving import starving
from thermal_findings import hall


def found(**fields: object) -> list[Outcome]:
    """What is said of an outage with these fields changed."""
    report = evaluate(hall("cdu1 cdu2"))
    coolant = report.results.coolant
    assert coolant is not None
    cdu = coolant.records["cdu1"]
    assert isinstance(cdu, CduCoolant) and isinstance(cdu.out, Outage)
    rule = next(rule for rule in rules() if rule.code == "THM207")
    outage = replace(cdu.out, **fields)  # type: ignore[arg-type]
    return list(starving(rule, cdu, "cdu1", outage, "Without {0}", Context(report.project, report.results)))


def test_nothing_where_everything_gets_what_it_needs() -> None:
    assert found() == []


def test_no_solution_is_a_gap_and_never_a_pass() -> None:
    (gap,) = found(solved=False)
    assert isinstance(gap, Gap)


def test_short_flow_comes_before_warm_supply() -> None:
    (short,) = found(short=("s1",), least_fraction=0.6, warm=("s1",), supply_degc=50.0, excess_k=5.0)
    assert isinstance(short, Finding) and (short.value, short.unit, short.at_least) == (0.6, "fraction", True)
    (warm,) = found(warm=("s1",), supply_degc=50.0, excess_k=5.0)
    assert isinstance(warm, Finding) and (warm.value, warm.limit, warm.unit) == (50.0, pytest.approx(45.0), "degC")
