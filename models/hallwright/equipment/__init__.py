"""Kinds of equipment, one per file. `kinds()` finds them all."""

from functools import cache
from inspect import isabstract

from hallwright.equipment.base import Equipment
from hallwright.registry import import_all


@cache
def kinds() -> dict[str, type[Equipment]]:
    """Every kind by its name in files, such as ``rack``."""
    found: dict[str, type[Equipment]] = {}
    for module in import_all("hallwright.equipment"):
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Equipment) and not isabstract(value):
                name = value.model_fields["kind"].default
                if isinstance(name, str):
                    found[name] = value
    return dict(sorted(found.items()))
