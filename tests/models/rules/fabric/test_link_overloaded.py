"""FAB108: below, at and beyond its limit, under jobs and under even traffic."""

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields, set_settings
from hallwright.evaluate import evaluate
from hallwright.project import Project
from hallwright.rules.base import Severity
from traps.fabric import key, swapped_rails


def found(project: Project) -> list[tuple[str, float, float]]:
    return [(f.subjects[0], f.value, f.limit) for f in evaluate(project).findings if f.code == "FAB108"]


# 8 ports of 400 Gb/s cross from leaf to leaf over 12 cables
@pytest.mark.parametrize(("limit", "faults"), [(0.66, 1), (2 / 3, 0), (0.67, 0)])
def test_under_a_job(limit: float, faults: int) -> None:
    p = set_settings(swapped_rails(good_hall()), {"link_load_max_fraction": limit})
    assert found(p) == [("trap", pytest.approx(2 / 3), limit)] * faults


@pytest.mark.parametrize(("limit", "faults"), [(1.0, 4), (4 / 3, 0), (2.0, 0)])
def test_even_traffic_is_held_to_the_oversubscription(limit: float, faults: int) -> None:
    """Each of two systems on a leaf of its own: 1600 Gb/s each way over three cables of 400."""
    p = set_settings(good_hall(), {"oversubscription_max": limit})
    gone = [key(p, "s1", "lf2"), key(p, "s2", "lf1"), key(p, "s3", "lf1"), key(p, "s3", "lf2")]
    p = p.changed(links=dict.fromkeys(gone))
    p = set_fields(p, [key(p, "s2", "lf2")], {"a_first": 1})
    for leaf in ("lf1", "lf2"):
        p = set_fields(p, [key(p, leaf, "sp1")], {"per_pair": 2})
        p = set_fields(p, [key(p, leaf, "sp2")], {"per_pair": 1})
    faulty = found(p)
    assert len(faulty) == faults
    assert all(value == pytest.approx(4 / 3) for _, value, _ in faulty)
    assert {f.severity for f in evaluate(p).findings if f.code == "FAB108"} <= {Severity.HINT}
