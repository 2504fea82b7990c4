"""Coolant connections made for the user."""

import pytest

from halls import good_hall, item
from hallwright.edits.change import set_fields, set_settings
from hallwright.edits.cool import cool
from hallwright.edits.wire import disconnect
from hallwright.errors import EditRefused
from hallwright.evaluate import evaluate
from hallwright.project import Project


def dry(project: Project) -> Project:
    """The hall without any coolant link."""
    return disconnect(project, [k for k, v in project.links.items() if v.medium == "coolant"])


def test_everything_is_connected_in_one_edit() -> None:
    project = dry(good_hall())
    after = cool(project, ["r3", "crah1", "crah2", "crah3", "chl1", "chl2"])
    assert [f.text(after) for f in evaluate(after).findings] == []
    joined = {(k.a[0], k.b[0]) for k in after.links.values() if k.medium == "coolant"}
    assert {("cdu1", "s3"), ("cdu2", "s3")} <= joined


def test_nothing_missing_changes_nothing() -> None:
    project = good_hall()
    assert cool(project, sorted(project.equipment)) is project


def test_n_asks_for_one_cdu() -> None:
    project = set_settings(dry(good_hall()), {"liquid_redundancy": "N"})
    after = cool(project, ["s3"])
    assert sum("s3" in k.b for k in after.links.values() if k.medium == "coolant") == 1


@pytest.mark.parametrize(
    ("ids", "values", "what"),
    [
        (["cdu1"], {"capacity_kw": 8.0}, "wants 2 CDUs"),
        (["cdu1"], {"secondary_flow_l_min": 11.0}, "wants 2 CDUs"),
        (["s3"], {"nameplate_kw": None}, "nameplate_kw"),
        (["chl1", "chl2"], {"outlets": 1}, "no chiller or dry cooler"),
        (["chl1"], {"rejects_to": "water"}, "no cooling tower"),
    ],
)
def test_refused_with_what_is_missing(ids: list[str], values: dict[str, object], what: str) -> None:
    project = set_fields(dry(good_hall()), ids, values)
    with pytest.raises(EditRefused, match=what):
        cool(project, ["s3", "crah1", "crah2", "chl1"])


def test_a_tower_joins_a_water_cooled_chiller() -> None:
    project = set_fields(dry(good_hall()), ["chl1"], {"rejects_to": "water"})
    tower = item("cooling_tower", "ct", x_m=22.0, y_m=3.0, capacity_kw=400.0, approach_k=4.0)
    after = cool(project.changed(equipment={"ct": tower}), ["chl1"])
    assert any(k.a == ("ct",) and k.b_port == "condenser" for k in after.links.values())


def test_systems_in_a_tank_need_no_cdu() -> None:
    tank = item("immersion_tank", "tank", x_m=8.0, y_m=8.0, capacity_kw=50.0)
    project = dry(good_hall()).changed(equipment={"tank": tank})
    after = cool(set_fields(project, ["s3"], {"rack_id": "tank"}), ["tank"])
    assert [(k.b, k.b_port) for k in after.links.values() if k.medium == "coolant"] == [(("tank",), "water")]
