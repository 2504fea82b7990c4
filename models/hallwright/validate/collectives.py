"""Cases that the models of collectives, collisions and completion time take."""

from collections.abc import Callable, Mapping
from typing import Any

from hallwright.engines.traffic.collectives import (
    algorithm_gbytes_s,
    bus_factor,
    domain_time_s,
    hierarchical,
    plateau_gbytes_s,
)
from hallwright.engines.traffic.collisions import collisions
from hallwright.engines.traffic.completion import completion_ratio, needed

LARGE_BYTES = 16 * 2.0**30  # a payload that reaches the plateau, where a case states none


def _ecmp_collision(given: Mapping[str, Any]) -> Mapping[str, float] | None:
    if not str(given.get("hash", "uniform")).startswith("uniform"):
        return None
    found = collisions(given["flows"], given["equal_cost_paths"])
    return {
        "p_no_collision": found.p_no_collision,
        "expected_idle_path_fraction": found.idle_fraction,
        "expected_max_flows_on_one_path": found.most_on_one,
    }


def _algebra(given: Mapping[str, Any]) -> Mapping[str, float]:
    factor = bus_factor(given["collective"], given["ranks"])
    if "bytes" not in given or "time_us" not in given:
        return {"busbw_factor": factor}
    rate = algorithm_gbytes_s(given["bytes"], given["time_us"] * 1e-6)
    return {"busbw_factor": factor, "algbw_gbytes_s": rate, "busbw_gbytes_s": factor * rate}


def _in_domain(given: Mapping[str, Any], *, in_switch: bool) -> Mapping[str, float]:
    collective, ranks = given["collective"], given["ranks"]
    link = given["link_oneway_gbytes_s"]
    plateau = plateau_gbytes_s(collective, ranks, link, in_switch=in_switch, efficiency=given.get("link_efficiency"))
    size = given["payload_gib"] * 2.0**30 if "payload_gib" in given else LARGE_BYTES
    time_s = domain_time_s(collective, ranks, size, plateau)
    rate = algorithm_gbytes_s(size, time_s)
    return {
        "busbw_gbytes_s": bus_factor(collective, ranks) * rate,
        "algbw_gbytes_s": rate,
        "time_us": time_s * 1e6,
        "time_ms": time_s * 1e3,
    }


def _intranode(given: Mapping[str, Any]) -> Mapping[str, float] | None:
    return _in_domain(given, in_switch=False) if given.get("algorithm", "ring") == "ring" else None


def _nvls(given: Mapping[str, Any]) -> Mapping[str, float] | None:
    return _in_domain(given, in_switch=True) if str(given["algorithm"]).startswith("nvls") else None


def _hierarchical(given: Mapping[str, Any]) -> Mapping[str, float]:
    found = hierarchical(
        given["collective"],
        given["nodes"],
        given["gpus_per_node"],
        given["payload_bytes"],
        given["nic_gbps_per_gpu"],
        given["single_node_busbw_gbytes_s"],
    )
    return {
        "time_ms": found.time_s * 1e3,
        "busbw_gbytes_s": found.busbw_gbytes_s,
        "wire_gbytes_s_per_gpu": found.wire_gbytes_s,
    }


def _message_size(given: Mapping[str, Any]) -> Mapping[str, float]:
    time_s = domain_time_s(
        given["collective"],
        given["ranks"],
        given["bytes"],
        given["plateau_busbw_gbytes_s"],
        given["fixed_latency_us"] * 1e-6,
    )
    rate = algorithm_gbytes_s(given["bytes"], time_s)
    factor = bus_factor(given["collective"], given["ranks"])
    return {"time_us": time_s * 1e6, "algbw_gbytes_s": rate, "busbw_gbytes_s": factor * rate}


def _completion(given: Mapping[str, Any]) -> Mapping[str, float] | None:
    exposed = given["exposed_network_time_fraction"]
    if "busbw_gain" in given:
        return {"jct_ratio": completion_ratio(exposed, given["busbw_gain"])}
    if "jct_reduction" in given:
        found = needed(exposed, given["jct_reduction"])
        return {
            "required_network_time_reduction": found.time_reduction,
            "required_network_speedup": found.speed,
        }
    return None


ADAPTERS: Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, float] | None]] = {
    "ecmp_collision": _ecmp_collision,
    "collective_algebra": _algebra,
    "collective_busbw_intranode": _intranode,
    "collective_busbw_nvls": _nvls,
    "collective_hierarchical": _hierarchical,
    "message_size_curve": _message_size,
    "jct_amdahl": _completion,
}
