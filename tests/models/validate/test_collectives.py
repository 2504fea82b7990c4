"""Published cases of collectives, collisions and completion time."""

from pathlib import Path

import pytest

from hallwright.validate.cases import run_files
from hallwright.validate.collectives import ADAPTERS

CASES = Path(__file__).parents[2] / "data" / "validation" / "fabric.yaml"
OUTCOMES = [o for o in run_files([CASES]).outcomes if o.kind in ADAPTERS]


def test_every_kind_has_a_case() -> None:
    assert {o.kind for o in OUTCOMES} == ADAPTERS.keys()


@pytest.mark.parametrize("outcome", OUTCOMES, ids=[o.id for o in OUTCOMES])
def test_published(outcome: object) -> None:
    assert outcome.state == "passed"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("kind", "inputs"),
    [
        ("collective_busbw_intranode", {"collective": "all_reduce", "ranks": 8, "link_oneway_gbytes_s": 450,
                                        "algorithm": "tree"}),
        ("collective_busbw_nvls", {"collective": "all_reduce", "ranks": 8, "link_oneway_gbytes_s": 450,
                                   "algorithm": "ring"}),
        ("jct_amdahl", {"exposed_network_time_fraction": 0.3}),
        ("ecmp_collision", {"flows": 4, "equal_cost_paths": 4, "hash": "round robin"}),
    ],
)  # fmt: skip
def test_inputs_that_no_model_takes_are_not_answered(kind: str, inputs: dict[str, object]) -> None:
    assert ADAPTERS[kind](inputs) is None
