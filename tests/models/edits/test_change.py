"""Setting fields, settings, products and waivers."""

import pytest

from halls import DAC, good_hall, item
from hallwright.edits.change import add_product, open_again, set_fields, set_project, set_settings, waive
from hallwright.errors import EditRefused
from hallwright.project import Waiver, made

WAIVER = Waiver(code="PWR101", subjects=("rppa",), reason="agreed with the owner", date="2026-11-21", value=5.0)


def test_a_value_is_set_and_an_equal_one_changes_nothing() -> None:
    hall = good_hall()
    assert set_fields(hall, ["r1"], {"name": "A01"}).equipment["r1"].name == "A01"
    assert set_fields(hall, ["r1"], {"name": "R1"}) is hall


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"height_m": -1.0}, "height_m"),
        ({"height_m": float("nan")}, "height_m"),
        ({"height_m": float("inf")}, "height_m"),
        ({"height_m": "tall"}, "height_m"),
        ({"name": ""}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"colour": "red"}, "colour"),
        ({"id": "x"}, "id of a record"),
    ],
)
def test_a_bad_value_is_refused_with_the_field(values: dict[str, object], reason: str) -> None:
    with pytest.raises(EditRefused, match=reason):
        set_fields(good_hall(), ["r1"], values)


def test_settings_and_title() -> None:
    hall = set_settings(good_hall(), {"power_factor": 0.9})
    assert hall.settings.power_factor == 0.9
    assert set_settings(hall, {"power_factor": 0.9}) is hall
    assert set_project(hall, {"name": "Hall 3"}).name == "Hall 3"
    assert set_project(hall, {"name": "Hall 3"}).settings is hall.settings
    with pytest.raises(EditRefused, match="no field 'colour'"):
        set_project(hall, {"colour": "red"})


def test_waivers_come_and_go() -> None:
    hall = waive(good_hall(), WAIVER)
    assert hall.waivers[WAIVER.key] is WAIVER
    assert open_again(hall, WAIVER.key).waivers == {}
    with pytest.raises(EditRefused, match="reason"):
        waive(hall, WAIVER.model_copy(update={"reason": "  "}))


def test_a_product_identifier_is_not_taken_twice() -> None:
    with pytest.raises(EditRefused, match="already"):
        add_product(good_hall(), DAC)


def test_a_link_keeps_its_port_and_a_thing_its_carrier() -> None:
    hall = good_hall()
    with pytest.raises(EditRefused, match="would lose its port 'psu'"):
        set_fields(hall, ["s1"], {"supply": "busbar"})
    with pytest.raises(EditRefused, match="nothing to stand in"):
        set_fields(hall, ["s1"], {"rack_id": "gone"})
    with pytest.raises(EditRefused, match="needs a rack"):
        set_fields(hall, ["lf1"], {"rack_id": None})
    assert set_fields(hall, ["s1"], {"rack_id": "r2", "u": 20}).equipment["s1"].carrier_id() == "r2"


def test_a_waiver_needs_a_day_of_the_calendar() -> None:
    with pytest.raises(EditRefused, match="date"):
        made(Waiver, {**WAIVER.model_dump(), "date": "2020-99-99"})


@pytest.mark.parametrize("corners", [[[0, 0], [1, 1]], [[0, 0], [9000, 0], [9000, 9]]])
def test_a_room_has_an_area_that_a_hall_may_have(corners: list[list[float]]) -> None:
    with pytest.raises(EditRefused, match=r"three corners|slip of a unit"):
        item("room", "x", points_m=corners)
