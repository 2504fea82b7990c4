"""Tori: every node linked with both neighbours along each dimension, around to the first again: sizes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from hallwright.errors import OutOfRange


@dataclass(frozen=True, slots=True)
class Torus:
    """Sizes of a torus; a dimension of two has one link, as its ends meet by it already."""

    dims: tuple[int, ...]

    @property
    def nodes(self) -> int:
        """Nodes in all."""
        return math.prod(self.dims)

    @property
    def links(self) -> int:
        """Links in all."""
        return sum(self.nodes // d * (d if d > 2 else d - 1) for d in self.dims)

    @property
    def node_ports(self) -> int:
        """Ports of a node towards its neighbours."""
        return sum(min(d - 1, 2) for d in self.dims)

    @property
    def bisection_links(self) -> int:
        """Links between two halves, cut across the longest dimension at two places.

        Raises
        ------
        OutOfRange
            The longest dimension is odd or below 4, where no plane cuts two like halves at two places.
        """
        longest = max(self.dims)
        if longest % 2 or longest < 4:
            raise OutOfRange("The bisection of a torus is exact where its longest dimension is even, 4 or more.")
        return 2 * self.nodes // longest


def torus(dims: Sequence[int]) -> Torus:
    """Sizes of a torus of these dimensions.

    Raises
    ------
    OutOfRange
        No dimensions, more than six, or one below 1.

    Examples
    --------
    >>> torus((16, 16, 16)).bisection_links
    512
    """
    if not 1 <= len(dims) <= 6 or min(dims) < 1:
        raise OutOfRange("A torus has 1 to 6 dimensions of 1 or more nodes each.")
    return Torus(tuple(dims))
