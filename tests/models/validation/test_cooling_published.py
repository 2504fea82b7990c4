"""Air and coolant formulas against published values."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from hallwright.engines.cooling.formulas import KW_TO_BTU_H
from hallwright.validate.cooling import ADAPTERS

FILE = Path(__file__).parents[2] / "data" / "validation" / "facility.yaml"
CASES = [c for c in yaml.safe_load(FILE.read_text(encoding="utf-8"))["cases"] if c["kind"] in ADAPTERS]
KINDS = {
    "air_heat_balance",
    "liquid_heat_balance",
    "airflow_index",
    "recirculation",
    "affinity_law",
    "ashrae_envelope",
}


def test_there_are_cases_of_every_kind() -> None:
    assert {c["kind"] for c in CASES} == KINDS


@pytest.mark.parametrize("case", CASES, ids=[c["id"] for c in CASES])
def test_published(case: dict[str, Any]) -> None:
    got = dict(ADAPTERS[case["kind"]](case["inputs"]) or {})
    got.setdefault("btu_per_h", case["inputs"].get("heat_kw", 0.0) * KW_TO_BTU_H)
    for name, wanted in case["expected"].items():
        tolerance = wanted.get("tol_abs", wanted.get("tol_rel", 0.0) * abs(wanted["value"]))
        assert abs(got[name] - wanted["value"]) <= tolerance, name
