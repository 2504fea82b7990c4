"""Power of cable ends, for the demand of switches whose nameplate leaves it out."""

from hallwright.engines.base import Step
from hallwright.engines.fabric.flows import watts_per_point
from hallwright.engines.fabric.inputs import port_groups
from hallwright.engines.topology import Topology
from hallwright.equipment.base import Equipment, Medium
from hallwright.equipment.switch import Switch


def added_optics_kw(topology: Topology, item: Equipment) -> float | None:
    """Power of the transceivers and active cables in a switch, on top of its nameplate; nothing for other things.

    It needs no result of the fabric engine, so that the power demand may ask before the fabric is solved.

    Returns
    -------
    float or None
        [kW]; 0 where the nameplate includes optics; None where a cable product is missing or states no power.
    """
    if not isinstance(item, Switch) or item.nameplate_includes_optics:
        return 0.0
    switch = item
    project = topology.project
    groups = {g.name: g for g in port_groups(switch)}
    total = 0.0
    for link in topology.links_of(switch.id, Medium.FABRIC):
        product = project.products.get(link.product) if link.product else None
        for ids, port, others in ((link.a, link.a_port, link.b), (link.b, link.b_port, link.a)):
            group = groups.get(port)
            if switch.id in ids and group is not None:
                watts = watts_per_point(product.cable if product else None, group)
                if watts is None:
                    return None
                total += watts * link.per_pair * len(others) * ids.count(switch.id)
    return total / 1000.0


def optics_touched(step: Step) -> set[str]:
    """Switches whose added power a change of links or products may alter."""
    change, before, after = step.change, step.before, step.project
    if change is None or before is None:
        return set()
    if change.products:
        ids: set[str] = {s.id for s in step.topology.of_kind(Switch)}
    else:
        ids = set()
        for key in change.links:
            for link in (before.links.get(key), after.links.get(key)):
                if link is not None and link.medium is Medium.FABRIC:
                    ids.update(link.a, link.b)
    return {i for i in ids if isinstance(s := after.equipment.get(i), Switch) and not s.nameplate_includes_optics}
