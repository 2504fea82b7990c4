"""Tables of an engine that are brought up to date by entry, and share the rest with their older selves.

A result from scratch is such a table brought up to date from an empty one, with every key named; so there is one way
to compute it, and a patch can only differ by a key that nobody named.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from hallwright.overlay import overlaid

V = TypeVar("V")

Moves = Mapping[str, tuple[V | None, V | None]]  # by key: the value before and after; None = no entry
Groups = Mapping[str, frozenset[str]]


def renewed(
    old: Mapping[str, V], keys: Iterable[str], make: Callable[[str], V | None]
) -> tuple[Mapping[str, V], Moves[V]]:
    """The table with these entries made anew, and those of them that differ.

    Parameters
    ----------
    old : mapping
        Left as it is; returned itself where no entry differs.
    keys : iterable of str
        Entries that may differ.
    make : callable
        Value of a key; None = it has no entry.
    """
    moves: dict[str, tuple[V | None, V | None]] = {}
    for key in keys:
        before, after = old.get(key), make(key)
        if before is not after and before != after:
            moves[key] = before, after
    return merged(old, moves), moves


def merged(old: Mapping[str, V], moves: Moves[V]) -> Mapping[str, V]:
    """The table after these moves."""
    return overlaid(old, {key: after for key, (_, after) in moves.items()})


def regrouped(old: Groups, moves: Moves[V], groups_of: Callable[[V], Iterable[str]]) -> Groups:
    """Members by group after these moves; a group without members has no entry."""
    come: dict[str, set[str]] = defaultdict(set)
    gone: dict[str, set[str]] = defaultdict(set)
    for key, (before, after) in moves.items():
        was = set() if before is None else set(groups_of(before))
        now = set() if after is None else set(groups_of(after))
        for group in was - now:
            gone[group].add(key)
        for group in now - was:
            come[group].add(key)
    if not come and not gone:
        return old
    return overlaid(
        old,
        {
            group: (old.get(group, frozenset()) - gone.get(group, frozenset())) | come.get(group, frozenset()) or None
            for group in come.keys() | gone.keys()
        },
    )
