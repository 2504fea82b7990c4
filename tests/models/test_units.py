"""Numbers on screen."""

import pytest

from hallwright.units import UNITS, number_text, quantity_text


@pytest.mark.parametrize(
    ("value", "unit", "metric", "us"),
    [
        (0.975, "m", "975 mm", "3.20 ft"),
        (27.0, "degC", "27.0 °C", "80.6 °F"),
        (10.0, "K", "10.0 K", "18.0 °F"),
        (1152.4, "kW", "1\u2009152.4 kW", "1\u2009152.4 kW"),
        (0.8, "fraction", "80.0 %", "80.0 %"),
        (0.521, "m3/s", "0.52 m³/s", "1\u2009104 CFM"),
    ],
)
def test_quantities_read_as_engineers_write_them(value: float, unit: str, metric: str, us: str) -> None:
    assert quantity_text(value, unit) == metric
    assert quantity_text(value, unit, "us") == us


def test_signs() -> None:
    assert number_text(-3.21, 1) == "\u22123.2"
    assert number_text(-0.04, 1) == "0.0"


@pytest.mark.parametrize("unit", sorted(UNITS))
@pytest.mark.parametrize("system", ["metric", "us"])
def test_what_is_shown_can_be_stored_again(unit: str, system: str) -> None:
    shown, _, _ = UNITS[unit].shown_value(12.5, system)  # type: ignore[arg-type]
    assert UNITS[unit].stored_value(shown, system) == pytest.approx(12.5)  # type: ignore[arg-type]
