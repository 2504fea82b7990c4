"""Cases that the fabric engine's functions take."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from hallwright.engines.fabric.formulas import fat_tree, oversubscription, two_tier_limit


def _oversubscription(given: Mapping[str, Any]) -> Mapping[str, float]:
    down, up = given["down_ports"] * given["down_gbps"], given["up_ports"] * given["up_gbps"]
    return {"oversubscription": oversubscription(down, up)}


def _two_tier_limit(given: Mapping[str, Any]) -> Mapping[str, float]:
    return asdict(two_tier_limit(given["switch_ports"], given["oversubscription"]))


def _fat_tree(given: Mapping[str, Any]) -> Mapping[str, float]:
    return asdict(fat_tree(given["k"], given["tiers"]))


ADAPTERS: Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, float] | None]] = {
    "oversubscription": _oversubscription,
    "two_tier_limit": _two_tier_limit,
    "fat_tree_formula": _fat_tree,
}
