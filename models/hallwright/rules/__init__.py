"""Rules: one limit each, one file each. `rules()` finds them all."""

from functools import cache
from inspect import isabstract

from hallwright.registry import import_all
from hallwright.rules.base import Rule


@cache
def rules() -> tuple[Rule, ...]:
    """One instance of every rule, in order of its code."""
    found: dict[str, Rule] = {}
    for module in import_all("hallwright.rules"):
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Rule) and not isabstract(value) and value.code:
                if value.code in found and type(found[value.code]) is not value:
                    raise RuntimeError(f"two rules have the code {value.code}")
                found[value.code] = value()
    return tuple(found[code] for code in sorted(found))
