"""Generated fabrics: right by an independent count, editable afterwards, refused with the nearest that works."""

from typing import Any

import pytest

from check_fabric_file import check
from generated import bare_hall, fabric_rule, products, with_fabric
from hallwright.catalogue import product
from hallwright.edits.arrange import remove
from hallwright.edits.change import set_fields
from hallwright.edits.generate import generate, links_of_plan, preview, release, take_away, work_out
from hallwright.edits.wire import connect, disconnect
from hallwright.equipment.rack import Rack
from hallwright.equipment.switch import Switch
from hallwright.equipment.system import System
from hallwright.errors import EditRefused
from hallwright.evaluate import evaluate
from hallwright.fileformat.read import read_project
from hallwright.fileformat.text import to_text
from hallwright.fileformat.verify import verify
from hallwright.project import Change, Project
from wiring import check_wiring


def again(project: Project, **changes: Any) -> Project:
    return generate(project, project.fabrics["fab"].model_copy(update=changes), products())


@pytest.mark.parametrize(
    ("systems", "tiers"),
    [(32, {"leaf": 8, "spine": 4}), (256, {"leaf": 64, "spine": 32}), (2048, {"leaf": 512, "spine": 512, "core": 256})],
)
def test_an_independent_script_counts_the_file(systems: int, tiers: dict[str, int]) -> None:
    """256, 2,048 and 16,384 GPUs; 100,000 by ``python tests/models/edits/test_generate.py``."""
    project = with_fabric(bare_hall(systems, spare=systems // 30 + 2))
    counted = check(to_text(project))
    assert {k: v for k, v in counted.items() if k in ("leaf", "spine", "core")} == tiers
    assert counted["cables"] == systems * 8 * (3 if "core" in tiers else 2)


def test_planes_are_never_crossed() -> None:
    project = with_fabric(bare_hall(64, "nvidia-dgx-b300", 3), "nvidia-sn5600", planes=2, nic_split=2)
    counted = check(to_text(project), planes=2)
    assert (counted["leaf"], counted["spine"], counted["cables"]) == (16, 8, 2048)
    system = project.get("s0", System)
    assert [(n.count, n.gbps) for n in system.nics if n.role == "compute"] == [(16, 400.0)]
    assert to_text(again(project)) == to_text(project)


@pytest.mark.parametrize(
    ("hall", "leaf", "fields"),
    [
        (("nvidia-dgx-h100",), "nvidia-qm9700", {"leaves_a_unit": 1}),
        (("nvidia-dgx-h100",), "nvidia-qm9700", {"leaves_a_unit": 3}),
        (("nvidia-dgx-h100",), "nvidia-qm9700", {"topology": "rail_only"}),
        (("nvidia-dgx-h100",), "generic-tor-32x400", {"topology": "rail_only"}),
        (("nvidia-dgx-h100",), "nvidia-sn5600", {"oversubscription": 2.0}),
        (("nvidia-dgx-h100",), "ddc-jericho3ai-leaf", {"spine": "ddc-ramon3-fabric-128", "leaves_a_unit": 2}),
        (("nvidia-dgx-h100",), "nvidia-qm9700", {"topology": "dragonfly", "routers_a_group": 4, "globals_a_router": 4}),
        (
            ("nvidia-dgx-h100",),
            "nvidia-qm9700",
            {"topology": "dragonfly_plus", "routers_a_group": 2, "spines_a_group": 2, "globals_a_router": 8},
        ),
        (("nvidia-dgx-h100",), "nvidia-qm9700", {"topology": "torus", "dims": (2, 3, 2), "globals_a_router": 4}),
        (("nvidia-dgx-h100",), "nvidia-qm9700", {"role": "storage", "fabric": "storage", "leaves_a_unit": 2}),
        (("asus-xa-nb3i-e12",), "generic-oob-48x1", {"role": "storage"}),
        (("supermicro-gaudi3-8u",), "nvidia-sn5600", {}),
        (("nvidia-gb300-compute-tray",), "nvidia-q3400-ra", {}),
    ],
)
def test_every_topology_wires_every_port_once(hall: tuple[str], leaf: str, fields: dict[str, Any]) -> None:
    bare = bare_hall(40, *hall)
    if leaf == "generic-oob-48x1":
        with pytest.raises(EditRefused, match="nearest is 1 Gb/s"):
            with_fabric(bare, leaf, **fields)
        return
    project = with_fabric(bare, leaf, **fields)
    check_wiring(project)
    verify(project)
    used = sum(link.points_used("a") * len(link.a) for link in project.links.values() if link.a[0] in bare.equipment)
    role = fields.get("role", "compute")
    assert used == sum(n.count for s in bare.all(System) for n in s.nics if n.role == role)
    assert not [link for link in project.links.values() if link.product is None]
    assert to_text(read_project(to_text(project).encode()).project) == to_text(project)
    shown, _ = preview(bare, fabric_rule(bare, leaf, **fields), products())
    assert shown.plan.links == sum(link.count for link in project.links.values())
    assert sum(shown.plan.switches(t) for t in ("leaf", "spine", "core")) == sum(1 for _ in project.all(Switch))


def test_a_scale_up_domain_takes_no_port_of_a_leaf() -> None:
    """An NVL72 has one port for each GPU towards the fabric; what its GPUs exchange inside is no link."""
    project = with_fabric(bare_hall(4, "nvidia-gb300-nvl72", 1), "nvidia-q3400-ra", leaves_a_unit=4)
    leaves = [s for s in project.all(Switch) if s.tier == "leaf"]
    assert len(leaves) == 4
    down = sum(link.count for link in project.links.values() if link.a_port == "compute")
    assert down == 4 * 72 == 4 * 72 * len(leaves) // 4


def test_the_preview_says_what_is_left_over() -> None:
    bare = bare_hall(30)
    shown, after = preview(bare, fabric_rule(bare), products())
    assert shown.plan.tiers == 2
    assert shown.plan.ports_left == {"leaf": 8 * 2, "spine": 0}
    assert shown.watts_kw == pytest.approx(12 * 1.72)
    assert shown.left_kw is None and shown.new_racks == 0 and shown.unserved == 0
    assert after.fabrics["fab"].systems == fabric_rule(bare).systems


def test_made_again_it_is_the_same_and_no_hand_was_there() -> None:
    project = with_fabric(bare_hall(40))
    once_more = again(project)
    assert to_text(once_more) == to_text(project)
    assert once_more.fabrics["fab"].exceptions == ()
    change = Change.between(project, once_more)
    assert not change.equipment and not change.links


def test_a_removed_cable_stays_away_after_resizing() -> None:
    project = with_fabric(bare_hall(64), systems=tuple(f"s{n}" for n in range(40)))
    mesh = project.links["fab-m1"]
    cut = disconnect(project, [mesh.id])
    kept = mesh.model_copy(
        update={"a": mesh.a[1:], "b_first": mesh.b_first + mesh.per_pair}
    )  # leaf 1 has lost its uplinks
    cut = cut.changed(links={"own": kept.model_copy(update={"id": "own"})})
    larger = again(cut, systems=tuple(f"s{n}" for n in range(64)))
    check_wiring(larger)
    lost = {(p.id, p.port) for p in larger.fabrics["fab"].exceptions}
    assert lost == {(mesh.a[0], "front")}
    up = [k for k in larger.links.values() if mesh.a[0] in k.a]
    assert not up
    assert sum(k.points_used("a") for k in larger.links.values() if mesh.a[1] in k.a) == 32
    assert sum(s.id in {i for k in larger.links.values() for i in k.a} for s in larger.all(System)) == 64
    assert to_text(again(larger)) == to_text(larger)


def test_a_moved_cable_stays_where_it_was_moved() -> None:
    project = with_fabric(bare_hall(40))
    system_link = next(k for k in project.links.values() if k.a == ("s0", "s1", "s2", "s3"))
    pieces = disconnect(project, [system_link.id])
    moved = connect(pieces, "s0", "compute", "fab-l2-8", "front", a_first=1, b_first=20)  # rail 1 on the leaf of rail 8
    after = again(moved)
    check_wiring(after)
    hand = next(k for k in after.links.values() if k.b == ("fab-l2-8",) and k.a == ("s0",))
    assert (hand.a_first, hand.b_first) == (1, 20)
    assert ("s0", "compute", 1) in {(p.id, p.port, p.first) for p in after.fabrics["fab"].exceptions}
    assert to_text(again(after)) == to_text(after)


def test_what_was_moved_by_hand_can_be_restored() -> None:
    project = with_fabric(bare_hall(40))
    link = next(k for k in project.links.values() if k.a == ("s0", "s1", "s2", "s3"))
    moved = connect(disconnect(project, [link.id]), "s0", "compute", "fab-l2-8", "front", a_first=1, b_first=20)
    assert to_text(generate(moved, moved.fabrics["fab"], products(), restore=True)) == to_text(project)


def test_a_product_chosen_by_hand_stays() -> None:
    project = with_fabric(bare_hall(40))
    label = set_fields(project, ["fab-m1"], {"label": "Trunk", "product": "optic-400g-sr4"})
    after = again(label, systems=tuple(f"s{n}" for n in range(39)))
    assert (after.links["fab-m1"].label, after.links["fab-m1"].product) == ("Trunk", "optic-400g-sr4")


def test_switches_keep_place_name_and_measured_load() -> None:
    project = with_fabric(bare_hall(40))
    own = set_fields(project, ["fab-s1-1"], {"name": "Old friend", "rack_id": "r0", "u": 48, "measured_kw": 0.7})
    after = again(own, systems=tuple(f"s{n}" for n in range(34)))
    kept = after.get("fab-s1-1", Switch)
    assert (kept.name, kept.rack_id, kept.u, kept.measured_kw) == ("Old friend", "r0", 48, 0.7)


def test_a_removed_switch_stays_away_and_smaller_fabrics_give_switches_back() -> None:
    project = with_fabric(bare_hall(64))
    assert sum(s.tier == "leaf" for s in project.all(Switch)) == 16
    without = again(remove(project, ["fab-s1-1"]))
    assert "fab-s1-1" not in without.equipment
    check_wiring(without)
    half = again(project, systems=tuple(f"s{n}" for n in range(32)))
    assert sum(s.tier == "leaf" for s in half.all(Switch)) == 8
    check_wiring(half)


def test_a_system_that_is_gone_leaves_its_place_free() -> None:
    project = with_fabric(bare_hall(40))
    before = {k.b_first for k in project.links.values() if "s39" in k.a}
    after = again(remove(project, ["s5"]))
    assert {k.b_first for k in after.links.values() if "s39" in k.a} == before
    assert after.fabrics["fab"].exceptions == ()


def test_racks_are_added_where_there_is_no_room() -> None:
    bare = bare_hall(42, "nvidia-dgx-h100", 6, 0)  # 48 of 48 units are taken
    with pytest.raises(EditRefused, match=r"24 of 24 switches find no free rack units.*1 empty racks of 42U"):
        with_fabric(bare)
    shown, after = preview(bare, fabric_rule(bare), products(), new_rack=product("generic-eia-48u-800x1200"))
    assert shown.new_racks == 1
    assert sum(1 for _ in after.all(Rack)) == sum(1 for _ in bare.all(Rack)) + 1
    check_wiring(after)


def test_only_racks_that_were_chosen_take_switches() -> None:
    project = with_fabric(bare_hall(32), racks=("r8",))
    assert {s.rack_id for s in project.all(Switch)} == {"r8"}


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"planes": 3}, "8 ports of 400 Gb/s do not divide over 3 planes; 2 would do"),
        ({"leaf": "generic-oob-48x1"}, "nearest is 1 Gb/s"),
        ({"leaf": "nvidia-qm9700", "spine": "nvidia-sn5600"}, "InfiniBand and Ethernet do not join"),
        ({"unit_systems": 40}, "room for 32"),
        ({"role": "front"}, "has no front ports; it has compute, storage"),
        ({"leaf": "no-such"}, "no switch product"),
        ({"leaf": "nvidia-dgx-h100"}, "no switch"),
        ({"systems": ()}, "needs systems"),
        ({"systems": ("s1", "s1")}, "twice"),
        ({"topology": "dragonfly"}, "routers of a group"),
        ({"topology": "torus", "dims": (2, 2)}, "the torus has 4"),
        ({"topology": "torus", "dims": ()}, "1 to 6 dimensions"),
        ({"leaves_a_unit": 8, "planes": 2}, "do not reach 8 leaves; 4 would do"),
        ({"racks": ("nowhere",)}, "no Rack"),
        ({"name": "x" * 61}, "60 characters"),
        ({"id": "x" * 31}, "identifier 30"),
    ],
)
def test_the_impossible_is_refused_with_a_reason(fields: dict[str, Any], says: str) -> None:
    bare = bare_hall(40)
    with pytest.raises(EditRefused, match=says):
        with_fabric(bare, **fields)


