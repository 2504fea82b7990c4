"""Placing, moving, turning, mounting, removing, duplicating."""

import pytest

from halls import good_hall, item
from hallwright.edits.arrange import (
    duplicate,
    free_unit,
    mount,
    move,
    place,
    place_product,
    remount,
    remove,
    turn,
    without,
)
from hallwright.equipment.base import Medium, Placed
from hallwright.equipment.utility_feed import UtilityFeed
from hallwright.errors import EditRefused
from hallwright.fileformat.text import to_text
from hallwright.project import Link, Product, Project

SERVER = Product(
    id="srv", kind="system", name="PCIe server",
    fields={"role": "gpu", "u_height": 2, "nameplate_kw": 2.0, "accelerator_slots": 2, "accelerator_count": 1},
)  # fmt: skip
CARD = Product(id="card", kind="accelerator", name="Card", fields={"form_factor": "PCIe FHFL", "tdp_kw": 0.3})
BOARD = Product(id="board", kind="accelerator", name="Board", fields={"form_factor": "SXM5", "tdp_kw": 0.7})


def test_move_shifts_only_what_was_asked_and_leaves_its_input_alone() -> None:
    hall = good_hall()
    before = to_text(hall)
    after = move(hall, ["r1"], 0.6, -0.3)
    old, new = hall.get("r1", Placed), after.get("r1", Placed)
    assert (new.x_m, new.y_m) == pytest.approx((old.x_m + 0.6, old.y_m - 0.3))
    assert to_text(hall) == before
    assert all(after.equipment[i] is hall.equipment[i] for i in hall.equipment if i != "r1")
    assert after.links is hall.links


def test_a_racked_thing_does_not_leave_its_rack_when_moved() -> None:
    assert move(good_hall(), ["s1"], 1.0, 1.0).equipment["s1"] == good_hall().equipment["s1"]


def test_locked_equipment_is_not_moved() -> None:
    hall = good_hall()
    locked = hall.changed(equipment={"r1": hall.equipment["r1"].model_copy(update={"locked": True})})
    with pytest.raises(EditRefused, match="R1 is locked"):
        move(locked, ["r1"], 1.0, 0.0)


def test_four_quarter_turns_bring_everything_back() -> None:
    hall = good_hall()
    turned = hall
    for _ in range(4):
        turned = turn(turned, ["r1", "r2", "crah1"], 90.0)
    for id in ("r1", "r2", "crah1"):
        old, new = hall.get(id, Placed), turned.get(id, Placed)
        assert (new.x_m, new.y_m, new.rotation_deg) == pytest.approx((old.x_m, old.y_m, old.rotation_deg), abs=1e-5)


def test_removing_a_rack_takes_contents_and_links_along() -> None:
    after = remove(good_hall(), ["r1"])
    assert not {"r1", "s1", "p1a", "p1b"} & set(after.equipment)
    assert not any({"s1", "p1a", "p1b"} & {*link.a, *link.b} for link in after.links.values())


def test_removing_one_member_of_a_bundle_leaves_every_other_cable_on_its_ports() -> None:
    link = Link(id="l", medium=Medium.FABRIC, a=("s1", "s2", "s3"), a_port="compute", a_first=2,
                b=("f1", "f2", "f3"), b_port="front", b_first=5, per_pair=2)  # fmt: skip
    kept = {c for c in link.cables() if c[0] != "s2" and c[2] != "f1"}
    pieces = without(link, {"s2", "f1"})
    assert {c for piece in pieces for c in piece.cables()} == kept
    assert sum(piece.count for piece in pieces) == len(kept)


def test_a_product_finds_the_lowest_free_unit_or_says_why_not() -> None:
    hall = mount(good_hall(), SERVER, "r1")
    assert next(i for i in hall.all(Placed) if i.product == "srv").u == 9
    tall = SERVER.model_copy(update={"id": "tall", "fields": {**SERVER.fields, "u_height": 45}})
    with pytest.raises(EditRefused, match=r"needs 45 rack units; R1 has 38 of 48 free"):
        mount(hall, tall, "r1")
    with pytest.raises(EditRefused, match="does not fit at U1 of R1"):
        mount(hall, SERVER, "r1", u=1)


def test_a_card_needs_a_free_slot_and_a_board_none() -> None:
    hall = mount(good_hall(), SERVER, "r1")
    server = next(i.id for i in hall.all(Placed) if i.product == "srv")
    hall = mount(hall, CARD, server)
    with pytest.raises(EditRefused, match="no free accelerator slot: 2 of 2 taken"):
        mount(hall, CARD, server)
    with pytest.raises(EditRefused, match="board-mounted"):
        mount(hall, BOARD, server)


def test_remount_keeps_the_links() -> None:
    after = remount(good_hall(), "s1", "r2", 20)
    assert after.get("s1", Placed).rack_id == "r2"
    assert after.links is good_hall().links
    assert free_unit(after, "r1", after.get("s1", Placed)) == 1


def test_duplicates_carry_contents_and_inner_links() -> None:
    hall = good_hall()
    after = duplicate(hall, ["r1"], 1.2, 0.0, copies=2)
    added = [i for k, i in after.equipment.items() if k not in hall.equipment]
    assert len(added) == 2 * 4
    assert len({i.name for i in after.equipment.values()}) == len(after.equipment)
    new_links = [link for k, link in after.links.items() if k not in hall.links]
    assert len(new_links) == 2 * 2
    ids = {i.id for i in added}
    assert all({*link.a, *link.b} <= ids for link in new_links)


def test_what_needs_a_rack_is_not_put_on_the_floor() -> None:
    with pytest.raises(EditRefused, match="needs a rack"):
        place(Project(), [item("system", "s", role="gpu", u_height=8)])
    with pytest.raises(EditRefused, match="nothing to stand in"):
        place(Project(), [item("system", "s", role="gpu", u_height=8, rack_id="nowhere")])


def test_nothing_is_moved_off_the_map() -> None:
    with pytest.raises(EditRefused, match="more than 90 km away"):
        move(good_hall(), ["r1"], 1e6, 0.0)


def test_a_second_utility_feed_starts_the_next_side() -> None:
    grid = Product(id="grid", kind="utility_feed", name="Grid", fields={"voltage_v": 415.0})
    hall = Project()
    for n in range(5):
        hall = place_product(hall, grid, 2.0 * n, 0.0)
    sides = {f.name: f.side for f in hall.all(UtilityFeed)}
    assert list(sides.values()) == ["A", "B", "C", "D", "A"], "after the last side the product's own"
