"""FAB402: below, at and beyond its limit."""

from halls import good_hall
from hallwright.evaluate import evaluate
from hallwright.project import Project
from hallwright.rules.base import Context
from hallwright.rules.fabric.length_impossible import LengthImpossible
from traps.fabric import trapped


def found(project: Project) -> list[tuple[str, float, float]]:
    return [(f.subjects[0], f.value, f.limit) for f in evaluate(project).findings if f.code == "FAB402"]


def test_straight_distance() -> None:
    straight = evaluate(trapped("s1", "lf1")(good_hall())).results.fabric.records["trap"].straight_m  # type: ignore[union-attr]
    for length_m, count in ((straight - 0.01, 1), (straight, 0), (straight + 0.01, 0)):
        assert len(found(trapped("s1", "lf1", length_m=length_m)(good_hall()))) == count


def test_fix_takes_the_length_from_the_route() -> None:
    p = trapped("s1", "lf1", length_m=1.0)(good_hall())
    report = evaluate(p)
    (finding,) = (f for f in report.findings if f.code == "FAB402")
    (fix,) = LengthImpossible().fixes(finding, Context(p, report.results))
    assert found(fix.edit(p)) == []
