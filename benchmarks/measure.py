"""How every benchmark measures: interleaved rounds, median and 95th percentile."""

import statistics
import time
from collections.abc import Callable

from hallwright import collector


def interleaved(rounds: int, **candidates: Callable[[], object]) -> dict[str, list[float]]:
    """Seconds of each candidate, one after the other in every round."""
    taken: dict[str, list[float]] = {name: [] for name in candidates}
    for _ in range(rounds):
        for name, run in candidates.items():
            begun = time.perf_counter()
            run()
            taken[name].append(time.perf_counter() - begun)
    return taken


def each(runs: list[Callable[[], object]]) -> list[float]:
    """Seconds of each of several runs."""
    taken = []
    for run in runs:
        begun = time.perf_counter()
        run()
        taken.append(time.perf_counter() - begun)
    return taken


def median_ms(seconds: list[float]) -> float:
    """Median in milliseconds."""
    return statistics.median(seconds) * 1000.0


def p95_ms(seconds: list[float]) -> float:
    """95th percentile in milliseconds."""
    ranked = sorted(seconds)
    return ranked[min(len(ranked) - 1, round(0.95 * (len(ranked) - 1) + 0.499))] * 1000.0


def settle() -> None:
    """As the program does after a project is opened."""
    collector.settle()


def row(*cells: object) -> None:
    """One line of the table."""
    print("| " + " | ".join(f"{c:,.2f}" if isinstance(c, float) else str(c) for c in cells) + " |", flush=True)
