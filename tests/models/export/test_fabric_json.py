"""The state of the fabrics as JSON."""

import json

import pytest

from halls import good_hall
from hallwright.edits.arrange import remove
from hallwright.edits.change import set_fields, set_settings
from hallwright.equipment.base import Medium
from hallwright.errors import SolveError
from hallwright.evaluate import evaluate
from hallwright.export.fabric_json import exit_code, fabric_plain, shape_of
from hallwright.project import Project
from hallwright.templates.synthetic import build
from traps.fabric import swapped_rails


def plain(project: Project, *, failures: bool = False) -> dict:  # type: ignore[type-arg]
    found = fabric_plain(evaluate(project), "x.hall", failures=failures)
    json.dumps(found, allow_nan=False)
    return found


def test_good_hall() -> None:
    answer = plain(good_hall(), failures=True)
    (fabric,) = answer["fabrics"]
    assert fabric["shape"] == "two tiers" and fabric["switches"] == {"leaf": 2, "spine": 2}
    assert fabric["oversubscription"] == {"leaf": 1.0, "spine": None}
    assert fabric["bisection_gbps"] == fabric["flow_between_halves_gbps"] == 4800.0
    assert fabric["systems"] == 3 and fabric["single_points"] == []
    assert answer["failures"]["switches"]["count"] == 4 and answer["failures"]["planes"]["count"] == 0
    assert exit_code(answer) == 0


def test_three_tiers_and_failures() -> None:
    answer = plain(build(16_384), failures=False)
    (fabric,) = answer["fabrics"]
    assert fabric["shape"] == "three tiers"
    assert {load["tiers"] for load in fabric["loads"]} == {"leaf–spine", "spine–core"}
    worst = max(answer["links"], key=lambda link: link["worst_fraction"])
    assert fabric["worst_link"]["fraction"] == worst["worst_fraction"] > 0.9
    assert fabric["flow_between_halves_gbps"] <= fabric["injection_gbps"] / 2


def test_jobs_and_findings() -> None:
    answer = plain(swapped_rails(good_hall()))
    assert answer["traffic"] == "jobs"
    (job,) = answer["jobs"]
    assert job["systems"] == 2 and job["phases"][0]["worst_fraction"] == pytest.approx(2 / 3)
    assert [f["code"] for f in answer["findings"]] == ["FAB108"]
    assert exit_code(answer) == 0  # a warning


def test_errors_of_other_rules_are_not_the_fabrics() -> None:
    overloaded = set_fields(good_hall(), ["s1"], {"nameplate_kw": 400.0})
    assert evaluate(overloaded).exit_code == 1
    assert exit_code(plain(overloaded)) == 0
    narrow = set_settings(good_hall(), {"cut_off_systems_max": 0})
    links = [k for k, v in narrow.links.items() if v.medium is Medium.FABRIC and v.b == ("sp1",)]
    assert exit_code(plain(narrow.changed(links=dict.fromkeys(links)))) == 1


def test_shapes() -> None:
    p = good_hall()
    for project, shape in (
        (remove(p, ["sp1", "sp2"]), "separate switches"),
        (remove(p, ["sp1", "sp2", "lf2"]), "single switch"),
    ):
        fabric = evaluate(project).results.fabric
        assert fabric is not None and shape_of(fabric, "compute") == shape
    assert plain(Project())["fabrics"] == []


def test_a_failed_engine_is_refused() -> None:
    report = evaluate(good_hall())
    report.results.traffic = None
    with pytest.raises(SolveError):
        fabric_plain(report, "x.hall")
