"""What racks carry."""

from halls import good_hall, item
from hallwright.engines.space.contents import contents_mass, descendants, mounted_in, root_of
from hallwright.engines.topology import Topology


def test_contents_of_a_rack() -> None:
    hall = good_hall().changed(equipment={"c": item("accelerator", "c", system_id="s1", form_factor="PCIe")})
    topology = Topology(hall)
    assert descendants("r1", topology.inside) == ["p1a", "p1b", "s1", "c"]
    assert contents_mass(["p1a", "p1b", "s1", "c"], hall.equipment, 1.5) == (151.5, ())
    assert root_of("c", hall.equipment) == "r1"
    found = mounted_in(hall.equipment["r1"], hall.equipment, topology.inside)
    assert found["s1"].cards == 1
    assert found["s1"].top_u == 8
    assert found["s1"].behind_m == 0.055
    assert not found["p1a"].unplaced


def test_a_ring_of_carriers_ends() -> None:
    a, b = item("rack", "a", rack_id="b"), item("rack", "b", rack_id="a")
    equipment = {"a": a, "b": b}
    inside = {"a": frozenset({"b"}), "b": frozenset({"a"})}
    assert descendants("a", inside.__getitem__) == ["b"]
    assert root_of("a", equipment) in equipment
