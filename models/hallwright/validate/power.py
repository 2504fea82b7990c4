"""Cases that the power engine takes: each becomes a small hall, and the engine's records are the answer."""

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Any

from hallwright.edits.arrange import place
from hallwright.edits.change import set_settings
from hallwright.edits.wire import connect
from hallwright.engines.base import Results, Step
from hallwright.engines.power import engine
from hallwright.engines.power.density import part_kw, weighted_efficiency
from hallwright.engines.topology import Topology
from hallwright.equipment import kinds
from hallwright.equipment.base import Equipment
from hallwright.project import Project, made
from hallwright.units import parse_quantity

AMPLE = 1e5  # ratings that no case reaches, so that efficiency alone decides
Points = tuple[tuple[float, float], ...]


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


def _ups(id: str, curve: Points, rating_kw: float = AMPLE) -> Equipment:
    return _item("ups", id, rating_kw=rating_kw, voltage_v=415.0, efficiency_at_load=curve)


def _flat(efficiency: float) -> Points:
    return ((0.0, efficiency), (1.0, efficiency))


def _rack_pdu(outlets: int = 1) -> Equipment:
    return _item("rack_pdu", "strip", rack_id="rack0", voltage_v=415.0, rating_a=1000.0, outlets=outlets)


# ---- losses ----------------------------------------------------------------------------------------------------------

_PERCENT = re.compile(r"(?:eff|efficiency)_(\d+)(?:pct)?")  # efficiency at that load in per cent


def _ups_loss(given: Mapping[str, Any]) -> Mapping[str, float] | None:
    """Loss at a load, by one efficiency or by a curve over a rating; and the efficiency over weighted loads."""
    points = {key: match for key in given if (match := _PERCENT.fullmatch(key))}
    if set(given) - set(points) - {"load_kw", "load_fraction", "efficiency", "rating_kw", "weights"}:
        return None
    curve = tuple(sorted((int(match[1]) / 100.0, float(given[key])) for key, match in points.items()))
    rating = given.get("rating_kw")  # a text such as "above 10" names a class of size, not a rating
    rating_kw = float(rating) if isinstance(rating, int | float) else None
    found: dict[str, float] = {}
    if "weights" in given:
        if len(given["weights"]) != len(curve):
            return None
        weights = [(load, share) for (load, _), share in zip(curve, given["weights"], strict=True)]
        found["weighted_efficiency"] = weighted_efficiency(curve, weights)
    load_kw = given.get("load_kw")
    if load_kw is None and "load_fraction" in given and rating_kw is not None:
        load_kw = given["load_fraction"] * rating_kw
    if load_kw is None:
        return found or None
    if "efficiency" in given:
        if curve:
            return None
        ups = _ups("ups", _flat(given["efficiency"]))
    elif curve and rating_kw is not None:
        ups = _ups("ups", curve, rating_kw)
    else:
        return found or None
    things = [*_source(), ups, *_systems([load_kw]), _rack_pdu()]
    feeds = [*_chain("utility", "board", "ups", "strip"), ("strip", "out", "system0", "psu")]
    record = _solved(things, feeds).records["ups"]
    return {**found, "loss_kw": record.loss_kw, "input_kw": record.in_kw}


# ---- sums ------------------------------------------------------------------------------------------------------------

_POWER = re.compile(
    r"(?:kw_per_(?P<per>gpu|node|rack|su)|(?P<of>rack|su|total|hall)_(?P<unit>kw|mw))(?P<position>_position)?"
    r"(?:_(?P<variant>[a-z]+))?"
)
_COUNT = re.compile(r"(?P<part>gpu|node|rack|su)s(?:_per_(?P<whole>node|rack|su))?")


def _it_kw(kw: float, count: int) -> float:
    """Load of a strip that feeds so many systems."""
    things = [*_source(), *_systems([kw] * count), _rack_pdu(count)]
    feeds = [*_chain("utility", "board", "strip"), *(("strip", "out", f"system{n}", "psu") for n in range(count))]
    return float(_solved(things, feeds).records["strip"].out_kw)


