"""Rooms of air (thermal-case/1), solved in three dimensions and compared with what a reference solver found.

The case says what the room is; this module hands it to the air engine and compares, and computes nothing itself.
"""

from collections.abc import Mapping
from typing import Any

from hallwright.engines.air.inputs import (
    AirInputs,
    Cooler,
    CoolerPort,
    Fluid,
    Opening,
    Partition,
    Rack,
    RearDoor,
    Tile,
    even_bands,
)
from hallwright.errors import ImportRefused

MOST_THINGS = 20_000


def inputs_of(case: Mapping[str, Any], place: str) -> AirInputs:
    """The room of a case.

    Raises
    ------
    ImportRefused
        A part of the case is missing or of the wrong kind.
    """
    try:
        return _room(case)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise ImportRefused(f"the room cannot be read: {_said(error)}.", place=place) from None


def _said(error: Exception) -> str:
    missing = isinstance(error, KeyError)
    return f"{str(error)[:80]} is missing" if missing else " ".join(str(error).split())[:200].rstrip(".")


def _room(case: Mapping[str, Any]) -> AirInputs:
    fluid = case.get("fluid") or {}
    names = {
        "rho_kg_m3": "density_kg_m3",
        "cp_J_kgK": "specific_heat_j_kg_k",
        "beta_1_K": "expansion_per_k",
        "nu_m2_s": "viscosity_m2_s",
        "g_m_s2": "gravity_m_s2",
    }
    return AirInputs(
        room_m=_point(case["room"]["size_m"]),
        racks=tuple(map(_rack, _list(case, "racks"))),
        tiles=tuple(map(_tile, _list(case, "tiles"))),
        coolers=tuple(map(_cooler, _list(case, "coolers"))),
        openings=tuple(map(_opening, _list(case, "openings"))),
        partitions=tuple(Partition(_id(p), _box(p["rect"])) for p in _list(case, "partitions")),
        cell_m=_number(case["cell_m"]) if "cell_m" in case else None,
        fluid=Fluid(**{own: _number(fluid[name]) for name, own in names.items() if name in fluid}),
    )


def _rack(plain: Mapping[str, Any]) -> Rack:
    box = _sized(plain)
    heights = [_number(z) for z in plain.get("bands_z") or (box[0][2], box[1][2])]
    if len(heights) < 2:
        raise ValueError(f"rack {_id(plain)} needs two heights or more")
    door = plain.get("rear_door")
    return Rack(
        _id(plain),
        box,
        plain["front"],
        even_bands(heights, _number(plain["flow_m3s"]), _number(plain["air_power_W"])),
        None if door is None else RearDoor(leaving_degc=_number(door["leaving_air_C"])),
    )


def _tile(plain: Mapping[str, Any]) -> Tile:
    (x, y), (dx, dy) = (tuple(map(_number, plain[name][:2])) for name in ("pos", "size"))
    return Tile(_id(plain), (x, y, x + dx, y + dy), _number(plain["flow_m3s"]), _number(plain["T_C"]))


def _cooler(plain: Mapping[str, Any]) -> Cooler:
    draws, blows = plain.get("return"), plain.get("supply")
    return Cooler(
        _id(plain),
        _box(plain["box"]),
        None if draws is None else CoolerPort(_number(draws["flow_m3s"]), draws["face"]),
        None if blows is None else CoolerPort(_number(blows["flow_m3s"]), blows["face"]),
        None if blows is None else _number(blows["T_C"]),
    )


def _opening(plain: Mapping[str, Any]) -> Opening:
    flow = _number(plain["flow_m3s"])
    degc = _number(plain["T_C"]) if flow > 0.0 else None
    return Opening(_id(plain), _box(plain["rect"]), plain["face"], flow, degc)


def _list(case: Mapping[str, Any], name: str) -> list[Any]:
    listed = case.get(name) or []
    if not isinstance(listed, list) or len(listed) > MOST_THINGS:
        raise ValueError(f"{name} must be a list of at most {MOST_THINGS:,}")
    return listed


def _id(plain: Mapping[str, Any]) -> str:
    return str(plain["id"])[:80]


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{str(value)[:40]!r} is not a number")
    return float(value)


def _point(value: Any) -> tuple[float, float, float]:
    x, y, z = map(_number, value)
    return x, y, z


def _box(value: Any) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    """Two corners, the lower one first however they are given."""
    a, b = map(_point, value)
    low, high = (tuple(f(p, q) for p, q in zip(a, b, strict=True)) for f in (min, max))
    return low, high  # type: ignore[return-value]


def _sized(plain: Mapping[str, Any]) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
    x, y, *z = map(_number, plain["pos"])
    dx, dy, dz = _point(plain["size"])
    low = (x, y, z[0] if z else 0.0)
    return low, (low[0] + dx, low[1] + dy, low[2] + dz)
