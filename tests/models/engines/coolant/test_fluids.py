"""Properties of the coolants against CoolProp and published values."""

import runpy

import pytest

from hallwright.engines.coolant.fluids import NAMES, fluid, named
from hallwright.engines.cooling.formulas import PG25, coolant_rise_k
from hallwright.errors import OutOfRange
from hallwright.resources import resource


def test_pg25_at_40_degc_is_as_published() -> None:
    found = fluid("pg25").at(40.0)
    assert found.density_kg_m3 == pytest.approx(1009.9, abs=0.05)
    assert found.heat_kj_kg_k * 1000.0 == pytest.approx(3969.0, abs=0.5)
    assert found.viscosity_pa_s * 1000.0 == pytest.approx(1.35, abs=0.005)
    rise = float(coolant_rise_k(1.0, 1.5, density_kg_m3=found.density_kg_m3, specific_heat_kj_kg_k=found.heat_kj_kg_k))
    assert rise == pytest.approx(9.98, abs=0.005)
    assert pytest.approx(PG25, rel=1e-4) == found[:2]  # the balance reckons with the same coolant


@pytest.mark.parametrize("name", NAMES)
def test_tables_are_what_the_script_writes(name: str) -> None:
    script = runpy.run_path(str(resource("fluids", "make_table.py")))
    assert resource("fluids", f"{name}.json").read_text(encoding="utf-8") == script["table"](name)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("degc", [3.4, 17.5, 40.0, 61.25, 90.99])
def test_between_the_entries_it_agrees_with_coolprop(name: str, degc: float) -> None:
    coolprop = pytest.importorskip("CoolProp.CoolProp")
    script = runpy.run_path(str(resource("fluids", "make_table.py")))
    told = [
        coolprop.PropsSI(k, "T", degc + 273.15, "P", script["PRESSURE_PA"], script["FLUIDS"][name][1]) for k in "DCVL"
    ]
    told[1] /= 1000.0
    assert fluid(name).at(degc) == pytest.approx(tuple(told), rel=1e-3)


def test_beyond_the_table_is_refused_and_near_stays_inside() -> None:
    water = fluid("water")
    for degc in (-40.0, 101.0, float("nan")):
        with pytest.raises(OutOfRange, match="Water is known from"):
            water.at(degc)
    assert water.near(140.0) == water.at(100.0)


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("", "water"),
        ("PG25", "pg25"),
        ("pg25-volumetric", "pg25"),
        ("EG 50", "eg50"),
        ("Water", "water"),
        ("oil", None),
    ],
)
def test_names(word: str, key: str | None) -> None:
    assert named(word) == key
