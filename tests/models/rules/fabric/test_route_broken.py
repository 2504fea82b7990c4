"""FAB403: below, at and beyond its limit."""

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.evaluate import evaluate
from hallwright.project import Project
from hallwright.rules.base import Context
from hallwright.rules.fabric.route_broken import RouteBroken
from traps.fabric import split_trays


def found(project: Project) -> list[tuple[str, float, float]]:
    return [(f.subjects[0], f.value, f.limit) for f in evaluate(project).findings if f.code == "FAB403"]


@pytest.mark.parametrize(("start", "count"), [(5.4, 0), (5.45, 0), (6.6, 1)])
def test_gap_between_two_trays(start: float, count: int) -> None:
    p = split_trays(good_hall())
    p = set_fields(p, ["t2"], {"points_m": [[start, 5.4], [8.0, 5.4]]})
    assert len(found(p)) == count


def test_fix_takes_the_shortest_route() -> None:
    p = split_trays(good_hall())
    report = evaluate(p)
    (finding,) = (f for f in report.findings if f.code == "FAB403")
    (fix,) = RouteBroken().fixes(finding, Context(p, report.results))
    assert found(fix.edit(p)) == []
