"""Units: what each stored unit means, how it is shown, and which values are plausible.

A project stores one unit per quantity (the suffix of the field's name); other units exist only on screen.
"""

import math
import re
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
        Unit("MVA", "MVA", 1.0, 0),
        Unit("mm2", "mm²", 1.0, 1),
        Unit("ohm/km", "Ω/km", 1.0, 3),
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
        Unit("um", "µm", 1.0, 0),
        Unit("m/s", "m/s", 1.0, 2, "ft/s", 3.280839895, 0.0, 2),
        Unit("L/kW", "L/kW", 1.0, 2),
        Unit("K/W", "K/W", 1.0, 3),
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


class QuantityError(ValueError):
    """A typed quantity cannot be understood; one clear sentence for the field it was typed into."""


# What may be typed behind a number, for each stored unit: one of it in the stored unit.
# A unit's own sign on screen (metric and US) is understood everywhere without standing here.
_LENGTH = {"mm": 0.001, "cm": 0.01, "m": 1.0, "km": 1000.0, "ft": 0.3048, "'": 0.3048, "in": 0.0254, '"': 0.0254}
_LENGTH |= {"yd": 0.9144, "U": 0.04445}
_POWER_KW = {"w": 0.001, "kw": 1.0, "mw": 1000.0, "btu/h": 0.00029307107, "tr": 3.5168528}
_FLOW_M3_S = {"m3/s": 1.0, "m3/h": 1 / 3600, "l/s": 0.001, "l/min": 1 / 60_000, "cfm": 0.00047194745, "gpm": 6.30902e-5}
_PRESSURE_PA = {"pa": 1.0, "kpa": 1e3, "mbar": 100.0, "bar": 1e5, "psi": 6894.757, "psf": 47.880259, "inwg": 249.08891}
_PRESSURE_PA |= {"kg/m2": 9.80665}
_TIME_S = {"ms": 0.001, "s": 1.0, "min": 60.0, "h": 3600.0}


def _scaled(table: dict[str, float], one: float) -> dict[str, float]:
    return {sign: factor / one for sign, factor in table.items()}


TYPED: dict[str, dict[str, float]] = {
    "m": _LENGTH,
    "length_m": _LENGTH,
    "mm": _scaled(_LENGTH, 0.001),
    "m2": {"m2": 1.0, "sqft": 0.09290304, "ft2": 0.09290304},
    "kg": {"g": 0.001, "kg": 1.0, "t": 1000.0, "lb": 0.45359237},
    "kg_m": {"kg/m": 1.0, "lb/ft": 1.4881639},
    "kPa": _scaled(_PRESSURE_PA, 1000.0),
    "Pa": _PRESSURE_PA,
    "kW": _POWER_KW,
    "W": _scaled(_POWER_KW, 0.001),
    "kVA": {"va": 0.001, "kva": 1.0, "mva": 1000.0},
    "kWh": {"wh": 0.001, "kwh": 1.0, "mwh": 1000.0},
    "V": {"v": 1.0, "kv": 1000.0},
    "A": {"a": 1.0, "ka": 1000.0},
    "kA": {"a": 0.001, "ka": 1.0},
    "K": {"k": 1.0, "°c": 1.0, "c": 1.0, "°f": 1 / 1.8, "f": 1 / 1.8},
    "m3/s": _FLOW_M3_S,
    "L/min": _scaled(_FLOW_M3_S, 1 / 60_000),
    "L": {"l": 1.0, "m3": 1000.0, "gal": 3.785411784},
    "Gb/s": {"mb/s": 0.001, "gb/s": 1.0, "g": 1.0, "tb/s": 1000.0},
    "m/s": {"ft/s": 0.3048},
    "um": {"um": 1.0, "mm": 1000.0},
    "s": _TIME_S,
    "ms": _scaled(_TIME_S, 0.001),
    "min": _scaled(_TIME_S, 60.0),
    "fraction": {"%": 0.01},
    "TB": {"gb": 0.001, "tb": 1.0, "pb": 1000.0},
    "GB": {"gb": 1.0, "tb": 1000.0},
}

_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d[\d,\u2009\u202f\u00a0]*)?\.?\d+(?:[eE][+-]?\d+)?|\d+\.)"
    r"|(?P<sign>[+\-*/()=×·÷])|(?P<unit>[A-Za-z°Ω$%µ'\"′″][A-Za-z0-9²³]*(?:/(?:[A-Za-z][A-Za-z0-9²³]*))?)"
    r"|(?P<bad>\S))"
)
_LONGEST = 200


