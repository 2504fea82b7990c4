"""Cases about power that reach the engine: other inputs than the published ones, by hand."""

from collections.abc import Mapping
from typing import Any

import pytest

from hallwright.errors import HallwrightError
from hallwright.validate.power import ADAPTERS


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        ("power_rollup", {"nodes": 3, "kw_per_node": 7.5}, {"rack_kw": 22.5, "total_kw": 22.5}),
        ("power_rollup", {"nodes_per_rack": 5, "rack_kw": 60}, {"kw_per_node": 12.0}),
        ("power_rollup", {"nodes_per_rack": 5, "kw_per_node": 12}, {"rack_kw": 60.0}),
        (
            "power_rollup",
            {"su_mw": 0.6, "racks": 4, "gpus_per_rack": 50},
            {"kw_per_rack_position": 150.0, "kw_per_gpu": 3.0},
        ),
        (
            "power_rollup",
            {"kw_per_node": 10, "nodes_per_rack": 4, "racks": 3, "gpus_per_node": 8},
            {"rack_kw": 40.0, "su_kw": 120.0, "kw_per_gpu": 1.25},
        ),
        (
            "power_rollup",
            {"racks": 2, "kw_per_rack_peak": 20, "kw_per_rack_idle": 5},
            {"peak_kw": 40.0, "idle_kw": 10.0},
        ),
        ("ups_loss", {"load_kw": 90, "efficiency": 0.9}, {"loss_kw": 10.0, "input_kw": 100.0}),
        ("ups_loss", {"load_kw": 50, "rating_kw": 100, "eff_25": 0.9, "eff_75": 1.0}, {"input_kw": 50 / 0.95}),
        ("ups_loss", {"load_fraction": 0.5, "rating_kw": 100, "eff_50": 0.8}, {"loss_kw": 12.5}),
        ("ups_loss", {"eff_100": 0.9, "eff_50": 0.8, "weights": [0.25, 0.75]}, {"weighted_efficiency": 0.875}),
        (
            "pue_components",
            {"ups_efficiency": 0.8, "transformer_efficiency": 0.5, "cooling_kw_per_it_kw": 0.3},
            {"pue": 2.8},
        ),
        ("pue_components", {"it_kw": 50, "ups_efficiency": 1.0, "cooling_kw": 10, "light_kw": 5}, {"pue": 1.3}),
    ],
)
def test_cases(kind: str, given: Mapping[str, Any], expected: Mapping[str, float]) -> None:
    got = ADAPTERS[kind](given)
    assert got is not None
    assert {name: got[name] for name in expected} == pytest.approx(expected)


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("power_rollup", {"nodes": 3}),
        ("power_rollup", {"nodes": 3, "kw_per_node": 7.5, "diversity": 0.8}),
        ("power_rollup", {"rack_kw": 10, "su_kw": 30, "racks": 4}),  # two figures that disagree
        ("ups_loss", {"load_kw": 5}),
        ("ups_loss", {"load_kw": 5, "efficiency": 0.9, "eff_50": 0.8}),
        ("ups_loss", {"eff_50": 0.8, "weights": [0.5, 0.5]}),
        ("pue_components", {"ups_efficiency": 0.9, "climate": 3}),
    ],
)
def test_what_is_not_understood_is_not_answered(kind: str, given: Mapping[str, Any]) -> None:
    assert ADAPTERS[kind](given) is None


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("power_rollup", {"nodes_per_rack": 0, "rack_kw": 5}),
        ("power_rollup", {"nodes": 2.5, "kw_per_node": 5}),
        ("ups_loss", {"load_kw": 5, "efficiency": 1.2}),
        ("ups_loss", {"load_kw": "five", "efficiency": 0.9}),
        ("pue_components", {"ups_efficiency": 0.0}),
    ],
)
def test_impossible_values_are_refused(kind: str, given: Mapping[str, Any]) -> None:
    with pytest.raises((HallwrightError, ValueError, TypeError)):
        ADAPTERS[kind](given)
