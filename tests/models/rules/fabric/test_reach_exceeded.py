"""FAB103: below, at and beyond its limit."""

import pytest

from halls import good_hall
from hallwright.evaluate import evaluate
from hallwright.project import Project
from hallwright.rules.base import Context
from hallwright.rules.fabric.reach_exceeded import ReachExceeded
from traps.fabric import trapped, with_cable


def found(project: Project) -> list[tuple[str, float, float]]:
    return [(f.subjects[0], f.value, f.limit) for f in evaluate(project).findings if f.code == "FAB103"]


@pytest.mark.parametrize(("reach_m", "faults"), [(9.9, [("trap", 10.0, 9.9)]), (10.0, []), (10.1, [])])
def test_reach(reach_m: float, faults: list[tuple[str, float, float]]) -> None:
    assert found(with_cable("s1", "lf1", reach_m=reach_m)(good_hall())) == faults


def test_without_a_product_it_is_not_evaluated() -> None:
    report = evaluate(trapped("s1", "lf1", product=None)(good_hall()))
    assert [(g.code, g.subjects) for g in report.not_evaluated] == [("FAB103", ("trap",))]
    report = evaluate(with_cable("s1", "lf1", reach_m=None)(good_hall()))
    assert [(g.code, g.subjects) for g in report.not_evaluated] == [("FAB103", ("trap",))]


def test_fix_is_the_shortest_product_that_reaches() -> None:
    p = trapped("s1", "lf1", product="test-dac")(good_hall())
    report = evaluate(p)
    (finding,) = (f for f in report.findings if f.code == "FAB103")
    (fix,) = ReachExceeded().fixes(finding, Context(p, report.results))
    assert fix.edit(p).links["trap"].product == "test-optic"
