"""FAB101: below, at and beyond its limit."""

import pytest

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.evaluate import evaluate
from hallwright.project import Project


def found(project: Project) -> list[tuple[str, float, float]]:
    return [(f.subjects[0], f.value, f.limit) for f in evaluate(project).findings if f.code == "FAB101"]


@pytest.mark.parametrize(("gbps", "faults"), [(400.0, 0), (200.0, 2), (800.0, 2)])
def test_rates_of_both_ends(gbps: float, faults: int) -> None:
    p = set_fields(good_hall(), ["s1"], {"nics": [{"role": "compute", "count": 8, "gbps": gbps}]})
    assert [f[1:] for f in found(p)] == [(min(gbps, 400.0), max(gbps, 400.0))] * faults
