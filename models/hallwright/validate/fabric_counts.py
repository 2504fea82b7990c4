"""Cases of the sizes of fabrics: each adapter names the inputs that it takes; with any other it takes none."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from hallwright.errors import OutOfRange
from hallwright.fabrics.bisection import half_to_half, injection
from hallwright.fabrics.clos import bill
from hallwright.fabrics.dragonfly import dragonfly
from hallwright.fabrics.formulas import fat_tree, oversubscription, two_tier_limit
from hallwright.fabrics.rail_only import rail_only
from hallwright.fabrics.torus import torus

Given = Mapping[str, Any]


def _only(given: Given, needed: str, more: str = "") -> None:
    """Raise OutOfRange where an input is missing or is none that the function takes."""
    wanted = set(needed.split())
    lacking, foreign = wanted - set(given), set(given) - wanted - set(more.split())
    if lacking or foreign:
        raise OutOfRange(f"inputs {'missing' if lacking else 'unknown'}: {', '.join(sorted(lacking or foreign))}.")


def _count(given: Given, name: str, default: int | None = None) -> int:
    value = given.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value) or value < 0:
        raise OutOfRange(f"{name} is not a whole number.")
    return int(value)


def _some(given: Given, name: str) -> int | None:
    return _count(given, name) if given.get(name) is not None else None


def _rate(given: Given, name: str, default: float | None = None) -> float:
    value = given.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise OutOfRange(f"{name} is not a number.")
    return float(value)


def _oversubscription(given: Given) -> Mapping[str, float]:
    _only(given, "down_ports down_gbps up_ports up_gbps")
    down = _count(given, "down_ports") * _rate(given, "down_gbps")
    return {"oversubscription": oversubscription(down, _count(given, "up_ports") * _rate(given, "up_gbps"))}


def _two_tier_limit(given: Given) -> Mapping[str, float]:
    _only(given, "switch_ports", "oversubscription")
    return asdict(two_tier_limit(_count(given, "switch_ports"), _rate(given, "oversubscription", 1.0)))


def _fat_tree(given: Given) -> Mapping[str, float]:
    _only(given, "k", "tiers")
    return asdict(fat_tree(_count(given, "k"), _count(given, "tiers", 3)))


def _clos_bom(given: Given) -> Mapping[str, float]:
    _only(
        given,
        "nodes gpus_per_node",
        "nics_per_node scalable_units nodes_per_su_positions ufm_fabric_links switch_ports "
        "switch_ports_per_plane_speed planes link_gbps link_gbps_per_plane cable_carries_planes tiers leaf_uplinks "
        "leaf_downlinks oversubscription",
    )
    if ("switch_ports" in given) == ("switch_ports_per_plane_speed" in given):
        raise OutOfRange("one number of switch ports is wanted.")
    found = bill(
        nodes=_count(given, "nodes"),
        gpus_per_node=_count(given, "gpus_per_node"),
        nics_per_node=_some(given, "nics_per_node"),
        ports=_count(given, "switch_ports" if "switch_ports" in given else "switch_ports_per_plane_speed"),
        units=_some(given, "scalable_units"),
        positions=_some(given, "nodes_per_su_positions"),
        planes=_count(given, "planes", 1),
        planes_a_cable=_count(given, "cable_carries_planes", 1),
        oversubscription=_rate(given, "oversubscription", 1.0),
        leaf_down=_some(given, "leaf_downlinks"),
        leaf_up=_some(given, "leaf_uplinks"),
        tiers=_some(given, "tiers"),
        manager_links=_count(given, "ufm_fabric_links", 0),
    )
    return {
        "gpus": found.gpus,
        "scalable_units": found.size.units,
        "leaf_switches": found.size.leaf_switches,
        "spine_switches": found.size.spine_switches,
        "core_switches": found.size.core_switches,
        "switches": found.size.switches,
        "endpoint_cables": found.endpoint_cables,
        "node_leaf_cables": found.node_leaf_cables,
        "leaf_spine_cables": found.leaf_spine_cables,
        "spine_core_cables": found.spine_core_cables,
    }


def _dragonfly(given: Given) -> Mapping[str, float]:
    _only(given, "routers_per_group_a endpoints_per_router_p global_links_per_router_h", "groups")
    size = dragonfly(
        _count(given, "routers_per_group_a"),
        _count(given, "endpoints_per_router_p"),
        _count(given, "global_links_per_router_h"),
        _some(given, "groups"),
    )
    return {
        "groups": size.groups,
        "endpoints": size.endpoints,
        "routers": size.routers,
        "router_ports": size.router_ports,
        "local_links": size.local_links,
        "global_links": size.global_links,
    }


def _rail_only(given: Given) -> Mapping[str, float]:
    _only(given, "gpus hb_domain_gpus switch_ports")
    size = rail_only(_count(given, "gpus"), _count(given, "hb_domain_gpus"), _count(given, "switch_ports"))
    return {
        "rail_optimised_switches": size.full_switches,
        "rail_only_switches": size.switches,
        "switch_reduction": size.reduction,
    }


def _bisection(given: Given) -> Mapping[str, float]:
    if "dims" in given:
        _only(given, "dims link_oneway_gbytes_s")
        dims = given["dims"]
        if not isinstance(dims, list):
            raise OutOfRange("dims is not a list.")
        size = torus([_count({"dims": d}, "dims") for d in dims])
        rate = injection(size.bisection_links, _rate(given, "link_oneway_gbytes_s"))
        return {
            "nodes": size.nodes,
            "bisection_links": size.bisection_links,
            "bisection_oneway_tbytes_s": rate / 1000.0,
        }
    if "gpus" in given:
        _only(given, "gpus gpu_bidirectional_tbytes_s", "links_per_gpu switch_trays chips_per_tray")
        gpus = _count(given, "gpus")
        found: dict[str, float] = {
            "aggregate_bidirectional_tbytes_s": injection(gpus, _rate(given, "gpu_bidirectional_tbytes_s"))
        }
        if "links_per_gpu" in given:
            found["gpu_link_count"] = gpus * _count(given, "links_per_gpu")
        if "switch_trays" in given:
            found["switch_chips"] = _count(given, "switch_trays") * _count(given, "chips_per_tray", 1)
        return found
    _only(given, "nodes gpus_per_node link_gbps", "oversubscription")
    injected = injection(_count(given, "nodes") * _count(given, "gpus_per_node"), _rate(given, "link_gbps")) / 1000.0
    return {
        "injection_tbps": injected,
        "bisection_oneway_tbps": half_to_half(injected, _rate(given, "oversubscription", 1.0)),
    }


ADAPTERS: Mapping[str, Callable[[Given], Mapping[str, float] | None]] = {
    "bisection": _bisection,
    "clos_bom": _clos_bom,
    "dragonfly_formula": _dragonfly,
    "fat_tree_formula": _fat_tree,
    "oversubscription": _oversubscription,
    "rail_only": _rail_only,
    "two_tier_limit": _two_tier_limit,
}
