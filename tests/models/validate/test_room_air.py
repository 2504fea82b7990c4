"""Rooms of air as case files: what is compared, and what is refused."""

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from hallwright.engines.air import solve as solver
from hallwright.errors import HallwrightError, ImportRefused, OutOfRange
from hallwright.validate import room_air
from hallwright.validate.cases import run_files

FOLDER = Path(__file__).parents[2] / "data" / "validation" / "thermal"
CASES = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.yaml"))}


def written(tmp_path: Path, case: Any) -> Path:
    path = tmp_path / "room.yaml"
    path.write_text(yaml.safe_dump(case), encoding="utf-8")
    return path


def changed(*place: Any, to: Any, case: str = "in_row") -> dict[str, Any]:
    """A case with one value changed; `to` of `...` takes the value away."""
    plain: dict[str, Any] = copy.deepcopy(CASES[case])
    at: Any = plain
    for step in place[:-1]:
        at = at[step]
    if to is ...:
        del at[place[-1]]
    else:
        at[place[-1]] = to
    return plain


@pytest.mark.parametrize("name", CASES)
def test_flows_and_heat_of_a_case_arrive_at_the_solver(name: str) -> None:
    case, given = CASES[name], room_air.inputs_of(CASES[name], name)
    assert sum(r.heat_w for r in given.racks) == pytest.approx(sum(r["air_power_W"] for r in case["racks"]))
    assert sum(r.flow_m3_s for r in given.racks) == pytest.approx(sum(r["flow_m3s"] for r in case["racks"]))
    assert len(given.tiles) == len(case.get("tiles", ()))
    assert len(given.partitions) == len(case.get("partitions", ()))
    assert given.fluid.density_kg_m3 == case["fluid"]["rho_kg_m3"]


def test_a_steady_hall_is_solved_within_its_tolerances() -> None:
    """The other halls are unsteady and take longer: they are validated by the command, not by every test run."""
    (outcome,) = run_files([FOLDER / "open_aisle_ample.yaml"]).outcomes
    assert outcome.state == "passed" and outcome.kind == "room_air"
    assert outcome.figures["rmse_c"] < 0.3
    assert abs(outcome.figures["heat_imbalance_fraction"]) < 0.005
    assert outcome.figures["cells"] == CASES["open_aisle_ample"]["reference"]["run"]["cells"]
    assert {"A1.inlet_mean_C", "CRAH1_ret.return_C", "A1.above_27C", "heat_balance_fraction"} <= set(outcome.outputs)


def test_a_wrong_expectation_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a solver that stops at once every inlet is wrong, and the case says so."""
    monkeypatch.setattr(solver, "COARSE_ITERATIONS", 1)
    monkeypatch.setattr(solver, "SETTLING_ITERATIONS", 1)
    for name in ("SPIN_STEPS", "LEAST_STEPS", "MOST_STEPS"):
        monkeypatch.setattr(solver, name, 1)
    (outcome,) = run_files([FOLDER / "hot_rack_40kW.yaml"]).outcomes
    assert outcome.state == "failed"
    assert outcome.figures["max_error_c"] > 2.6


@pytest.mark.parametrize(
    ("place", "to", "said"),
    [
        (("room",), ..., "room"),
        (("room", "size_m"), [10.0, 7.2], "room"),
        (("racks", 0, "flow_m3s"), ..., "flow_m3s"),
        (("racks", 0, "flow_m3s"), "much", "much"),
        (("racks", 0, "bands_z"), [0.0], "A1"),
        (("expected",), ..., "expected"),
        (("expected", "racks", "A1", "inlet_bands_C"), [], "bands"),
        (("tolerances", "full_solver", "return_C"), -1.0, "tolerance"),
        (("racks",), "none", "racks"),
    ],
)
def test_a_case_that_cannot_be_read_is_refused_by_name(tmp_path: Path, place: Any, to: Any, said: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        run_files([written(tmp_path, changed(*place, to=to))])
    assert said in refused.value.text and "room.yaml" in refused.value.text


@pytest.mark.parametrize(
    ("place", "to", "said"),
    [
        (("racks", 0, "flow_m3s"), -0.9, "rack A1"),
        (("racks", 0, "flow_m3s"), 0.0, "rack A1"),
        (("racks", 0, "front"), "north", "rack A1"),
        (("racks", 0, "air_power_W"), float("nan"), "rack A1"),
        (("racks", 0, "air_power_W"), -5.0, "rack A1"),
        (("racks", 3, "pos"), [30.0, 1.4], "rack A4"),
        (("coolers", 0, "supply", "T_C"), 2000.0, "unit IRA1"),
        (("coolers", 0, "supply", "flow_m3s"), 1.0, "unit IRA1"),
        (("room", "size_m"), [1e9, 7.2, 3.0], "the room"),
        (("room", "size_m"), [10.0, 7.2, float("inf")], "the room"),
        (("openings",), [{"id": "g", "rect": [[1, 0, 2.4], [2, 0, 2.8]], "face": "+y", "flow_m3s": -0.5}], "loses"),
    ],
)
def test_a_room_that_cannot_be_is_refused_by_name(tmp_path: Path, place: Any, to: Any, said: str) -> None:
    with pytest.raises(OutOfRange) as refused:
        run_files([written(tmp_path, changed(*place, to=to))])
    assert said in refused.value.text and "room.yaml" in refused.value.text


def test_whatever_is_taken_away_a_case_is_solved_or_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every part of a case in turn, missing or of another kind: a sentence, never a traceback."""
    monkeypatch.setattr(room_air, "solve", lambda given: (_ for _ in ()).throw(OutOfRange("not now")))

    def places(value: Any, above: tuple[Any, ...] = ()) -> Any:
        if isinstance(value, dict):
            for key in value:
                yield (*above, key)
                yield from places(value[key], (*above, key))
        elif isinstance(value, list):
            for n in range(min(len(value), 1)):
                yield (*above, n)
                yield from places(value[n], (*above, n))

    case = CASES["hot_aisle_leaky"]
    for place in [*places({k: case[k] for k in ("room", "fluid", "racks", "openings", "partitions", "tolerances")})]:
        for to in (..., None, "text", [], {}, -1, True):
            with pytest.raises(HallwrightError):
                room_air.compare(changed(*place, to=to, case="hot_aisle_leaky"), "room")
