"""Verbs of the command line that belong to one domain: each module has ``add(verb)``, which adds its own."""

from collections.abc import Mapping

MORE_VERBS: Mapping[str, tuple[str, ...]] = {  # by module of this package; known without importing any
    "cables": ("cables", "bom"),
    "air": ("air",),
    "coolant": ("coolant",),
    "fabric": ("fabric",),
    "power": ("fail", "failures"),
    "study": ("study",),
}
