"""Python's collector of cycles, and when it only costs time."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Pause the collector: to read or check a large project makes a million objects and no cycles."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


SELDOM = 100_000  # containers made and not given back since the last walk; an edit gives back about as many as it makes


def settle() -> None:
    """Keep the collector from walking through an opened design again and again, and through every edit's tables.

    For a large hall the first is a tenth of a second each time, the second milliseconds an edit. What an earlier design
    left behind is collected first.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.set_threshold(SELDOM, *gc.get_threshold()[1:])