def parse_quantity(text: str, unit: str, system: System = "metric") -> float:
    """The stored value of what somebody typed: a number, a quantity with a unit, or a sum of them.

    A number without a unit is in the unit shown beside the field. ``+ - * /`` and brackets work; two lengths side
    by side add up, as in ``5 ft 6 in``.

    Parameters
    ----------
    text : str
        What was typed.
    unit : str
        Stored unit of the field (a key of `UNITS`).
    system : {"metric", "us"}
        Units on screen.

    Returns
    -------
    float
        Value in the stored unit.

    Raises
    ------
    QuantityError
        One sentence: what cannot be understood, and what may be typed.

    Examples
    --------
    >>> round(parse_quantity("12 ft + 600", "m"), 4)
    4.2576
    >>> round(parse_quantity("80.6 °F", "degC"), 6)
    27.0
    """
    if len(text) > _LONGEST:
        raise QuantityError(f"That is longer than {_LONGEST} signs.")
    plain = text.replace(MINUS, "-").replace("–", "-").strip()
    if not plain.lstrip("="):
        raise QuantityError("Type a number.")
    reader = _Reader(plain, UNITS[unit], system)
    shown = reader.whole()
    stored = UNITS[unit].stored_value(shown, system)
    if not math.isfinite(stored):
        raise QuantityError("That number is too large.")
    return stored


@dataclass(frozen=True, slots=True)
class _Number:
    """A number in the unit on screen; `pure` = no unit was typed, so it may also scale."""

    value: float
    pure: bool


class _Reader:
    """Reads sum, product, factor, from the outside in; all numbers in the unit on screen."""

    def __init__(self, text: str, unit: Unit, system: System) -> None:
        self.unit, self.system = unit, system
        self.tokens: list[tuple[str, str]] = []
        for match in _TOKEN.finditer(text.lstrip("= ")):
            kind = str(match.lastgroup)
            if kind == "bad":
                raise QuantityError(f"The sign {match[kind]!r} cannot be read.")
            self.tokens.append((kind, match[kind]))
        self.at = 0

    def whole(self) -> float:
        found = self._sum()
        if self.at < len(self.tokens):
            raise QuantityError(f"{self.tokens[self.at][1]!r} was not expected there.")
        return found.value

    def _sign(self, *wanted: str) -> str:
        if self.at < len(self.tokens) and self.tokens[self.at][0] == "sign" and self.tokens[self.at][1] in wanted:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return ""

    def _sum(self) -> _Number:
        left = self._product()
        while sign := self._sign("+", "-"):
            right = self._product()
            value = left.value + right.value if sign == "+" else left.value - right.value
            left = _Number(value, left.pure and right.pure)
        return left

    def _product(self) -> _Number:
        left = self._factor()
        while sign := self._sign("*", "/", "×", "·", "÷"):
            right = self._factor()
            if sign in "/÷":
                if not right.pure:
                    raise QuantityError("Divide by a plain number, without a unit.")
                if right.value == 0.0:
                    raise QuantityError("Division by zero.")
                left = _Number(left.value / right.value, left.pure)
            else:
                if not (left.pure or right.pure):
                    raise QuantityError("Multiply by a plain number, without a unit.")
                left = _Number(left.value * right.value, left.pure and right.pure)
        return left

    def _factor(self) -> _Number:
        if self._sign("-"):
            inner = self._factor()
            return _Number(-inner.value, inner.pure)
        if self._sign("+"):
            return self._factor()
        if self._sign("("):
            inner = self._sum()
            if not self._sign(")"):
                raise QuantityError("A closing bracket is missing.")
            return inner
        if self.at >= len(self.tokens):
            raise QuantityError("Something is missing at the end.")
        found = self._quantity()
        while not found.pure and self.at < len(self.tokens) and self.tokens[self.at][0] == "number":
            more = self._quantity()  # 5 ft 6 in
            if more.pure:
                raise QuantityError("A unit is missing after the second number.")
            found = _Number(found.value + more.value, False)
        return found

    def _quantity(self) -> _Number:
        kind, text = self.tokens[self.at]
        if kind != "number":
            raise QuantityError(f"A number is missing before {text!r}.")
        self.at += 1
        groups = re.split("[,\u2009\u202f\u00a0]", text.split(".")[0])
        if len(groups) > 1 and any(len(group) != 3 for group in groups[1:]):
            raise QuantityError(f"{text!r} cannot be read: decimals stand behind a point.")
        value = float(re.sub("[,\u2009\u202f\u00a0]", "", text))
        if self.at < len(self.tokens) and self.tokens[self.at][0] == "unit":
            self.at += 1
            return _Number(self._in_shown_unit(value, self.tokens[self.at - 1][1]), False)
        return _Number(value, True)

    def _in_shown_unit(self, value: float, typed: str) -> float:
        unit, sign = self.unit, _plain_sign(typed)
        if unit.name == "degC":
            if sign not in ("°c", "c", "°f", "f"):
                raise QuantityError(f"{typed!r} is no temperature; °C and °F are understood.")
            return unit.shown_value(value if "c" in sign else (value - 32.0) / 1.8, self.system)[0]
        known = {_plain_sign(key): factor for key, factor in TYPED.get(unit.name, {}).items()}
        known.setdefault(_plain_sign(unit.shown), 1.0 / unit.factor)
        if sign not in known:
            names = ", ".join(TYPED.get(unit.name, {})) or unit.shown
            wanted = f"; {names} are understood" if names else ": this is a plain number"
            raise QuantityError(f"{typed!r} does not fit here{wanted}.")
        return unit.shown_value(value * known[sign], self.system)[0]


def _plain_sign(text: str) -> str:
    """A unit as typed, without case, raised digits or typographic marks."""
    return text.casefold().translate(str.maketrans("²³′″", "23'\""))
