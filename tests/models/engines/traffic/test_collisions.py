"""Collisions against counting every outcome."""

from itertools import product

import pytest

from hallwright.engines.traffic.collisions import collisions
from hallwright.errors import OutOfRange


@pytest.mark.parametrize(("flows", "paths"), [(1, 1), (1, 5), (2, 8), (3, 3), (4, 4), (5, 3), (6, 4), (7, 2)])
def test_equals_counting_every_outcome(flows: int, paths: int) -> None:
    none = idle = most = 0.0
    outcomes = list(product(range(paths), repeat=flows))
    for outcome in outcomes:
        loads = [outcome.count(path) for path in range(paths)]
        none += max(loads) == 1
        idle += loads.count(0) / paths
        most += max(loads)
    found = collisions(flows, paths)
    assert found.p_no_collision == pytest.approx(none / len(outcomes), abs=1e-12)
    assert found.idle_fraction == pytest.approx(idle / len(outcomes), rel=1e-12)
    assert found.most_on_one == pytest.approx(most / len(outcomes), rel=1e-10)
    assert found.rate_fraction == pytest.approx(1.0 / found.most_on_one)


@pytest.mark.parametrize("paths", [8, 32, 72, 1000])
def test_as_many_flows_as_paths_leave_a_third_idle(paths: int) -> None:
    assert 0.34 < collisions(paths, paths).idle_fraction < 0.37


def test_the_most_loaded_path_has_no_less_than_the_mean() -> None:
    for flows, paths in ((4096, 64), (1, 1_000_000), (4096, 1), (500, 499)):
        assert flows >= collisions(flows, paths).most_on_one >= max(1.0, flows / paths) - 1e-6


@pytest.mark.parametrize(("flows", "paths"), [(0, 4), (4, 0), (5000, 4), (4, 2_000_000)])
def test_numbers_out_of_range_are_refused(flows: int, paths: int) -> None:
    with pytest.raises(OutOfRange):
        collisions(flows, paths)
