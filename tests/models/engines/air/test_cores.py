"""How many cores an iteration uses."""

import time

import numba
import pytest

from hallwright.engines.air.cores import PROBED_EVERY, Cores


@pytest.mark.parametrize("slow", [1, 2])
def test_the_faster_way_is_used(slow: int, monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[int] = []
    monkeypatch.setattr(numba, "set_num_threads", used.append)
    monkeypatch.setattr(numba.config, "NUMBA_NUM_THREADS", 2)
    now = [0.0]
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])
    cores = Cores(2)

    def work() -> None:
        now[0] += 0.03 if used[-1] == slow else 0.01

    for _ in range(3 * PROBED_EVERY):
        cores.run(work)
    assert used.count(slow) < 0.2 * len(used)
    assert {1, 2} == set(used[PROBED_EVERY : 2 * PROBED_EVERY]), "the other way is tried again"


def test_one_core_needs_no_trial() -> None:
    cores = Cores(1)
    assert {cores.next() for _ in range(5)} == {1}
