"""Mappings that share all but a few entries with an older one, so that an edit does not copy a table of the whole hall.

Copying a hundred thousand entries touches as many objects, most of them far from the processor: milliseconds for each
table. An overlay holds what differs and asks the older table for the rest; when much differs, it is one table again.
"""

from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any, TypeVar, cast

K = TypeVar("K")
V = TypeVar("V")

LEAST = 2048  # entries below which a copy costs nothing worth saving
MOST_SHARE = 8  # one of so many entries may differ

_GONE: Any = object()
_NONE: Any = object()


class Overlay(Mapping[K, V]):
    """Another mapping with some entries changed, added or gone; never changed itself. Made by `overlaid`."""

    __slots__ = ("_base", "_count", "_over")

    def __init__(self, base: dict[K, V], over: dict[K, V]) -> None:
        self._base, self._over = base, over
        count = len(base)
        for key, value in over.items():
            if value is _GONE:
                count -= 1
            elif key not in base:
                count += 1
        self._count = count

    def __getitem__(self, key: K) -> V:
        value: V = self._over.get(key, _NONE)
        if value is _NONE:
            return self._base[key]
        if value is _GONE:
            raise KeyError(key)
        return value

    def get(self, key: K, default: Any = None) -> Any:
        """The value of a key, or a default."""
        value = self._over.get(key, _NONE)
        if value is _NONE:
            return self._base.get(key, default)
        return default if value is _GONE else value

    def __contains__(self, key: Any) -> bool:
        value = self._over.get(key, _NONE)
        return key in self._base if value is _NONE else value is not _GONE

    def __iter__(self) -> Iterator[K]:
        over = self._over
        for key in self._base:
            if over.get(key) is not _GONE:
                yield key
        for key, value in over.items():
            if value is not _GONE and key not in self._base:
                yield key

    def __len__(self) -> int:
        return self._count

    def __reduce__(self) -> tuple[type[dict[K, V]], tuple[dict[K, V]]]:
        return dict, (self.plain(),)

    def plain(self) -> dict[K, V]:
        """The same as a table of its own."""
        found = {**self._base, **self._over}
        for key, value in self._over.items():
            if value is _GONE:
                del found[key]
        return found


def overlaid(old: Mapping[K, V], new: Mapping[K, V | None]) -> Mapping[K, V]:
    """The mapping with these entries set or (None) gone; `old` is left as it is and must not be changed later.

    Examples
    --------
    >>> dict(overlaid({"a": 1, "b": 2}, {"a": None, "c": 3}))
    {'b': 2, 'c': 3}
    """
    if not new:
        return old
    base = old._base if isinstance(old, Overlay) else old
    if len(base) < LEAST or not isinstance(base, dict):
        table = old.plain() if isinstance(old, Overlay) else dict(old)
        for key, value in new.items():
            if value is None:
                table.pop(key, None)
            else:
                table[key] = value
        return table
    over = dict(old._over) if isinstance(old, Overlay) else {}
    for key, value in new.items():
        known = base.get(key, _NONE)
        if value is None and known is not _NONE:
            over[key] = _GONE
        elif value is None or value is known:
            over.pop(key, None)  # as it was
        else:
            over[key] = value
    if not over:
        return base
    found = Overlay(base, over)
    return found.plain() if len(over) * MOST_SHARE > len(base) else found


class Draft(MutableMapping[K, V]):
    """A mapping that may be changed without a copy of the one it began as.

    Examples
    --------
    >>> draft = Draft({"a": 1, "b": 2})
    >>> del draft["a"]
    >>> draft.done()
    {'b': 2}
    """

    __slots__ = ("_new", "_old")

    def __init__(self, old: Mapping[K, V]) -> None:
        self._old = old
        self._new: dict[K, V | None] = {}

    def __getitem__(self, key: K) -> V:
        value = self.get(key)
        if value is None:
            raise KeyError(key)
        return cast(V, value)

    def get(self, key: K, default: Any = None) -> Any:
        """The value of a key, or a default."""
        value = self._new.get(key, _NONE)
        if value is _NONE:
            return self._old.get(key, default)
        return default if value is None else value

    def __contains__(self, key: Any) -> bool:
        return self.get(key) is not None

    def __setitem__(self, key: K, value: V) -> None:
        self._new[key] = value

    def __delitem__(self, key: K) -> None:
        self._new[key] = None

    def __iter__(self) -> Iterator[K]:
        return iter(self.done())

    def __len__(self) -> int:
        return len(self.done())

    def done(self) -> Mapping[K, V]:
        """The mapping as it is now."""
        return overlaid(self._old, self._new)