def test_ports_that_are_taken_are_named() -> None:
    project = with_fabric(bare_hall(40))
    rule = fabric_rule(project).model_copy(update={"id": "two", "name": "Second"})
    with pytest.raises(EditRefused, match="has compute port 1 linked already"):
        generate(project, rule, products())
    with pytest.raises(EditRefused, match="fabric named Compute already"):
        generate(project, rule.model_copy(update={"name": "Compute"}), products())


def test_beyond_the_reach_of_every_cable_is_refused() -> None:
    bare = bare_hall(40)
    far = bare.changed(equipment={"r10": bare.get("r10", Rack).moved(90_000.0, 0.0)})
    with pytest.raises(EditRefused, match=r"needs \d+ m; the farthest of 400 Gb/s, .* reaches"):
        with_fabric(far, racks=("r10",))


def test_no_cable_is_shorter_than_its_product_is_made_for_where_another_fits() -> None:
    project = with_fabric(bare_hall(60, "nvidia-gb300-compute-tray"), "nvidia-sn2201", spine="nvidia-sn5600",
                          role="management", leaves_a_unit=1, oversubscription=8.0)  # fmt: skip
    assert not [f for f in evaluate(project).findings if f.code == "FAB104"]


def test_take_away_and_release() -> None:
    bare = bare_hall(40)
    project = with_fabric(bare)
    gone = take_away(project, "fab")
    assert gone.links == {} and gone.fabrics == {} and set(gone.equipment) == set(bare.equipment)
    free = release(project, "fab")
    assert free.fabrics == {} and free.links == project.links
    for edit in (take_away, release):
        with pytest.raises(EditRefused):
            edit(bare, "fab")


def test_expected_links_are_those_of_the_project() -> None:
    project = with_fabric(bare_hall(40))
    rule = project.fabrics["fab"]
    links = links_of_plan(rule, work_out(project, rule, project.products))
    assert set(links) == set(project.links)
    for id, link in links.items():
        assert list(link.cables()) == list(project.links[id].cables())


if __name__ == "__main__":
    import time

    start = time.process_time()
    large = with_fabric(bare_hall(12_500, "nvidia-dgx-b300", 3, 500), "nvidia-q3400-ra")
    print(f"100,000 GPUs generated and cabled in {time.process_time() - start:.1f} s of CPU time")
    print(check(to_text(large)))
