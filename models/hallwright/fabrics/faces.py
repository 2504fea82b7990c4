"""Which ports of a switch product serve systems and which lead to switches, and how they are broken out."""

import math
from dataclasses import dataclass

from hallwright.equipment.base import Medium, Port
from hallwright.equipment.switch import Switch, SwitchPorts
from hallwright.errors import OutOfRange

MOST_SPLIT = 8  # parts of one port, as `SwitchPorts.split` allows


@dataclass(frozen=True, slots=True)
class Side:
    """A run of like ports of a switch."""

    port: Port
    first: int
    count: int


@dataclass(frozen=True, slots=True)
class Faces:
    """A switch whose ports are broken out as wanted, and its runs towards systems and towards switches."""

    switch: Switch
    down: Side
    up: Side

    @property
    def ports(self) -> int:
        """All network ports, as broken out, but those for its own management."""
        return sum(p.count for p in self.switch.ports() if p.medium is Medium.FABRIC and p.role != "management")


def _groups(switch: Switch) -> tuple[int, int]:
    """Index of the port groups towards systems and towards switches; the same where one serves both."""
    usable = [n for n, g in enumerate(switch.switch_ports) if g.role != "management"]
    if not usable:
        raise OutOfRange(f"{switch.name} states no network ports.")
    groups = switch.switch_ports
    down = max(usable, key=lambda n: (groups[n].role not in ("uplink", "fabric"), groups[n].count * groups[n].gbps))
    wanted = "fabric" if groups[down].role == "network" else "uplink"
    up = next((n for n in usable if groups[n].role == wanted and groups[n].gbps >= groups[down].gbps), down)
    return down, up


def uplink_gbps(switch: Switch) -> float | None:
    """Rate of its ports towards switches, where those are ports of their own [Gb/s]; else None."""
    down, up = _groups(switch)
    return None if down == up else switch.switch_ports[up].gbps


def split_for(switch: Switch, group: SwitchPorts, gbps: float) -> int:
    """Parts of a port that give that rate.

    Raises
    ------
    OutOfRange
        It does not divide; the reason names the nearest rate that does.
    """
    parts = group.gbps / gbps
    if parts == int(parts) and 1 <= parts <= MOST_SPLIT:
        return int(parts)
    rates = [group.gbps / n for n in range(1, MOST_SPLIT + 1)]
    nearest = min(rates, key=lambda rate: abs(rate - gbps))
    raise OutOfRange(
        f"{switch.name} has ports of {group.gbps:g} Gb/s, which give no {gbps:g} Gb/s; the nearest is {nearest:g} Gb/s."
    )


def room(switch: Switch, down_gbps: float, up_gbps: float, oversubscription: float) -> tuple[int, int]:
    """Most ports towards systems that a leaf has room for beside the uplinks they need, and those uplinks.

    Uplinks with ports of their own are all used where those are cells of a scheduled fabric.
    """
    down, up = _groups(switch)
    low, high = switch.switch_ports[down], switch.switch_ports[up]
    low_split, high_split = split_for(switch, low, down_gbps), split_for(switch, high, up_gbps)

    def uplinks(count: int) -> int:
        return math.ceil(count * down_gbps / oversubscription / up_gbps - 1e-9)

    if down != up:
        most = min(low.count * low_split, int(high.count * high_split * up_gbps * oversubscription / down_gbps + 1e-9))
        return most, high.count * high_split if high.role == "fabric" else uplinks(most)
    for count in range(low.count * low_split, 0, -1):
        if math.ceil(count / low_split) + math.ceil(uplinks(count) / high_split) <= low.count:
            return count, uplinks(count)
    raise OutOfRange(f"{switch.name} has no room for downlinks beside its uplinks.")


def shape(switch: Switch, down: int, down_gbps: float, up: int, up_gbps: float) -> Faces:
    """The switch with its ports broken out for so many links down and up; uplinks take its last ports.

    Raises
    ------
    OutOfRange
        It has fewer ports, or none of that speed.
    """
    low, high = _groups(switch)
    groups = switch.switch_ports
    low_split = split_for(switch, groups[low], down_gbps) if down else groups[low].split
    high_split = split_for(switch, groups[high], up_gbps) if up else groups[high].split
    made = list(groups)
    if low != high:
        made[low] = groups[low].model_copy(update={"split": low_split})
        made[high] = groups[high].model_copy(update={"split": high_split})
        parts = (low, high)
    elif low_split == high_split or not down or not up:
        made[low] = groups[low].model_copy(update={"split": low_split if down else high_split})
        parts = (low, low)
    else:
        cages = math.ceil(up / high_split)
        rest = groups[low].count - cages
        if rest < 1:
            raise OutOfRange(f"{switch.name} has {groups[low].count} ports; {cages} for uplinks leave none.")
        made[low : low + 1] = [
            groups[low].model_copy(update={"count": rest, "split": low_split}),
            groups[low].model_copy(update={"count": cages, "split": high_split}),
        ]
        parts = (low, low + 1)
    formed = switch.model_copy(update={"switch_ports": tuple(made)})
    ports = [p for p in formed.ports() if p.medium is Medium.FABRIC]
    low_port, high_port = ports[parts[0]], ports[parts[1]]
    wanted = {low_port.name: down}
    wanted[high_port.name] = wanted.get(high_port.name, 0) + up
    for port in (low_port, high_port):
        if wanted[port.name] > port.count:
            raise OutOfRange(
                f"{switch.name} has {port.count} ports of {port.gbps:g} Gb/s; {wanted[port.name]} are needed."
            )
    return Faces(formed, Side(low_port, 1, down), Side(high_port, high_port.count - up + 1, up))
