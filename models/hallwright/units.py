"""Units: what each stored unit means, how it is shown, and which values are plausible.

A project stores one unit per quantity (the suffix of the field's name); other units exist only on screen.
"""

from dataclasses import dataclass
from typing import Literal

System = Literal["metric", "us"]

THIN = "\u2009"  # thousands mark
MINUS = "\u2212"


@dataclass(frozen=True, slots=True)
class Unit:
    """One stored unit.

    Attributes
    ----------
    name : str
        Key used in ``json_schema_extra={"unit": …}`` and in findings.
    shown, us_shown : str
        What stands behind the number on screen, in metric and US units.
    factor, us_factor : float
        Shown value = stored value * factor (+ offset).
    us_offset : float
        Only temperatures have one.
    decimals, us_decimals : int
        Decimals on screen.
    """

    name: str
    shown: str
    factor: float = 1.0
    decimals: int = 1
    us_shown: str = ""
    us_factor: float = 0.0
    us_offset: float = 0.0
    us_decimals: int | None = None

    def shown_value(self, value: float, system: System = "metric") -> tuple[float, str, int]:
        """The number, unit text and decimals to show for a stored value."""
        if system == "us" and self.us_shown:
            decimals = self.decimals if self.us_decimals is None else self.us_decimals
            return value * self.us_factor + self.us_offset, self.us_shown, decimals
        return value * self.factor, self.shown, self.decimals

    def stored_value(self, shown: float, system: System = "metric") -> float:
        """The stored value for a number shown (the inverse of `shown_value`)."""
        if system == "us" and self.us_shown:
            return (shown - self.us_offset) / self.us_factor
        return shown / self.factor


UNITS: dict[str, Unit] = {
    u.name: u
    for u in (
        Unit("", "", decimals=2),
        Unit("count", "", decimals=0),
        Unit("m", "mm", 1000.0, 0, "ft", 3.280839895, 0.0, 2),
        Unit("length_m", "m", 1.0, 1, "ft", 3.280839895, 0.0, 1),  # lengths that read better in metres
        Unit("m2", "m²", 1.0, 1, "sq ft", 10.76391042, 0.0, 0),
        Unit("U", "U", decimals=0),
        Unit("kg", "kg", 1.0, 0, "lb", 2.204622622, 0.0, 0),
        Unit("kg_m", "kg/m", 1.0, 1, "lb/ft", 0.671968975, 0.0, 1),
        Unit("kPa", "kPa", 1.0, 1, "psf", 20.88543423, 0.0, 0),
        Unit("Pa", "Pa", 1.0, 1, "in wg", 0.00401463, 0.0, 3),
        Unit("kW", "kW", 1.0, 1),
        Unit("kVA", "kVA", 1.0, 0),
        Unit("kWh", "kWh", 1.0, 1),
        Unit("V", "V", 1.0, 0),
        Unit("A", "A", 1.0, 1),
        Unit("kA", "kA", 1.0, 1),
        Unit("degC", "°C", 1.0, 1, "°F", 1.8, 32.0, 1),
        Unit("K", "K", 1.0, 1, "°F", 1.8, 0.0, 1),
        Unit("m3/s", "m³/s", 1.0, 2, "CFM", 2118.88, 0.0, 0),
        Unit("L/min", "L/min", 1.0, 1, "gpm", 0.264172052, 0.0, 1),
        Unit("L", "L", 1.0, 0, "gal", 0.264172052, 0.0, 0),
        Unit("Gb/s", "Gb/s", 1.0, 0),
        Unit("W", "W", 1.0, 1),
        Unit("s", "s", 1.0, 1),
        Unit("min", "min", 1.0, 1),
        Unit("ms", "ms", 1.0, 1),
        Unit("mm", "mm", 1.0, 0, "in", 0.0393700787, 0.0, 2),
        Unit("deg", "°", 1.0, 0),
        Unit("fraction", "%", 100.0, 1),
        Unit("ratio", ": 1", 1.0, 2),
        Unit("TB", "TB", 1.0, 0),
        Unit("GB", "GB", 1.0, 0),
        Unit("GB/s", "GB/s", 1.0, 1),
        Unit("TFLOPS", "TFLOPS", 1.0, 0),
        Unit("USD", "USD", 1.0, 0),
    )
}


def number_text(value: float, decimals: int) -> str:
    """A number with thin thousands marks and a true minus sign."""
    text = f"{value:,.{decimals}f}".replace(",", THIN)
    if text.startswith("-"):
        text = text[1:] if not text.strip("-0." + THIN) else MINUS + text[1:]
    return text


def quantity_text(value: float, unit: str, system: System = "metric") -> str:
    """A stored value as shown: number, a space, unit.

    Examples
    --------
    >>> quantity_text(0.975, "m")
    '975 mm'
    >>> quantity_text(27.0, "degC", "us")
    '80.6 °F'
    """
    shown, sign, decimals = UNITS[unit].shown_value(value, system)
    text = number_text(shown, decimals)
    return f"{text} {sign}" if sign else text
