"""Rooms of air (thermal-case/1), solved in three dimensions and compared with what a reference solver found.

The case says what the room is; this module hands it to the air engine and compares, and computes nothing itself.
"""

from collections.abc import Mapping
from math import sqrt
from typing import Any

from hallwright.engines.air.field import Field
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
from hallwright.engines.air.solve import solve
from hallwright.errors import HallwrightError, ImportRefused, OutOfRange

MOST_THINGS = 20_000
LIMITS_DEGC = {"above_27C": 27.0, "above_32C": 32.0}
UNSURE_K = 1.5  # nearer to a limit than this a case asks for no flag

Compared = tuple[float, float | None, float]  # expected, got, tolerance


def compare(case: Mapping[str, Any], place: str) -> tuple[dict[str, Compared], dict[str, float]]:
    """Solve the room of a case; return what it expects beside what was found, and figures of the whole room.

    Raises
    ------
    ImportRefused
        The case cannot be read, or its room cannot be: the message says what.
    """
    given = inputs_of(case, place)
    try:
        racks, returns, flags, within = _expected(case)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ImportRefused(f"what is expected cannot be read: {_said(error)}.", place=place) from None
    try:
        found = solve(given)
    except OutOfRange as error:
        raise OutOfRange(error.message, hint=error.hint, place=place) from None
    except HallwrightError as error:
        raise ImportRefused(error.text, place=place) from None
    outputs: dict[str, Compared] = {}
    off, off_hottest = [], []
    for id, (mean_degc, bands_degc) in racks.items():
        got = found.racks.get(id)
        outputs[f"{id}.inlet_mean_C"] = (mean_degc, None, 0.0)
        if got is None:
            continue
        outputs[f"{id}.inlet_mean_C"] = (mean_degc, got.inlet_degc, within["rack_inlet_mean_max_error_C"])
        off.append(got.inlet_degc - mean_degc)
        off_hottest.append(got.hottest_band_degc - max(bands_degc))
        for name, limit in LIMITS_DEGC.items():
            if abs(max(bands_degc) - limit) > UNSURE_K and name in flags:
                outputs[f"{id}.{name}"] = (float(id in flags[name]), float(got.hottest_band_degc > limit), 0.0)
    for id, degc in returns.items():
        outputs[f"{id}.return_C"] = (degc, _return_degc(found, id), within["return_C"])
    rmse, worst = _rms(off), max(map(abs, off), default=0.0)
    imbalance = found.heat_imbalance_fraction
    outputs["rack_inlet_mean_rmse_C"] = (0.0, rmse, within["rack_inlet_mean_rmse_C"])
    outputs["hottest_band_rmse_C"] = (0.0, _rms(off_hottest), within["hottest_band_rmse_C"])
    outputs["heat_balance_fraction"] = (0.0, abs(imbalance), within["heat_balance_fraction"])
    return outputs, {
        "rmse_c": rmse,
        "max_error_c": worst,
        "heat_imbalance_fraction": imbalance,
        "cells": found.cells,
        "seconds": found.seconds,
        "iterations": found.iterations,
        "averaged": found.averaged,
        "error_bar_c": found.error_k,
    }


def _rms(values: list[float]) -> float:
    return sqrt(sum(v * v for v in values) / len(values)) if values else 0.0


def _return_degc(found: Field, id: str) -> float | None:
    """Temperature of a return by the name that cases give it: an opening's id, or a unit's with "_ret"."""
    if id in found.openings_degc:
        return found.openings_degc[id]
    unit = found.coolers.get(id.removesuffix("_ret"))
    return None if unit is None else unit.return_degc


def _expected(
    case: Mapping[str, Any],
) -> tuple[dict[str, tuple[float, list[float]]], dict[str, float], dict[str, list[str]], dict[str, float]]:
    """Racks (mean, bands), returns, racks flagged by limit, and tolerances."""
    expected, tolerances = case["expected"], case["tolerances"]["full_solver"]
    racks = {
        str(id): (_number(of["inlet_mean_C"]), [_number(band) for band in of["inlet_bands_C"]])
        for id, of in (expected.get("racks") or {}).items()
    }
    if any(not bands for _, bands in racks.values()):
        raise ValueError("a rack has no bands")
    returns = {str(id): _number(degc) for id, degc in (expected.get("returns_C") or {}).items()}
    flags = {name: [str(id) for id in expected["flags"][name]] for name in LIMITS_DEGC} if racks else {}
    names = (
        "rack_inlet_mean_rmse_C",
        "rack_inlet_mean_max_error_C",
        "hottest_band_rmse_C",
        "return_C",
        "heat_balance_fraction",
    )
    within = {name: _number(tolerances[name]) for name in names}
    if any(not 0.0 <= value < float("inf") for value in within.values()):
        raise ValueError("a tolerance must be 0 or more")
    return racks, returns, flags, within


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
