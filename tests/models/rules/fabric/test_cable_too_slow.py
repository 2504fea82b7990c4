"""FAB102: below, at and beyond its limit."""

import pytest

from halls import good_hall
from hallwright.evaluate import evaluate
from hallwright.project import Project
from hallwright.rules.base import Context
from hallwright.rules.fabric.cable_too_slow import CableTooSlow
from traps.fabric import with_cable


def found(project: Project) -> list[tuple[str, float, float]]:
    return [(f.subjects[0], f.value, f.limit) for f in evaluate(project).findings if f.code == "FAB102"]


@pytest.mark.parametrize(("gbps", "faults"), [(399.0, [("trap", 399.0, 400.0)]), (400.0, []), (800.0, [])])
def test_rate_of_the_cable(gbps: float, faults: list[tuple[str, float, float]]) -> None:
    assert found(with_cable("s1", "lf1", gbps=gbps)(good_hall())) == faults


def test_fix_is_a_product_that_fits() -> None:
    p = with_cable("s1", "lf1", gbps=200.0)(good_hall())
    report = evaluate(p)
    (finding,) = (f for f in report.findings if f.code == "FAB102")
    (fix,) = CableTooSlow().fixes(finding, Context(p, report.results))
    assert fix.edit(p).links["trap"].product == "test-optic"
    assert found(fix.edit(p)) == []
