"""Wires in the gap between two rows: each gets a level of its own where it turns, so that few cross and none lie on
each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

CLEAR_PX = 7.0  # two upright parts of different wires come no nearer


@dataclass(frozen=True, slots=True)
class Turn:
    """A wire through the gap, from x at its top to x at its bottom.

    Attributes
    ----------
    net : str
        Wires of one net may lie on each other: they leave the same point.
    """

    key: str
    net: str
    top: float
    bottom: float

    @property
    def left(self) -> float:
        """Its left end."""
        return min(self.top, self.bottom)

    @property
    def right(self) -> float:
        """Its right end."""
        return max(self.top, self.bottom)


def levels(turns: Sequence[Turn]) -> Mapping[str, int]:
    """Level of the flat part of each wire that turns, counted from the top.

    Wires are ordered so that neighbours are exchanged while that saves crossings; wires that do not meet share levels.
    """
    wires = sorted((t for t in turns if t.top != t.bottom), key=lambda t: (_slope(t), t.key))
    if not wires:
        return {}
    improved = True
    passes = 0
    while improved and passes < 2 * len(wires):
        improved, passes = False, passes + 1
        for n in range(len(wires) - 1):
            above, below = wires[n], wires[n + 1]
            if _cost(below, above) < _cost(above, below):
                wires[n], wires[n + 1] = below, above
                improved = True
    found: dict[str, int] = {}
    for n, wire in enumerate(wires):
        level = 0
        for other in wires[:n]:
            if wire.left <= other.right + CLEAR_PX and other.left <= wire.right + CLEAR_PX:
                level = max(level, found[other.key] + 1)
        found[wire.key] = level
    return found


def _slope(turn: Turn) -> tuple[int, float]:
    """Wires to the right: the rightmost first; wires to the left: the leftmost first. Nested so, they do not cross."""
    return (0, -turn.top) if turn.bottom > turn.top else (1, turn.top)


def _cost(above: Turn, below: Turn) -> int:
    """Crossings of two wires when one turns above the other; lying on each other counts as many."""
    cost = 0
    if above.net != below.net and above.left < below.top < above.right:
        cost += 1
    if below.left < above.bottom < below.right:
        cost += 1
    if above.net != below.net and abs(below.top - above.bottom) < CLEAR_PX:
        cost += 100  # the upper wire goes down where the lower one comes from above
    return cost


def apart(wanted: Sequence[float], sizes: Sequence[float], gap: float) -> list[float]:
    """Middles nearest to the wanted ones, by least squares, with things of these sizes in this order side by side.

    Pool-adjacent-violators on the middles less what stands before them.
    """
    offsets: list[float] = []
    at = 0.0
    for n, size in enumerate(sizes):
        if n:
            at += sizes[n - 1] / 2 + gap + size / 2
        offsets.append(at)
    blocks: list[tuple[float, int]] = []  # mean, members
    for want, offset in zip(wanted, offsets, strict=True):
        mean, count = want - offset, 1
        while blocks and blocks[-1][0] > mean:
            before, members = blocks.pop()
            mean = (before * members + mean * count) / (members + count)
            count += members
        blocks.append((mean, count))
    starts = [mean for mean, count in blocks for _ in range(count)]
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]
