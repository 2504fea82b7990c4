"""What the fabric engine takes from a project."""

from hallwright.cabling.places import limits_of, spot_of, tray_line
from hallwright.cabling.trays import TrayLine
from hallwright.engines.base import Step
from hallwright.engines.fabric.records import Device, Group, Inputs
from hallwright.engines.topology import Topology
from hallwright.equipment.accelerator import Accelerator
from hallwright.equipment.base import Equipment, Medium
from hallwright.equipment.switch import Switch
from hallwright.equipment.system import System
from hallwright.equipment.tray import Tray
from hallwright.project import Cable, Project

RANK = {"leaf": 1, "storage": 1, "management": 1, "spine": 2, "core": 3}
_GROUPS: dict[object, tuple[Group, ...]] = {}  # port groups by what makes them: systems of one product share theirs


def port_groups(item: System | Switch) -> tuple[Group, ...]:
    """The fabric port groups of a system or switch."""
    key = item.nics if isinstance(item, System) else (item.switch_ports, item.protocol, item.cage_type)
    found = _GROUPS.get(key)
    if found is None:
        if len(_GROUPS) > 1000:
            _GROUPS.clear()
        found = _GROUPS[key] = tuple(
            Group(p.name, p.count, p.gbps, p.role, p.protocol, p.connector)
            for p in item.ports()
            if p.medium is Medium.FABRIC
        )
    return found


def device_of(item: Equipment | None, topology: Topology) -> Device | None:
    """A system or switch as the engine sees it; None for anything else."""
    if not isinstance(item, System | Switch):
        return None
    project = topology.project
    spot = spot_of(item, project.equipment.get(item.rack_id) if item.rack_id else None)
    groups = port_groups(item)
    if isinstance(item, Switch):
        rank = RANK.get(item.tier, -1)
        return Device(
            rank, item.tier, item.fabric, 0, groups, spot.place, spot.at, spot.height_m, item.nameplate_includes_optics
        )
    job = "storage" if item.role == "storage" and not item.job else item.job
    cards = sum(isinstance(project.equipment.get(i), Accelerator) for i in topology.inside(item.id))
    return Device(0, "system", "", item.gpus + cards, groups, spot.place, spot.at, spot.height_m, True, job)


def trays_of(topology: Topology) -> tuple[TrayLine, ...]:
    """Trays that may carry fabric cables, in identifier order."""
    return tuple(tray_line(t) for t in topology.of_kind(Tray) if t.carries != "power")


def cables_of(project: Project) -> dict[str, Cable]:
    """Cable products of the project."""
    return {k: p.cable for k, p in project.products.items() if p.cable is not None}


def inputs_of(step: Step) -> Inputs:
    """Everything from scratch."""
    project, topology = step.project, step.topology
    devices: dict[str, Device] = {}
    for kind in (System, Switch):
        for item in topology.of_kind(kind):
            device = device_of(item, topology)
            assert device is not None
            devices[item.id] = device
    links = {k: link for k, link in sorted(project.links.items()) if link.medium is Medium.FABRIC}
    return Inputs(devices, links, cables_of(project), trays_of(topology), limits_of(project.settings))
