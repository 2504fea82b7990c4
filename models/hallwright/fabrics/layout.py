"""What a topology is made of: switches to be placed, and bundles of links between their faces and systems.

A bundle keeps the port rule of links: cable p between ``a[i]`` and ``b[j]`` takes point ``a_first + j * per_pair + p``
of ``a[i]`` and ``b_first + i * per_pair + p`` of ``b[j]``. Points are counted from 1 within a *face*: the ports of a
switch towards systems (down) or towards switches (up), or the network ports of a system (nic).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from hallwright.errors import OutOfRange

MOST_SWITCHES, MOST_BUNDLES = 100_000, 400_000  # a file holds half a million records of a sort


def refuse_too_large(switches: int, bundles: int = 0) -> None:
    """Raise OutOfRange before a fabric is made that no project holds."""
    if switches > MOST_SWITCHES or bundles > MOST_BUNDLES:
        what = f"{switches:,} switches" if switches > MOST_SWITCHES else f"{bundles:,} bundles of links"
        most = MOST_SWITCHES if switches > MOST_SWITCHES else MOST_BUNDLES
        raise OutOfRange(f"The fabric would have {what}; a project holds {most:,}.")


Tier = Literal["leaf", "spine", "core"]
Face = Literal["nic", "down", "up"]
End = int | str  # slot of a system, or key of a switch


@dataclass(frozen=True, slots=True)
class Box:
    """A switch to be placed.

    Attributes
    ----------
    key : str
        Unique in its fabric.
    name : str
        Label on screen, to be put behind that of the fabric.
    tier : str
    serves : tuple of int
        Slots of the systems that it should stand near; none = all.
    plane, rail : int
        Its plane, and its number among the leaves of its unit; both from 0.
    """

    key: str
    name: str
    tier: Tier
    serves: tuple[int, ...] = ()
    plane: int = 0
    rail: int = 0


@dataclass(frozen=True, slots=True)
class Bundle:
    """Like links between each of ``a`` and each of ``b``; ``a`` is the lower end."""

    key: str
    a: tuple[End, ...]
    a_face: Face
    a_first: int
    b: tuple[End, ...]
    b_face: Face
    b_first: int
    per_pair: int = 1

    @property
    def count(self) -> int:
        """Cables in the bundle."""
        return len(self.a) * len(self.b) * self.per_pair


@dataclass(frozen=True, slots=True)
class Unit:
    """Systems with like ports that share their leaves.

    Attributes
    ----------
    slots : tuple of int
        Their places in the list of systems.
    groups : tuple of str
        Word for each slot, such as the rack: one bundle never holds systems of two. Empty = no system stands there.
    ports : int
        Network ports of each system in each plane.
    """

    slots: tuple[int, ...]
    groups: tuple[str, ...]
    ports: int

    def runs(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Unbroken runs of systems of one group: (place of the first in the unit, slots)."""
        for group, members in groupby(enumerate(self.groups), key=lambda pair: pair[1]):
            places = [place for place, _ in members]
            if group:
                yield places[0], tuple(self.slots[p] for p in places)


@dataclass
class Layout:
    """The whole of a fabric."""

    boxes: list[Box] = field(default_factory=list)
    bundles: list[Bundle] = field(default_factory=list)

    def attach(self, key: str, unit: Unit, leaves: Sequence[Sequence[str]]) -> None:
        """Link a unit's systems to its leaves.

        Parameters
        ----------
        key : str
            Of the unit.
        leaves : sequence of sequences of str
            For each plane its leaves, in the order of rails. The NIC of rail r (from 0) has its port of plane q (from
            0) at point ``r * planes + q + 1``; rails divide over the leaves in blocks as even as can be, larger ones
            first.
        """
        planes, width = len(leaves), len(leaves[0])
        places = len(unit.slots)
        blocks = [unit.ports // width + (n < unit.ports % width) for n in range(width)]
        starts = [sum(blocks[:n]) for n in range(width)]
        for place, slots in unit.runs():
            stem = f"{key}-{place + 1}"
            if max(blocks) == 1:  # one bundle for all: rail after rail, in each plane after plane
                every = tuple(plane[n] for n in range(unit.ports) for plane in leaves)
                self.bundles.append(Bundle(stem, slots, "nic", 1, every, "down", place + 1))
            elif planes == 1 and len(set(blocks)) == 1:
                ends = tuple(leaves[0])
                self.bundles.append(Bundle(stem, slots, "nic", 1, ends, "down", place * blocks[0] + 1, blocks[0]))
            elif planes == 1:
                for n, leaf in enumerate(leaves[0]):
                    first = place * blocks[n] + 1
                    self.bundles.append(
                        Bundle(f"{stem}-{n + 1}", slots, "nic", starts[n] + 1, (leaf,), "down", first, blocks[n])
                    )
            else:
                for n in range(width):
                    for rail in range(blocks[n]):
                        ends = tuple(plane[n] for plane in leaves)
                        a_first = (starts[n] + rail) * planes + 1
                        first = rail * places + place + 1
                        self.bundles.append(
                            Bundle(f"{stem}-{n + 1}-{rail + 1}", slots, "nic", a_first, ends, "down", first)
                        )


def plane_letter(plane: int, planes: int) -> str:
    """Letter of a plane; empty where there is but one."""
    return "" if planes == 1 else chr(97 + plane) if planes <= 26 else f"p{plane + 1}-"
