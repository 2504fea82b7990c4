"""Kinds of fabric to start from: the values of a rule that make each, and what else to ask for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hallwright.project import FabricRule, Topology

CLOS = ("nic_split", "planes", "unit_systems", "oversubscription", "tiers")


@dataclass(frozen=True)
class Preset:
    """A kind of fabric.

    Attributes
    ----------
    label : str
        Name on screen.
    note : str
        What it is, in one sentence.
    asks : tuple of str
        Fields of the rule that make sense here, besides systems, switches and racks.
    values : mapping
        Values of the rule that differ from the defaults.
    leaf, spine : str
        Switch products to start with.
    """

    label: str
    note: str
    topology: Topology
    asks: tuple[str, ...]
    values: Mapping[str, Any] = field(default_factory=dict)
    leaf: str = "nvidia-qm9700"
    spine: str | None = None

    @property
    def role(self) -> str:
        """Role of the network ports that it serves."""
        return str(self.values.get("role", "compute"))


def _managed(**values: Any) -> dict[str, Any]:
    return {"role": "management", "fabric": "management", **values}


PRESETS: Mapping[str, Preset] = {
    "rail": Preset(
        "Rail-optimised Clos", "Rail r of every system meets on leaf r of its unit; each leaf reaches each spine.",
        "clos", (*CLOS, "leaves_a_unit"),
    ),
    "fat_tree": Preset(
        "Plain fat tree", "All ports of a system on one leaf.", "clos", (*CLOS, "leaves_a_unit"),
        {"leaves_a_unit": 1},
    ),
    "planes": Preset(
        "Rail-optimised Clos in two planes",
        "Each network port is two of half the rate, one in each of two fabrics that share nothing.",
        "clos", (*CLOS, "leaves_a_unit"), {"planes": 2, "nic_split": 2}, "nvidia-sn5600",
    ),
    "dual": Preset(
        "Dual plane, dual top-of-rack", "Both ports of an adapter on switches of two planes; uplinks of full rate.",
        "clos", (*CLOS, "leaves_a_unit", "uplink_gbps"), {"planes": 2, "nic_split": 2, "uplink_gbps": 400.0},
        "nvidia-sn5600",
    ),
    "rail_only": Preset(
        "Rail-only", "A network for each rail and none between: other traffic goes through the scale-up domain.",
        "rail_only", ("unit_systems", "oversubscription", "tiers"),
    ),
    "dragonfly": Preset(
        "Dragonfly", "Groups of fully meshed routers, with links between each two groups.",
        "dragonfly", ("leaves_a_unit", "routers_a_group", "globals_a_router"),
        {"leaves_a_unit": 1, "routers_a_group": 8, "globals_a_router": 8},
    ),
    "dragonfly_plus": Preset(
        "Dragonfly+", "Leaf-spine groups whose spines are linked between groups.",
        "dragonfly_plus",
        ("leaves_a_unit", "routers_a_group", "spines_a_group", "globals_a_router", "oversubscription"),
        {"leaves_a_unit": 1, "routers_a_group": 8, "spines_a_group": 8, "globals_a_router": 16},
    ),
    "torus_2d": Preset(
        "2-D torus", "A switch at each node, linked with four neighbours.", "torus", ("dims", "globals_a_router"),
        {"dims": (4, 4), "globals_a_router": 4},
    ),
    "torus_3d": Preset(
        "3-D torus", "A switch at each node, linked with six neighbours.", "torus", ("dims", "globals_a_router"),
        {"dims": (4, 4, 4), "globals_a_router": 4},
    ),
    "scheduled": Preset(
        "Scheduled fabric", "Leaf boxes spray cells over all fabric boxes: no hash decides the path.",
        "clos", ("planes", "unit_systems", "leaves_a_unit"), {"leaves_a_unit": 2},
        "ddc-jericho3ai-leaf", "ddc-ramon3-fabric-128",
    ),
    "storage": Preset(
        "Storage", "Storage ports of servers and storage on pairs of leaves.",
        "clos", (*CLOS, "leaves_a_unit"),
        {"role": "storage", "fabric": "storage", "leaves_a_unit": 2, "oversubscription": 2.0}, "nvidia-sn5600",
    ),
    "in_band": Preset(
        "In-band management", "Management ports on pairs of leaves, linked to spines.",
        "clos", ("unit_systems", "oversubscription", "tiers", "leaves_a_unit"),
        _managed(leaves_a_unit=2, oversubscription=4.0), "nvidia-sn5600",
    ),
    "out_of_band": Preset(
        "Out-of-band management", "Slow management ports on switches of their own.",
        "clos", ("unit_systems", "oversubscription", "tiers", "leaves_a_unit"),
        _managed(leaves_a_unit=1, oversubscription=8.0), "nvidia-sn2201", "nvidia-sn5600",
    ),
}  # fmt: skip


def preset_of(rule: FabricRule) -> str:
    """The kind of fabric that a rule comes from, by its values."""

    def distance(name: str) -> tuple[int, int]:
        values = PRESETS[name].values
        same = sum(getattr(rule, key) == value for key, value in values.items())
        return len(values) - same, -same

    alike = [n for n, p in PRESETS.items() if p.topology == rule.topology and p.role == rule.role]
    plain = [n for n in alike if (PRESETS[n].leaf.startswith("ddc")) == rule.leaf.startswith("ddc")]
    return min(plain or alike or list(PRESETS), key=distance)
