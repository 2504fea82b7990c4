"""One line of the inspector, and a number as its columns show it."""

from dataclasses import dataclass
from typing import Any, Literal

from hallwright.rules.base import Finding
from hallwright.units import UNITS, System, number_text

MIXED = "–"
UNKNOWN = "unknown"

Source = Literal["", "book", "hollow"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the inspector.

    Attributes
    ----------
    text, unit : str
        The value and its unit as shown.
    key : str
        Field that an edit sets; empty = cannot be edited.
    stored_unit : str
        Unit of the stored value; "" for none, None for what is no number.
    choices : tuple of (value, text)
        Where only these are possible.
    mark : {"", "book", "hollow"}
        The value is verified by its source; or recalled, derived or assumed.
    bar : (value, limit) or None
        Drawn below the value, with the finding's severity where there is one.
    before : str
        While dragging: the value without the drag.
    """

    label: str
    text: str = ""
    unit: str = ""
    head: bool = False
    key: str = ""
    stored_unit: str | None = None
    optional: bool = False
    choices: tuple[tuple[Any, str], ...] = ()
    value: Any = None
    mark: Source = ""
    tip: str = ""
    bar: tuple[float, float] | None = None
    finding: Finding | None = None
    before: str = ""
    toggle: bool = False  # opens the unknown values


def shown_number(value: float, unit: str, system: System) -> tuple[str, str]:
    """Number and unit, apart, as two columns show them."""
    shown, sign, decimals = UNITS.get(unit, UNITS[""]).shown_value(float(value), system)
    if isinstance(value, int) and unit in ("", "count"):
        decimals = 0
    return number_text(shown, decimals), sign
