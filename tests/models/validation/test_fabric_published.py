"""Closed forms of fabrics against published values."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from hallwright.fabrics.formulas import fat_tree, oversubscription, two_tier_limit

FILE = Path(__file__).parents[2] / "data" / "validation" / "fabric.yaml"
FORMULAS = {
    "oversubscription": lambda i: {
        "oversubscription": oversubscription(i["down_ports"] * i["down_gbps"], i["up_ports"] * i["up_gbps"])
    },
    "two_tier_limit": lambda i: asdict(two_tier_limit(i["switch_ports"], i["oversubscription"])),
    "fat_tree_formula": lambda i: asdict(fat_tree(i["k"], i["tiers"])),
}
CASES = [c for c in yaml.safe_load(FILE.read_text(encoding="utf-8"))["cases"] if c["kind"] in FORMULAS]


def test_there_are_cases_of_every_kind() -> None:
    assert {c["kind"] for c in CASES} == set(FORMULAS)


@pytest.mark.parametrize("case", CASES, ids=[c["id"] for c in CASES])
def test_published(case: dict[str, Any]) -> None:
    got = FORMULAS[case["kind"]](case["inputs"])
    for name, wanted in case["expected"].items():
        tolerance = wanted.get("tol_abs", wanted.get("tol_rel", 0.0) * abs(wanted["value"]))
        assert abs(got[name] - wanted["value"]) <= tolerance, name
