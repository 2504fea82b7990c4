"""Plans from rules; the wiring of each topology is looked at in test_generate.py as well."""

import pytest

from generated import bare_hall, fabric_rule, switch
from hallwright.equipment.base import Medium, Port
from hallwright.equipment.system import System
from hallwright.errors import OutOfRange
from hallwright.fabrics.clos import bill
from hallwright.fabrics.plan import Member, Plan, member, plan
from hallwright.project import FabricRule, Topology


def planned(
    systems: int, ports: int = 8, gbps: float = 400.0, leaf: str = "nvidia-qm9700", topology: Topology = "clos",
    spine: str | None = None, **fields: int | float | tuple[int, ...],
) -> Plan:  # fmt: skip
    nic = Port("compute", Medium.FABRIC, "both", ports, "compute", gbps=gbps, role="compute")
    names = tuple(f"s{n}" for n in range(systems))
    rule = FabricRule(id="f", name="F", topology=topology, systems=names, leaf=leaf, **fields)  # type: ignore[arg-type]
    members = [Member(f"r{n // 4}", nic) for n in range(systems)]
    return plan(rule, members, switch(leaf), switch(spine or leaf), switch(spine or leaf))


@pytest.mark.parametrize("units", [1, 2, 3, 4, 8, 16])
def test_counts_are_those_of_the_bill_of_full_units(units: int) -> None:
    size = bill(nodes=32 * units, gpus_per_node=8, ports=64, units=units).size
    found = planned(32 * units)
    assert [found.switches(t) for t in ("leaf", "spine", "core")] == [
        size.leaf_switches, size.spine_switches, size.core_switches,
    ]  # fmt: skip
    assert found.links == 32 * units * 8 + size.leaf_spine_links + size.spine_core_links
    assert found.tiers == size.tiers and found.oversubscription == 1.0


def test_twin_planes_of_the_published_table() -> None:
    found = planned(128, 16, 400.0, "nvidia-sn5600", planes=2)
    assert (found.switches("leaf"), found.switches("spine")) == (32, 16)


def test_small_fabrics_have_no_more_uplinks_than_they_need_and_two_spines() -> None:
    found = planned(4)
    assert (found.switches("leaf"), found.switches("spine")) == (8, 2)
    assert found.oversubscription == 1.0


def test_oversubscription_is_never_beyond_what_was_asked() -> None:
    for ratio in (1.0, 1.5, 2.0, 3.0):
        found = planned(96, oversubscription=ratio)
        assert found.oversubscription is not None and found.oversubscription <= ratio


def test_systems_with_other_ports_have_leaves_of_their_own() -> None:
    fast = Port("storage", Medium.FABRIC, "both", 4, "storage", gbps=400.0, role="storage")
    slow = Port("storage", Medium.FABRIC, "both", 8, "storage", gbps=200.0, role="storage")
    members = [Member("r", fast)] * 10 + [None] + [Member("q", slow)] * 3
    rule = FabricRule(
        id="f", name="F", topology="clos", systems=tuple(f"s{n}" for n in range(14)), leaf="nvidia-sn5600",
        leaves_a_unit=2,
    )  # fmt: skip
    sn = switch("nvidia-sn5600")
    found = plan(rule, members, sn, sn, sn)
    assert found.switches("leaf") == 4
    assert found.faces["l1-1"].down.port.gbps == 400.0 and found.faces["l2-1"].down.port.gbps == 200.0
    assert {found.faces[f"l{n}-1"].up.port.gbps for n in (1, 2)} == {400.0}


def test_dual_plane_dual_top_of_rack_goes_up_faster_than_down() -> None:
    found = planned(128, 16, 200.0, "nvidia-sn5600", planes=2, uplink_gbps=400.0)
    faces = found.faces["al1-1"]
    assert (faces.down.count, faces.down.port.gbps, faces.up.port.gbps) == (128, 200.0, 400.0)
    assert found.oversubscription == 1.0


def test_scheduled_fabrics_use_every_port_towards_their_boxes() -> None:
    found = planned(100, 8, 400.0, "ddc-jericho3ai-leaf", spine="ddc-ramon3-fabric-128", leaves_a_unit=2)
    assert found.switches("spine") == 4  # 24 leaves x 20 / 128 ports, and 4 divides 20
    assert found.faces["l1-1"].up.count == 20


def test_rails_share_switches_where_they_fit() -> None:
    assert planned(12, topology="rail_only").switches("leaf") == 2
    assert planned(40, topology="rail_only").switches("leaf") == 8
    large = planned(100, topology="rail_only")
    assert (large.switches("leaf"), large.switches("spine")) == (32, 16)


def test_a_member_is_its_largest_port_group_of_the_role() -> None:
    system = bare_hall(1).get("s0", System)
    assert member(system, "storage").nic.count == 4
    with pytest.raises(OutOfRange, match="has no front ports"):
        member(system, "front")
    with pytest.raises(OutOfRange, match="needs systems"):
        plan(fabric_rule(bare_hall(1)), [None], switch("nvidia-qm9700"), switch("nvidia-qm9700"),
             switch("nvidia-qm9700"))  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"topology": "dragonfly", "routers_a_group": 4, "globals_a_router": 4, "leaves_a_unit": 3}, "4 do"),
        ({"topology": "dragonfly", "routers_a_group": 60, "globals_a_router": 60}, "no downlinks"),
        ({"topology": "dragonfly", "routers_a_group": 4, "globals_a_router": 4, "planes": 2}, "Clos fabrics only"),
        ({"topology": "dragonfly_plus", "routers_a_group": 4}, "needs leaves and spines"),
        ({"tiers": 2, "systems": 600}, "Three tiers carry more"),
        ({"leaves_a_unit": 1, "ports": 72}, "leaves a system would do"),
    ],
)
def test_refusals(fields: dict[str, object], says: str) -> None:
    with pytest.raises(OutOfRange, match=says):
        planned(**{"systems": 100, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"topology": "torus", "dims": (10**9, 10**9)}, "a project holds 100,000"),
        ({"unit_systems": 1, "systems": 30_000, "tiers": 3}, "of 64-port switches|a project holds"),
        ({"unit_systems": 1, "systems": 45_000, "tiers": 1}, "a project holds 100,000"),
        ({"leaves_a_unit": 1000}, "8 would do"),
        ({"ports": 72, "systems": 8}, "Units of 24 leaves would do"),
    ],
)
def test_no_rule_makes_more_than_a_project_holds(fields: dict[str, object], says: str) -> None:
    with pytest.raises(OutOfRange, match=says):
        planned(**{"systems": 100, **fields})  # type: ignore[arg-type]
