""" "Connect for me" for coolant: systems to CDUs, coolers and CDUs to the plant, plants to one header."""

import math
from collections.abc import Collection, Iterator

from hallwright.edits.wire import connect, points_taken
from hallwright.equipment.base import Basis, Equipment, Medium, Placed, Port
from hallwright.equipment.cdu import Cdu
from hallwright.equipment.cooling_base import LiquidPlant
from hallwright.equipment.cooling_tower import CoolingTower
from hallwright.equipment.immersion_tank import ImmersionTank
from hallwright.equipment.rack import Rack
from hallwright.equipment.system import System
from hallwright.errors import EditRefused
from hallwright.project import Project


def cool(project: Project, ids: Collection[str]) -> Project:
    """Give liquid-cooled systems, coolers, CDUs, tanks and plants the coolant connections they lack.

    A system is joined to the nearest CDUs with a free connection and enough capacity and flow left to carry all of its
    heat alone: to two where it has two connections and the project asks for N+1, else to one. A cooler, rear door,
    CDU or tank without facility water is joined to the nearest plant with a free connection, a water-cooled chiller to
    the nearest tower, and a plant that stands alone to the header of another. What is connected stays as it is.

    Parameters
    ----------
    project : Project
    ids : collection of str
        Any equipment; racks and tanks stand for all they carry.

    Returns
    -------
    Project
        With the new links; `project` itself where nothing was missing.

    Raises
    ------
    EditRefused
        Something is missing: a CDU with capacity left, a plant or tower with a free connection. Nothing is changed.
    """
    after = project
    for item in _wanted(project, ids):
        if isinstance(item, System):
            after = _system(after, item)
        elif isinstance(item, Placed):
            after = _water(after, item)
        if isinstance(item, LiquidPlant) and not isinstance(item, CoolingTower):
            after = _header(after, item)
    new = {key: link for key, link in after.links.items() if key not in project.links}
    return project.changed(links=new) if new else project


def _wanted(project: Project, ids: Collection[str]) -> list[Equipment]:
    """These things and what racks and tanks among them carry."""
    found: dict[str, Equipment] = {}
    for item in project.pick(ids):
        found[item.id] = item
        if isinstance(item, Rack | ImmersionTank):
            found.update({i.id: i for i in project.equipment.values() if i.carrier_id() == item.id})
    return list(found.values())


def _inlet(item: Equipment, role: str) -> Port | None:
    """Coolant inlet of a role, headers aside."""
    ports = (p for p in item.ports() if p.medium is Medium.COOLANT and p.flow == "in" and p.name != "header")
    return next((p for p in ports if p.role == role), None)


def _feeders(project: Project, id: str, port: str) -> set[str]:
    """Upstream ends of the links at a coolant inlet."""
    return {a for k in project.links.values() if k.b_port == port and id in k.b for a in k.a}


def _at(project: Project, item: Equipment) -> tuple[float, float]:
    """Where a thing stands: its own place, or that of what carries it."""
    carrier = project.equipment.get(item.carrier_id() or "", item)
    return (carrier.x_m, carrier.y_m) if isinstance(carrier, Placed) else (0.0, 0.0)


def _nearest(project: Project, item: Equipment, kind: type[Placed]) -> Iterator[Placed]:
    """Things of a kind, the nearest first."""
    here = _at(project, item)
    others = [o for o in project.all(kind) if o.id != item.id]
    yield from sorted(others, key=lambda o: (round(math.dist(here, _at(project, o)), 6), o.id))


def _has_free(project: Project, item: Equipment, name: str) -> bool:
    port = item.port(name)
    return port is not None and not points_taken(project, item.id, name) >= set(range(1, port.count + 1))


def _liquid_kw(system: System) -> float:
    """Largest heat that a system gives its coolant [kW]."""
    power = system.demand_kw(Basis.NAMEPLATE)
    if power is None:
        raise EditRefused(f"The power (nameplate_kw) of {system.name} is unknown, so no CDU can be chosen for it.")
    return power * system.liquid_fraction


def _flow_l_min(system: System) -> float:
    """Largest coolant flow that a system wants [L/min]; 0 where none is stated."""
    flows = [p.flow_l_min for p in system.liquid_flow_table] or [system.liquid_flow_l_min or 0.0]
    return max(flows)


def _system(project: Project, system: System) -> Project:
    port = _inlet(system, "tcs")
    in_tank = isinstance(project.equipment.get(system.rack_id or ""), ImmersionTank)
    if port is None or in_tank:
        return project
    fed = _feeders(project, system.id, port.name)
    wanted = min(2 if project.settings.liquid_redundancy == "N+1" else 1, port.count)
    heat_kw, flow_l_min = _liquid_kw(system), _flow_l_min(system)
    for cdu in _nearest(project, system, Cdu):
        if len(fed) >= wanted:
            break
        assert isinstance(cdu, Cdu)
        if cdu.id in fed or not _has_free(project, cdu, "rack"):
            continue
        hanging = [
            project.equipment[b] for k in project.links.values() if k.a_port == "rack" and cdu.id in k.a for b in k.b
        ]
        systems = {s.id: s for s in hanging if isinstance(s, System)}.values()
        if sum(map(_liquid_kw, systems)) + heat_kw > cdu.capacity_kw:
            continue
        pumped = cdu.secondary_flow_l_min
        if pumped is not None and sum(map(_flow_l_min, systems)) + flow_l_min > pumped:
            continue
        project = _water(connect(project, cdu.id, "rack", system.id, port.name), cdu)
        fed.add(cdu.id)
    if len(fed) < wanted:
        raise EditRefused(
            f"{system.name} wants {wanted} CDU{'s' if wanted > 1 else ''} with {heat_kw:.1f} kW and {flow_l_min:.0f} "
            f"L/min to spare and a free connection; {len(fed)} found. Place a CDU."
        )
    return project


def _water(project: Project, item: Placed) -> Project:
    """Join a consumer of facility or condenser water to the nearest source with a free connection."""
    for role, kind, what in (
        ("fws", LiquidPlant, "chiller or dry cooler"),
        ("condenser", CoolingTower, "cooling tower"),
    ):
        port = _inlet(item, role)
        if port is None or _feeders(project, item.id, port.name):
            continue
        for source in _nearest(project, item, kind):
            outlet = source.port("out")
            if outlet is not None and outlet.role == role and _has_free(project, source, "out"):
                project = connect(project, source.id, "out", item.id, port.name)
                break
        else:
            raise EditRefused(f"{item.name} needs water: there is no {what} with a free connection.")
    return project


def _header(project: Project, plant: LiquidPlant) -> Project:
    """Join a plant that no header joins to the nearest other one."""
    if plant.port("header") is None:
        return project
    for link in project.links.values():
        if link.b_port == "header" and plant.id in (*link.a, *link.b):
            return project
    for other in _nearest(project, plant, LiquidPlant):
        if not isinstance(other, CoolingTower) and _has_free(project, other, "out"):
            return connect(project, other.id, "out", plant.id, "header")
    return project
