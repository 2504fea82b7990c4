"""What the fabric engine takes from a project."""

from hallwright.engines.base import Step
from hallwright.engines.fabric.records import Device, Group, Inputs, Limits
from hallwright.engines.fabric.trays import TrayLine
from hallwright.engines.topology import Topology
from hallwright.equipment.accelerator import Accelerator
from hallwright.equipment.base import Equipment, Medium, Placed
from hallwright.equipment.rack import Rack
from hallwright.equipment.switch import Switch
from hallwright.equipment.system import System
from hallwright.equipment.tray import Tray
from hallwright.project import Cable, Project
from hallwright.settings import Settings

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
    carrier = project.equipment.get(item.rack_id) if item.rack_id else None
    place, height_m = item, item.height_m / 2
    if isinstance(carrier, Placed):
        place, height_m = carrier, carrier.height_m  # type: ignore[assignment]
        if isinstance(carrier, Rack):
            if item.u is not None:
                height_m = (item.u - 1 + (item.u_height or 1) / 2) * carrier.unit_pitch_m
            else:
                height_m = carrier.height_m / 2
    at = (place.x_m, place.y_m)
    groups = port_groups(item)
    if isinstance(item, Switch):
        rank = RANK.get(item.tier, -1)
        return Device(rank, item.tier, item.fabric, 0, groups, place.id, at, height_m, item.nameplate_includes_optics)
    job = "storage" if item.role == "storage" and not item.job else item.job
    cards = sum(isinstance(project.equipment.get(i), Accelerator) for i in topology.inside(item.id))
    return Device(0, "system", "", item.gpus + cards, groups, place.id, at, height_m, True, job)


def limits_of(settings: Settings) -> Limits:
    """Settings that change what the engine computes."""
    return Limits(
        settings.cable_slack_fraction,
        settings.cable_service_loop_m,
        settings.cable_in_rack_extra_m,
        settings.cable_overhead_m,
        settings.tray_entry_max_m,
        tuple(sorted(settings.cable_stock_lengths_m)),
    )


def trays_of(topology: Topology) -> tuple[TrayLine, ...]:
    """Trays that may carry fabric cables, in identifier order."""
    return tuple(
        TrayLine(t.id, t.points_m, t.elevation_m, t.level, t.width_m)
        for t in topology.of_kind(Tray)
        if t.carries != "power"
    )


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
