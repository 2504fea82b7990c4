"""Upgrades from one version of the file to the next, one file each; once released never edited.

``v1_to_v2.py`` holds one function, ``upgrade(plain) -> (plain, notes)``, from the plain values of a file of version 1
to those of version 2, and what to tell the user about it.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from hallwright.registry import import_all

Upgrade = Callable[[dict[str, Any]], tuple[dict[str, Any], list[str]]]


@cache
def upgrades() -> dict[int, Upgrade]:
    """Every upgrade by the version that it starts from."""
    found: dict[int, Upgrade] = {}
    for module in import_all("hallwright.fileformat.upgrades"):
        match = re.fullmatch(r"v(\d+)_to_v(\d+)", module.__name__.rpartition(".")[2])
        if match:
            found[int(match[1])] = module.upgrade
    return found
