from pathlib import Path

import pytest

from hallwright.errors import HallwrightError
from hallwright.validate.cases import Outcome, Output, run_files

CASES = Path(__file__).parents[2] / "data" / "validation"


def one(tmp_path: Path, kind: str, inputs: str, expected: str) -> Outcome:
    path = tmp_path / "cases.yaml"
    path.write_text(
        f"schema: validation-cases/1\ncases:\n- {{id: a, kind: {kind}, inputs: {inputs}, expected: {expected}}}\n"
    )
    (outcome,) = run_files([path]).outcomes
    return outcome


RATIO = "{down_ports: 3, down_gbps: 400, up_ports: 1, up_gbps: 400}"


@pytest.mark.parametrize(
    ("expected", "state"),
    [
        ("{oversubscription: {value: 3, tol_abs: 0}}", "passed"),
        ("{oversubscription: {value: 3.01, tol_rel: 0.01}}", "passed"),
        ("{oversubscription: {value: 3.1, tol_rel: 0.01}}", "failed"),
        ("{oversubscription: {value: 3.1}}", "failed"),
        ("{oversubscription: {value: 3}, more: {value: 1}}", "unsupported"),
        ("{oversubscription: {value: 9}, more: {value: 1}}", "failed"),
        ("{oversubscription: {value: three}}", "unsupported"),
        ("{}", "unsupported"),
    ],
)
def test_a_case_passes_only_where_every_value_is_given_and_right(tmp_path: Path, expected: str, state: str) -> None:
    assert one(tmp_path, "oversubscription", RATIO, expected).state == state


def test_what_no_engine_takes_is_unsupported(tmp_path: Path) -> None:
    expected = "{oversubscription: {value: 3}}"
    assert one(tmp_path, "astrology", RATIO, expected).state == "unsupported"
    assert one(tmp_path, "oversubscription", "{down_ports: 3}", expected).state == "unsupported"
    assert one(tmp_path, "oversubscription", RATIO.replace("up_ports: 1", "up_ports: 0"), expected).state == (
        "unsupported"
    )


def test_exit_codes(tmp_path: Path) -> None:
    for expected, code in (("{value: 3}", 0), ("{value: 4}", 1), ("{value: x}", 2)):
        one(tmp_path, "oversubscription", RATIO, f"{{oversubscription: {expected}}}")
        assert run_files([tmp_path / "cases.yaml"]).exit_code == code


def test_json_has_the_agreed_form(tmp_path: Path) -> None:
    one(tmp_path, "oversubscription", RATIO, "{oversubscription: {value: 3, tol_rel: 0.1}}")
    plain = run_files([tmp_path / "cases.yaml"]).plain()
    assert {k: plain[k] for k in ("cases", "passed", "failed", "unsupported")} == {
        "cases": 1, "passed": 1, "failed": 0, "unsupported": 0,
    }  # fmt: skip
    (result,) = plain["results"]
    assert result["outputs"]["oversubscription"]["within"] is True
    assert set(result) == {"id", "kind", "outcome", "outputs"}
    assert set(result["outputs"]["oversubscription"]) == {"expected", "got", "tolerance", "within"}


def test_a_value_that_is_not_given_is_never_within() -> None:
    assert not Output(0.0, None, 1e9).within


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "schema: other/1",
        "schema: validation-cases/1",
        "schema: validation-cases/1\ncases: [3]",
        "schema: validation-cases/1\ncases: [{id: a, kind: b}]",
        "schema: validation-cases/1\ncases: [{id: a, kind: b, inputs: {}, expected: {x: 1}}]",
        "schema: validation-cases/1\ncases: [{id: a, kind: b, inputs: {}, expected: {x: {value: 1, tol_rel: -1}}}]",
        "a: &x [1]\nb: *x",
        "a: !!python/object/apply:os.system ['true']",
        "[" * 50,
        "a: [",
        "a: \x00",
    ],
)
def test_what_is_no_case_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(text)
    with pytest.raises(HallwrightError) as caught:
        run_files([path])
    assert "x.yaml" in caught.value.text


def test_published_cases_of_every_kind_that_an_engine_takes_pass() -> None:
    answer = run_files(sorted(CASES.glob("*.yaml")))
    passed: dict[str, int] = {}
    for outcome in answer.outcomes:
        assert outcome.state != "failed", outcome
        if outcome.state == "passed":
            passed[outcome.kind] = passed.get(outcome.kind, 0) + 1
    assert passed == {
        "oversubscription": 4,
        "two_tier_limit": 3,
        "fat_tree_formula": 4,
        "bisection": 4,
        "clos_bom": 13,
        "collective_algebra": 7,
        "collective_busbw_intranode": 4,
        "collective_busbw_nvls": 2,
        "collective_hierarchical": 4,
        "message_size_curve": 6,
        "ecmp_collision": 3,
        "jct_amdahl": 4,
        "dragonfly_formula": 3,
        "rail_only": 2,
        "ups_loss": 4,
        "power_rollup": 4,
        "pue_components": 2,
        "air_heat_balance": 4,
        "liquid_heat_balance": 4,
        "airflow_index": 5,
        "recirculation": 2,
        "affinity_law": 2,
        "ashrae_envelope": 4,
    }


@pytest.mark.parametrize(
    ("kind", "inputs"),
    [
        ("clos_bom", "{nodes: 64, gpus_per_node: 8, switch_ports: 64, adaptive: 1}"),
        ("clos_bom", "{nodes: 64, gpus_per_node: 8}"),
        ("clos_bom", "{nodes: 64.5, gpus_per_node: 8, switch_ports: 64}"),
        ("clos_bom", "{nodes: 64, gpus_per_node: 8, switch_ports: 64, switch_ports_per_plane_speed: 128}"),
        ("clos_bom", "{nodes: 4096, gpus_per_node: 8, switch_ports: 64, tiers: 2}"),
        ("fat_tree_formula", "{k: 64, tiers: 4}"),
        ("fat_tree_formula", "{k: true}"),
        ("dragonfly_formula", "{routers_per_group_a: 4, endpoints_per_router_p: 2}"),
        ("rail_only", "{gpus: 100, hb_domain_gpus: 8, switch_ports: 64}"),
        ("bisection", "{dims: [5, 5], link_oneway_gbytes_s: 50}"),
        ("bisection", "{dims: 16, link_oneway_gbytes_s: 50}"),
        ("bisection", "{nodes: 4, gpus_per_node: 8, link_gbps: 400, failed_links: 3}"),
        ("oversubscription", "{down_ports: 3, down_gbps: 400, up_ports: 1, up_gbps: 400, standby_ports: 8}"),
    ],
)
def test_sizes_of_fabrics_with_other_inputs_are_unsupported(tmp_path: Path, kind: str, inputs: str) -> None:
    expected = "{gpus: {value: 512}, oversubscription: {value: 3}, hosts: {value: 65536}, groups: {value: 9}}"
    assert one(tmp_path, kind, inputs, expected).state == "unsupported"
