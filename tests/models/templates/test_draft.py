"""A hall in the making."""

import pytest

from hallwright.errors import EditRefused
from hallwright.templates.draft import Draft, rectangle


def test_a_draft_refuses_what_does_not_fit() -> None:
    hall = Draft("x")
    hall.add("apc-ar3100", "r1", "R1", x_m=1.0, y_m=1.0)
    hall.add("rack-pdu-415v-30a", "p1", "P1", rack_id="r1")
    hall.add("nvidia-dgx-h100", "s1", "S1", rack_id="r1", u=1)
    with pytest.raises(EditRefused, match="taken"):
        hall.add("apc-ar3100", "r1", "R1")
    with pytest.raises(EditRefused, match="no port"):
        hall.link("p1", "outlet", "s1", "psu")
    hall.cords("p1", "s1", "psu", 6, 1)
    with pytest.raises(EditRefused, match="no more free points"):
        hall.link("p1", "out", "s1", "psu")
    banks = {hall.equipment["p1"].bank_of(link.a_first) for link in hall.links.values()}  # type: ignore[attr-defined]
    assert len(banks) == 6  # spread over all of its banks


def test_links_take_the_lowest_points_free_at_all_ends() -> None:
    hall = Draft("x")
    hall.add("apc-ar3100", "r1", "R1")
    for name in ("sw1", "sw2", "sw3"):
        hall.add("nvidia-qm9700", name, name.upper(), rack_id="r1", u=int(name[-1]))
    hall.link("sw1", "front", "sw3", "front", 4)
    link = hall.links[hall.link(["sw1", "sw2"], "front", "sw3", "front", 2)]
    assert (link.a_first, link.b_first, link.count) == (5, 5, 4)
    assert hall.links[hall.link("sw2", "front", "sw3", "front")].b_first == 9


def test_the_project_keeps_products_waivers_and_order() -> None:
    hall = Draft("x", author="me", design_factor=0.9)
    hall.add("apc-ar3100", "r2", "R2")
    hall.add("apc-ar3100", "r1", "R1")
    hall.waive("SPC101", ["r1"], "measured on site", value=0.1, name="me", date="2026-11-21")
    project = hall.project()
    assert list(project.equipment) == ["r1", "r2"]
    assert list(project.products) == ["apc-ar3100"]
    assert list(project.waivers) == ["SPC101 r1"]
    assert project.settings.design_factor == 0.9
    assert project.equipment["r1"].product == "apc-ar3100"


def test_a_rectangle_is_clockwise_from_its_upper_left_corner() -> None:
    assert rectangle(1.0, 2.0, 3.0, 4.0) == ((1.0, 2.0), (4.0, 2.0), (4.0, 6.0), (1.0, 6.0))
