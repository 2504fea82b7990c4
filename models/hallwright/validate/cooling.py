"""Cases that the cooling engine's functions take."""

from collections.abc import Callable, Mapping
from typing import Any

ADAPTERS: Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, float] | None]] = {}
