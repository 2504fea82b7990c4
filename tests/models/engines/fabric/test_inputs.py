"""What the engine takes from a project."""

from halls import good_hall
from hallwright.edits.change import set_fields
from hallwright.engines.fabric.inputs import device_of, port_groups
from hallwright.engines.topology import Topology
from hallwright.equipment.switch import Switch
from hallwright.equipment.system import System


def test_a_device_stands_at_its_rack_unit() -> None:
    hall = set_fields(good_hall(), ["lf1"], {"u": 11})
    found = device_of(hall.equipment["lf1"], Topology(hall))
    assert found is not None
    rack = hall.equipment["r4"]
    assert (found.place, found.at) == ("r4", (rack.x_m, rack.y_m))  # type: ignore[attr-defined]
    assert found.height_m == (10 + 0.5) * 0.04445
    assert device_of(rack, Topology(hall)) is None


def test_port_groups_are_the_fabric_ports_alone() -> None:
    hall = good_hall()
    assert [(g.name, g.count, g.gbps) for g in port_groups(hall.get("s1", System))] == [("compute", 8, 400.0)]
    assert [(g.name, g.count) for g in port_groups(hall.get("lf1", Switch))] == [("front", 64)]
