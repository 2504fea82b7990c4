import pytest

from halls import good_hall, item
from hallwright.edits.arrange import place
from hallwright.errors import EditRefused
from hallwright.fileformat.paths import value_at, value_text, with_value


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("project.name", "Hall 7", "Hall 7"),
        ("project.name", "17", "17"),
        ("project.name", '"17"', "17"),
        ("project.author", "", ""),
        ("equipment.r1.x_m", "7.5", 7.5),
        ("equipment.r1.x_m", "7", 7.0),
        ("equipment.r1.mass_kg", "null", None),
        ("equipment.r1.locked", "true", True),
        ("equipment.r1.name", "true", "true"),
        ("equipment.room.points_m", "[[0,0],[9,0],[9,9]]", [[0.0, 0.0], [9.0, 0.0], [9.0, 9.0]]),
        ("equipment.s1.nics", '[{"role":"compute","count":4,"gbps":200.0}]',
         [{"role": "compute", "count": 4, "gbps": 200.0, "protocol": "", "connector": ""}]),
    ],
)  # fmt: skip
def test_a_value_is_set_and_read(path: str, text: str, value: object) -> None:
    hall = good_hall()
    after = with_value(hall, path, text)
    assert value_at(after, path) == value
    assert with_value(after, path, value_text(value)) == after
    assert hall == good_hall()


def test_settings_and_links_are_reached() -> None:
    hall = good_hall()
    field = next(k for k, v in hall.settings.model_dump().items() if isinstance(v, float))
    wanted = value_at(hall, f"settings.{field}") * 1.25
    assert value_at(with_value(hall, f"settings.{field}", str(wanted)), f"settings.{field}") == wanted
    link = next(iter(hall.links))
    assert value_at(with_value(hall, f"links.{link}.label", "W1"), f"links.{link}.label") == "W1"


def test_an_identifier_may_hold_dots() -> None:
    hall = place(good_hall(), [item("rack", "r.1.a")])
    assert value_at(with_value(hall, "equipment.r.1.a.x_m", "2.0"), "equipment.r.1.a.x_m") == 2.0


@pytest.mark.parametrize(
    ("path", "text", "reason"),
    [
        ("name", "x", "is not a path"),
        ("equipment.r1", "x", "is not a path"),
        ("project", "x", "is not a path"),
        ("walls.w.name", "x", "is not a path"),
        ("equipment.gone.name", "x", "no equipment 'gone'"),
        ("links.gone.label", "x", "no link 'gone'"),
        ("equipment.r1.nam", "x", "did you mean name"),
        ("equipment.r1.id", "r2", "cannot be changed"),
        ("equipment.r1.kind", "pdu", "cannot be changed"),
        ("project.equipment", "{}", "no field"),
        ("settings.nothing", "1", "no field"),
        ("equipment.r1.x_m", "left", "x_m"),
        ("equipment.r1.x_m", "NaN", "x_m"),
        ("equipment.r1.x_m", "1e999", "x_m"),
        ("equipment.r1.units", "1.5", "units"),
        ("equipment.r1.units", "9" * 5000, "units"),
        ("equipment.r1.width_m", "-1", "width_m"),
        ("equipment.r1.name", "a\nb", "control"),
        ("equipment.r1.name", "", "name"),
        ("equipment.r1.name", "[" * 100_000, "name"),
    ],
)
def test_what_cannot_be_set_is_refused(path: str, text: str, reason: str) -> None:
    with pytest.raises(EditRefused) as caught:
        with_value(good_hall(), path, text)
    assert reason in caught.value.text
