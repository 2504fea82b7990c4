"""Every single failure and every pair, against a script that reads the project file and shares no code."""

from collections import Counter
from itertools import combinations

import pytest

from hallwright.engines.power.cascade import Outcome
from hallwright.engines.power.failures import failures_of
from hallwright.fileformat.text import to_text
from power_brute_force import Hall, verdict
from power_random import random_hall

HALLS, CHUNK = 300, 60


def plain(outcome: Outcome) -> dict[str, object]:
    """The verdict in the words of the script."""
    return {
        "lost": list(outcome.lost),
        "throttled": list(outcome.throttled),
        "degraded": list(outcome.one_side),
        "dead": list(outcome.dead),
        "overloaded": sorted({(one.what, one.id, one.end) for one in outcome.overloads}),
        "opened": sorted((event.id, event.end) for event in outcome.trips),
    }


def compared(seed: int, elements: int) -> Counter[str]:
    """Compare every failure of a hall; returns how often things happened, so that a test can tell it saw some."""
    project = random_hall(seed, elements)
    hall, failures = Hall(to_text(project)), failures_of(project)
    assert hall.units == list(failures.units)
    seen: Counter[str] = Counter()
    for units in [(), *((unit,) for unit in failures.units), *combinations(failures.units, 2)]:
        mine, theirs = plain(failures.after(units)), verdict(hall, units)
        theirs["opened"] = sorted((id, end) for _, id, end in theirs["opened"])
        assert mine == theirs, (seed, units)
        seen["failures"] += 1
        seen.update(word for word in mine if mine[word])
    return seen


@pytest.mark.parametrize("first", range(0, HALLS, CHUNK))
def test_every_failure_and_pair_of_small_halls_equals_the_script(first: int) -> None:
    seen: Counter[str] = Counter()
    for seed in range(first, first + CHUNK):
        seen += compared(seed, 12)
    for word in ("lost", "throttled", "degraded", "overloaded", "opened"):
        assert 0 < seen[word] < seen["failures"], f"{word} never, or always: the halls prove nothing"


def test_every_failure_and_pair_of_a_hall_of_sixty_equals_the_script() -> None:
    seen = compared(4, 60)
    assert seen["failures"] == 1 + 60 + 60 * 59 // 2
    assert 0 < seen["lost"] < seen["failures"] and seen["opened"] and seen["overloaded"]