def _power_rollup(given: Mapping[str, Any]) -> Mapping[str, float] | None:
    """Power of a whole from that of its parts, and the other way: GPUs in nodes in racks in a unit of the hall."""
    powers: list[tuple[str, str, float]] = []  # variant, level, kW
    counts: list[tuple[str, str, int]] = []  # part, whole, how many of one in the other
    for key, value in given.items():
        if power := _POWER.fullmatch(key):
            unit = "MW" if power["unit"] == "mw" else "kW"
            level = power["per"] or power["of"]
            powers.append((power["variant"] or "", _level(level), parse_quantity(f"{float(value)} {unit}", "kW")))
        elif count := _COUNT.fullmatch(key):
            counts.append((count["part"], count["whole"] or "total", value))
        else:
            return None
    wholes = {(part, whole) for part, whole, _ in counts}
    if len(powers) != len({v for v, _, _ in powers}) or len(wholes) != len(counts):
        return None  # more than one figure for a thing: which is meant is not ours to say
    found: dict[str, float] = {}
    for variant, level, kw in powers:
        for name, value in _names(_spread(level, kw, counts), variant):
            found.setdefault(name, value)
    return found or None


def _level(name: str) -> str:
    return "total" if name in ("su", "hall") else name


def _spread(level: str, kw: float, counts: Iterable[tuple[str, str, int]]) -> dict[str, float]:
    """Power of one thing of every level that the counts lead to [kW]."""
    found, todo = {level: kw}, [level]
    while todo:
        here = todo.pop(0)
        for part, whole, count in ((p, _level(w), n) for p, w, n in counts):
            if here == part and whole not in found:
                found[whole] = _it_kw(found[here], count)
                todo.append(whole)
            elif here == whole and part not in found:
                found[part] = part_kw(found[here], count)
                todo.append(part)
    if "total" in found and "rack" not in found and not any(p == "rack" for p, _, _ in counts):
        found["rack"] = found["total"]  # nodes of no stated place stand in one rack
    return found


def _names(found: Mapping[str, float], variant: str) -> Iterable[tuple[str, float]]:
    """What a case may call each power."""
    end = f"_{variant}" if variant else ""
    for level, kw in found.items():
        if level == "total":
            yield from ((f"{name}_kw{end}", kw) for name in ("su", "total", "hall"))
            if variant:
                yield f"{variant}_kw", kw
        else:
            yield from ((f"{name}{end}", kw) for name in (f"kw_per_{level}", f"{level}_kw", f"kw_per_{level}_position"))


# ---- the whole -------------------------------------------------------------------------------------------------------

_SHARE, _LOAD = "_kw_per_it_kw", "_kw"


def _pue_components(given: Mapping[str, Any]) -> Mapping[str, float] | None:
    """Source over IT power: every efficiency is an element in series, every other power a load beside the IT."""
    it_kw = given.get("it_kw", 100.0)
    series = {key: value for key, value in given.items() if key.endswith("_efficiency")}
    loads = {key: given[key] * it_kw for key in given if key.endswith(_SHARE)}
    loads |= {key: given[key] for key in given if key.endswith(_LOAD) and not key.endswith(_SHARE) and key != "it_kw"}
    if set(given) - set(series) - set(loads) - {"it_kw"}:
        return None
    things = [*_source(), *(_ups(key, _flat(value)) for key, value in series.items()), *_systems([it_kw]), _rack_pdu()]
    feeds = [*_chain("utility", "board", *series, "strip"), ("strip", "out", "system0", "psu")]
    for key, kw in loads.items():
        things.append(_item("crah", key, sensible_kw=AMPLE, airflow_m3_s=10.0, fan_kw=kw, supply_degc=20.0))
        feeds.append(("board", "out", key, "feed"))
    totals = _solved(things, feeds).totals
    return {"pue": totals.pue, "source_kw": totals.source_kw, "total_kw": totals.source_kw, "loss_kw": totals.loss_kw}


ADAPTERS: Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, float] | None]] = {
    "ups_loss": _ups_loss,
    "power_rollup": _power_rollup,
    "pue_components": _pue_components,
}
