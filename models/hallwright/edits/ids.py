"""Identifiers for new records: short, stable, never derived from a name, the same for the same request."""

import hashlib
from collections.abc import Collection

from hallwright.project import Project

PREFIX = {"rack": "r", "system": "s", "switch": "n", "link": "l"}


def new_id(project: Project, kind: str, *seed: object, taken: Collection[str] = ()) -> str:
    """An identifier that no record of the project has.

    It is drawn from a hash of the request, so an edit stays a pure function, and two people who add different
    things to copies of one project do not draw the same one.
    """
    prefix = PREFIX.get(kind, "e")
    text = "|".join(map(str, (kind, len(project.equipment), len(project.links), *seed)))
    for attempt in range(100_000):
        digest = hashlib.sha256(f"{text}|{attempt}".encode()).hexdigest()
        found = f"{prefix}{int(digest[:12], 16) % 36**6:06x}"[:8]
        if found not in project.equipment and found not in project.links and found not in taken:
            return found
    raise RuntimeError("no free identifier found")


def new_name(project: Project, stem: str, taken: Collection[str] = ()) -> str:
    """`stem` with the first free number behind it."""
    return free_name(stem, names_of(project) | set(taken))


def names_of(project: Project) -> set[str]:
    """Names of all equipment."""
    return {item.name for item in project.equipment.values()}


def free_name(stem: str, names: Collection[str]) -> str:
    """`stem` with the first number behind it that makes none of these names."""
    number = 1
    while f"{stem}-{number}" in names:
        number += 1
    return f"{stem}-{number}"
