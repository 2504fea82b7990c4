"""The switches and the bundles between them, as arrays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Network:
    """A multigraph of switches, in bundles: every switch of one side joined with every one of the other.

    Attributes
    ----------
    switches : tuple of str
    bundles : tuple of str
        Identifier of each bundle; one that joins a switch with itself or twice with the same stands for several.
    per_pair, gbps : ndarray, shape (bundles,)
        Cables between each pair, and the rate of one [Gb/s].
    a_of, a_node, b_of, b_node : ndarray
        Members of both sides: bundle and switch, by bundle.
    """

    switches: tuple[str, ...]
    bundles: tuple[str, ...]
    per_pair: Floats
    gbps: Floats
    a_of: Ints
    a_node: Ints
    b_of: Ints
    b_node: Ints
    index: Mapping[str, int] = field(repr=False)

    @staticmethod
    def of(switches: Sequence[str], bundles: Iterable["Bundle"]) -> "Network":
        """Lay switches and bundles out as arrays."""
        index = {switch: n for n, switch in enumerate(switches)}
        plain: list[Bundle] = []
        for bundle in bundles:
            a, b = frozenset(bundle.a), frozenset(bundle.b)
            if len(a) == len(bundle.a) and len(b) == len(bundle.b) and a.isdisjoint(b):
                plain.append(bundle)
            else:  # pair by pair, without those that lead from a switch to itself
                pairs = ((i, j) for i in bundle.a for j in bundle.b if i != j)
                plain.extend(Bundle(bundle.id, (i,), (j,), bundle.per_pair, bundle.gbps) for i, j in pairs)
        a_of = np.repeat(np.arange(len(plain)), [len(b.a) for b in plain])
        b_of = np.repeat(np.arange(len(plain)), [len(b.b) for b in plain])
        return Network(
            tuple(switches),
            tuple(b.id for b in plain),
            np.array([b.per_pair for b in plain], float),
            np.array([b.gbps for b in plain], float),
            a_of,
            np.array([index[i] for b in plain for i in b.a], np.int64),
            b_of,
            np.array([index[i] for b in plain for i in b.b], np.int64),
            index,
        )

    @cached_property
    def cables(self) -> Floats:
        """Cables of each bundle."""
        count = len(self.bundles)
        a, b = np.bincount(self.a_of, minlength=count), np.bincount(self.b_of, minlength=count)
        return np.asarray(self.per_pair * a * b, float)

    @cached_property
    def random(self) -> NDArray[np.uint64]:
        """A fixed random number for each switch, and as many for colours."""
        return np.random.default_rng(20_260_101).integers(1, 2**63, (2, len(self.switches) + 1), np.uint64)


@dataclass(frozen=True, slots=True)
class Bundle:
    """Like cables from every switch of one side to every one of the other."""

    id: str
    a: tuple[str, ...]
    b: tuple[str, ...]
    per_pair: int
    gbps: float


@dataclass(frozen=True, slots=True)
class Broken:
    """What does not work: whole switches, and cables of a bundle between two switches.

    Attributes
    ----------
    switches : frozenset of int
    cables : tuple of (bundle, a, b, count)
        By position in the network; a bundle that stands for several is named by its piece.
    """

    switches: frozenset[int] = frozenset()
    cables: tuple[tuple[int, int, int, int], ...] = ()


WHOLE = Broken()


@dataclass(frozen=True)
class Demand:
    """Who sends how much to whom: from switch i to j the sum over q of source[i, q] sink[j, q], and single flows.

    What a switch sends to itself stays on it and counts for nothing.

    Attributes
    ----------
    source, sink : ndarray, shape (switches, patterns)
        Their product is a rate [Gb/s].
    flows : tuple of (from, to, Gb/s)
    """

    source: Floats
    sink: Floats
    flows: tuple[tuple[int, int, float], ...] = ()

    def plus(self, other: "Demand") -> "Demand":
        """Both together."""
        return Demand(
            np.hstack((self.source, other.source)), np.hstack((self.sink, other.sink)), self.flows + other.flows
        )

    @cached_property
    def single(self) -> tuple[Ints, Ints, Floats]:
        """The single flows as columns."""
        flows = [f for f in self.flows if f[0] != f[1]]
        return (
            np.array([f[0] for f in flows], np.int64),
            np.array([f[1] for f in flows], np.int64),
            np.array([f[2] for f in flows], float),
        )

    @cached_property
    def own(self) -> Floats:
        """What each switch would send to itself."""
        return np.asarray(np.einsum("iq,iq->i", self.source, self.sink), float)

    def without(self, switches: Iterable[int]) -> "Demand":
        """The demand with nothing from and to some switches."""
        gone = sorted(switches)
        if not gone:
            return self
        source, sink = self.source.copy(), self.sink.copy()
        source[gone] = sink[gone] = 0.0
        lost = set(gone)
        return Demand(source, sink, tuple(f for f in self.flows if f[0] not in lost and f[1] not in lost))
