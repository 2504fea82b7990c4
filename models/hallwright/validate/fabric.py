"""Cases that functions of the fabric take."""

from collections.abc import Callable, Mapping
from typing import Any

from hallwright.validate import fabric_counts

ADAPTERS: Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, float] | None]] = {
    **fabric_counts.ADAPTERS,
}
