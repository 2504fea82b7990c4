"""The heat of the whole hall: where it comes from and where it goes."""

from collections.abc import Mapping
from math import fsum
from typing import Any

from hallwright.engines.cooling.air import Body, Stream
from hallwright.engines.cooling.parts import AirPart, Carrier, Load, TankPart
from hallwright.engines.cooling.records import CduLoad, CoolerDuty, Ledger, PlantLoop, SpaceAir, TankLoad
from hallwright.engines.cooling.spaces import owner


def in_the_open(stream: Stream) -> bool:
    """Whether it is heat of gear outside every room, which the open air takes."""
    return stream.room_kw > 0.0 and stream.exhaust is None and stream.flow_m3_s == 0.0


def rejected_by(key: str, record: Any, air_part: AirPart | None) -> float:
    """Heat that leaves the hall at a plant, or at a cooler that needs no water [kW]."""
    if isinstance(record, CoolerDuty):
        return 0.0 if air_part is None or air_part.needs_water else record.duty_kw + record.fan_kw
    if isinstance(record, PlantLoop) and record.lead == key and record.plants:
        return min(record.heat_kw, record.capacity_kw)
    return 0.0


def ledger_of(
    parts: Mapping[type[Any], Mapping[str, Any]],
    records: Mapping[str, Any],
    bodies: Mapping[str, Body],
    rejected_kw: float,
) -> Ledger:
    """Add up the hall from its records."""
    spaces = {v.key: v for r in records.values() if isinstance(r, SpaceAir) for v in r.volumes}
    it: list[float] = []
    losses: list[float] = []
    fans: list[float] = []
    pumps: list[float] = []
    lost: list[tuple[str, str, float]] = []
    for key, load in parts[Load].items():
        (losses if load.flow_m3_s is None else it).append(load.heat_kw or 0.0)
        record = records[key]
        if load.liquid_kw > 0.0 and not record.cdus:
            lost.append((key, "no running CDU", load.liquid_kw))
        if load.carrier is not None and load.carrier not in parts[Carrier] and load.carrier not in parts[TankPart]:
            lost.append((key, "its rack is not there", load.air_kw))
    for key, body in bodies.items():
        for stream in body.streams:
            there = spaces.get(stream.exhaust or "")
            if stream.room_kw > 0.0 and (there is None or not there.pool) and not in_the_open(stream):
                lost.append((key, "no cooler takes its exhaust", stream.room_kw))
    for volume in spaces.values():
        if volume.pool == volume.key and volume.pool_heat_kw > volume.capacity_kw:
            lost.append((owner(volume.key), "coolers overloaded", volume.pool_heat_kw - volume.capacity_kw))
    for key, record in records.items():
        if isinstance(record, CoolerDuty):
            fans.append(record.fan_kw)
        elif isinstance(record, CduLoad):
            pumps.append(record.pump_kw)
            if record.heat_kw > record.capacity_kw:
                lost.append((key, "CDU overloaded", record.heat_kw - min(record.heat_kw, record.capacity_kw)))
        elif isinstance(record, TankLoad):
            pumps.append(record.pump_kw)
            if record.heat_kw > record.capacity_kw:
                lost.append((key, "tank overloaded", record.heat_kw - record.capacity_kw))
        elif isinstance(record, PlantLoop) and record.lead == key and record.heat_kw > record.capacity_kw:
            lost.append((key, "plant overloaded", record.heat_kw - record.capacity_kw))  # none runs: its heat is 0
    return Ledger(fsum(it), fsum(losses), fsum(fans), fsum(pumps), rejected_kw, tuple(sorted(lost)))
