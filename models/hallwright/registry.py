"""The one extension mechanism: a module in a package is found by being there."""

import importlib
import pkgutil
from types import ModuleType


def import_all(package_name: str) -> tuple[ModuleType, ...]:
    """Import every module below a package and return them, in name order.

    Parameters
    ----------
    package_name : str
        Dotted name, such as ``hallwright.rules``.
    """
    package = importlib.import_module(package_name)
    names = sorted(info.name for info in pkgutil.walk_packages(package.__path__, package_name + "."))
    return tuple(importlib.import_module(name) for name in names)
