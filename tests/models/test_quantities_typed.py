"""What people type into a field: numbers, units, arithmetic."""

import pytest

from hallwright.units import UNITS, QuantityError, parse_quantity


@pytest.mark.parametrize(
    ("text", "unit", "system", "stored"),
    [
        ("600", "m", "metric", 0.6),
        ("1,200", "m", "metric", 1.2),
        ("1\u2009200", "m", "metric", 1.2),
        ("1.2 m", "m", "metric", 1.2),
        ("12 ft + 600", "m", "metric", 12 * 0.3048 + 0.6),
        ("= 2 * (600 + 50)", "m", "metric", 1.3),
        ("5' 6\"", "m", "metric", 5.5 * 0.3048),
        ("5 ft 6 in", "m", "us", 5.5 * 0.3048),
        ("3", "m", "us", 3 * 0.3048),
        ("600 mm", "m", "us", 0.6),
        ("−40", "degC", "metric", -40.0),
        ("80.6 °F", "degC", "metric", 27.0),
        ("80.6", "degC", "us", 27.0),
        ("27 C", "degC", "us", 27.0),
        ("18 °F", "K", "metric", 10.0),
        ("0.5 MW", "kW", "metric", 500.0),
        ("10 / 4", "kW", "metric", 2.5),
        ("80", "fraction", "metric", 0.8),
        ("80 %", "fraction", "metric", 0.8),
        ("6 m³/h", "L/min", "metric", 100.0),
        ("3000 CFM", "m3/s", "metric", 1.41584),
        ("2 t", "kg", "metric", 2000.0),
        ("4", "count", "metric", 4.0),
        ("42 U", "U", "metric", 42.0),
        (".5", "kW", "metric", 0.5),
    ],
)
def test_reads(text, unit, system, stored):
    assert parse_quantity(text, unit, system) == pytest.approx(stored, rel=1e-5)


@pytest.mark.parametrize(
    ("text", "unit", "says"),
    [
        ("", "m", "Type a number"),
        ("twelve", "m", "number is missing"),
        ("1,5", "m", "decimals stand behind a point"),
        ("600 kg", "m", "does not fit here"),
        ("2 m * 3 m", "m", "plain number"),
        ("1 / 0", "m", "Division by zero"),
        ("(3", "m", "bracket"),
        ("3 +", "m", "missing at the end"),
        ("3 4", "m", "not expected"),
        ("5 ft 6", "m", "unit is missing"),
        ("1e999", "m", "too large"),
        ("3 # 4", "m", "cannot be read"),
        ("4 kg", "count", "plain number"),
        ("300 K", "degC", "no temperature"),
        ("9" * 300, "m", "longer"),
    ],
)
def test_refuses_with_a_sentence(text, unit, says):
    with pytest.raises(QuantityError, match=says):
        parse_quantity(text, unit)


@pytest.mark.parametrize("name", sorted(UNITS))
@pytest.mark.parametrize("system", ["metric", "us"])
def test_what_is_shown_can_be_typed_back(name, system):
    shown, sign, _ = UNITS[name].shown_value(12.5, system)
    assert parse_quantity(repr(shown), name, system) == pytest.approx(12.5)
    if sign and ":" not in sign and " " not in sign:
        assert parse_quantity(f"{shown!r} {sign}", name, system) == pytest.approx(12.5, rel=1e-5)
