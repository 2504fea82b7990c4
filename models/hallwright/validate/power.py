"""Cases that the power engine takes: each becomes a small hall, and the engine's records are the answer."""

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from hallwright.edits.arrange import place
from hallwright.edits.change import set_settings
from hallwright.edits.wire import connect
from hallwright.engines.base import Results, Step
from hallwright.engines.power import engine
from hallwright.engines.topology import Topology
from hallwright.equipment import kinds
from hallwright.equipment.base import Equipment
from hallwright.project import Project, made

AMPLE = 1e5  # ratings that no case reaches, so that efficiency alone decides


def _item(kind: str, id: str, **fields: Any) -> Equipment:
    return made(kinds()[kind], {"id": id, "name": id, **fields})


def _systems(kw: list[float]) -> list[Equipment]:
    """Systems in a rack each, with one supply."""
    found = []
    for n, nameplate_kw in enumerate(kw):
        found.append(_item("rack", f"rack{n}", units=100))
        found.append(
            _item("system", f"system{n}", role="gpu", rack_id=f"rack{n}", u=1, nameplate_kw=nameplate_kw, psu_count=1)
        )
    return found


def _solved(things: list[Equipment], feeds: list[tuple[str, str, str, str]]) -> Any:
    """The power engine's result for a hall of these things and feeds, every load at its nameplate."""
    project = set_settings(Project(), {"demand_basis": "nameplate"})
    project = place(project, things)
    for feed in feeds:
        project = connect(project, *feed)
    step = Step(project, Topology(project), Results())
    return engine.solve(engine.inputs(step))


def _chain(*ids: str) -> list[tuple[str, str, str, str]]:
    return [(a, "out", b, "in") for a, b in pairwise(ids)]


def _source() -> list[Equipment]:
    return [
        _item("utility_feed", "utility", voltage_v=415.0, contracted_kw=AMPLE),
        _item("switchgear", "board", voltage_v=415.0, rating_a=AMPLE),
    ]


def _ups(id: str, efficiency: float) -> Equipment:
    curve = [[0.01, efficiency], [1.0, efficiency]]
    return _item("ups", id, rating_kw=AMPLE, rating_kva=AMPLE, voltage_v=415.0, efficiency_at_load=curve)


def _rack_pdu(outlets: int = 1) -> Equipment:
    return _item("rack_pdu", "strip", rack_id="rack0", voltage_v=415.0, rating_a=1000.0, outlets=outlets)


def _ups_loss(given: Mapping[str, Any]) -> Mapping[str, float] | None:
    if set(given) != {"load_kw", "efficiency"}:
        return None
    things = [*_source(), _ups("ups", given["efficiency"]), *_systems([given["load_kw"]]), _rack_pdu()]
    feeds = [*_chain("utility", "board", "ups", "strip"), ("strip", "out", "system0", "psu")]
    record = _solved(things, feeds).records["ups"]
    return {"loss_kw": record.loss_kw, "input_kw": record.in_kw}


def _it_kw(kw: float, count: int) -> float:
    """Load of a strip that feeds so many systems."""
    things = [*_source(), *_systems([kw] * count), _rack_pdu(count)]
    feeds = [*_chain("utility", "board", "strip"), *(("strip", "out", f"system{n}", "psu") for n in range(count))]
    return float(_solved(things, feeds).records["strip"].out_kw)


def _power_rollup(given: Mapping[str, Any]) -> Mapping[str, float] | None:
    if set(given) == {"nodes", "kw_per_node"}:
        return {"rack_kw": _it_kw(given["kw_per_node"], given["nodes"])}
    if set(given) == {"racks", "kw_per_rack_burst", "kw_per_rack_sustained"}:
        return {
            "burst_kw": _it_kw(given["kw_per_rack_burst"], given["racks"]),
            "sustained_kw": _it_kw(given["kw_per_rack_sustained"], given["racks"]),
        }
    return None


def _pue_components(given: Mapping[str, Any]) -> Mapping[str, float]:
    it_kw = 100.0
    things = [
        *_source(),
        _ups("ups", given["ups_efficiency"]),
        _ups("distribution", given["distribution_efficiency"]),  # any element with a flat efficiency
        *_systems([it_kw]),
        _rack_pdu(),
    ]
    feeds = [*_chain("utility", "board", "ups", "distribution", "strip"), ("strip", "out", "system0", "psu")]
    for name, share in (("cooling", given["cooling_kw_per_it_kw"]), ("other", given["other_kw_per_it_kw"])):
        things.append(_item("crah", name, sensible_kw=AMPLE, airflow_m3_s=10.0, fan_kw=share * it_kw, supply_degc=20.0))
        feeds.append(("board", "out", name, "feed"))
    return {"pue": _solved(things, feeds).totals.pue}


ADAPTERS: Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, float] | None]] = {
    "ups_loss": _ups_loss,
    "power_rollup": _power_rollup,
    "pue_components": _pue_components,
}
