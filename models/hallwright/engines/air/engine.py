"""The air of every room: which rooms must be solved anew, and what their fields say of each thing.

A slow engine: `evaluate` does not run it. Who has time runs `solve_rooms` and gives the answer to
`hallwright.evaluate.with_air`. A room whose inputs are what they were keeps its field; one that changed starts from
the field it had.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import fsum
from typing import Any

from hallwright.engines.air.field import Field
from hallwright.engines.air.hall import RoomAir, rooms
from hallwright.engines.air.records import CoolerField, RackField, RoomField
from hallwright.engines.base import Result
from hallwright.engines.cooling.engine import Cooling
from hallwright.errors import Cancelled, DidNotConverge, OutOfRange
from hallwright.project import Project

LIMIT_S = 300.0  # most that one room may take
LEAST_DROP_K = 1.0  # a smaller drop over the units says nothing of where their air comes from


@dataclass(frozen=True, slots=True)
class Solved:
    """A room and its field; `field` is None where it was refused."""

    room: RoomAir
    field: Field | None
    refused: str = ""


@dataclass(frozen=True, eq=False)
class Air(Result):
    """Fields of all rooms.

    Attributes
    ----------
    solved : mapping of str to Solved
        By room.
    project : Project
        What it was solved for.
    """

    records: Mapping[str, Any]
    solved: Mapping[str, Solved] = field(default_factory=dict, repr=False)
    project: Project | None = field(default=None, repr=False)

    @cached_property
    def preliminary(self) -> bool:
        """Whether more is to come: views show it, rules raise nothing from it."""
        return any(s.field is not None and s.field.preliminary for s in self.solved.values())


def solve_rooms(
    project: Project,
    cooling: Cooling,
    previous: Air | None = None,
    *,
    out: frozenset[str] = frozenset(),
    progress: Callable[[Air], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    limit_s: float = LIMIT_S,
) -> Air:
    """Solve the air of every room of a project.

    Parameters
    ----------
    cooling : Cooling
        The balance of this project.
    previous : Air or None
        An earlier answer: rooms that did not change keep their field, the others start from it.
    out : frozenset of str
        Units that are failed besides.
    progress : callable
        Gets each preliminary answer.
    cancelled : callable
        Polled; `Cancelled` is raised as soon as it says True.
    limit_s : float
        A room that takes longer is given up, and said to be.
    """
    known = dict(previous.solved) if previous is not None else {}
    told = rooms(project, cooling, out)
    done: dict[str, Solved] = {}
    todo: list[RoomAir] = []
    for room in told:
        old = known.get(room.room_id)
        if room.given is None:
            done[room.room_id] = Solved(room, None, room.refused)
        elif old is not None and _same(old, room):
            done[room.room_id] = Solved(room, old.field, old.refused)
        else:
            todo.append(room)

    def answer() -> Air:
        return _air(project, cooling, {room.room_id: done[room.room_id] for room in told if room.room_id in done})

    for room in sorted(todo, key=lambda r: (-r.heat_kw, r.room_id)):  # where the heat is, first
        key = room.room_id
        old = known.get(key)

        def show(field: Field, room: RoomAir = room) -> None:
            done[room.room_id] = Solved(room, field)
            progress(answer())

        done[key] = _solved(room, old.field if old is not None else None, show, cancelled, limit_s)
    return answer()


def _same(old: Solved, room: RoomAir) -> bool:
    return old.room.given == room.given and (old.field is None or not old.field.preliminary)


def _solved(
    room: RoomAir,
    start: Field | None,
    show: Callable[[Field], None],
    cancelled: Callable[[], bool],
    limit_s: float,
) -> Solved:
    from hallwright.engines.air.solve import solve  # numba loads with it

    end = time.monotonic() + limit_s
    assert room.given is not None
    try:
        found = solve(room.given, start=start, progress=show, cancelled=lambda: cancelled() or time.monotonic() > end)
    except OutOfRange as error:
        return Solved(room, None, error.text)
    except DidNotConverge as error:
        return Solved(room, None, error.text)
    except Cancelled:
        if cancelled():
            raise
        return Solved(room, None, f"its air took longer than {limit_s:.0f} s and was given up.")
    return Solved(room, found)


def _air(project: Project, cooling: Cooling, solved: Mapping[str, Solved]) -> Air:
    records: dict[str, Any] = {}
    for key, one in solved.items():
        records[key] = _room_record(one)
        if one.field is not None:
            records.update(_records(cooling, one.room, one.field))
    return Air(records, solved=solved, project=project)


def _room_record(one: Solved) -> RoomField:
    room, found = one.room, one.field
    if found is None:
        return RoomField(one.refused, room.subject or room.room_id, room.heat_kw, room.capacity_kw)
    index = _supply_index(found)
    return RoomField(
        "",
        "",
        room.heat_kw,
        room.capacity_kw,
        found.cells,
        max(found.cell_m),
        found.error_k,
        found.heat_imbalance_fraction,
        found.averaged,
        found.settled,
        found.seconds,
        index,
        None if index is None else 1.0 - index,
        room.assumed,
    )


def _coldest_degc(found: Field) -> float | None:
    blown = [c.supply_degc for c in found.coolers.values() if c.supply_degc is not None]
    blown += [v for opening in found.given.openings if (v := opening.supply_degc) is not None]
    return min(blown, default=None)


def _supply_index(found: Field) -> float | None:
    """Supply heat index after Sharma, Bash and Patel: sum of m (T_in - T_sup) / sum of m (T_out - T_sup)."""
    supply = _coldest_degc(found)
    if supply is None:
        return None
    flows = {rack.id: rack.flow_m3_s for rack in found.given.racks}
    warmed = fsum(flows[k] * (r.inlet_degc - supply) for k, r in found.racks.items())
    whole = fsum(flows[k] * (r.exhaust_degc - supply) for k, r in found.racks.items())
    return warmed / whole if whole > 0.0 else None


def _records(cooling: Cooling, room: RoomAir, found: Field) -> dict[str, Any]:
    records: dict[str, Any] = {}
    supply = _coldest_degc(found)
    flows = {rack.id: rack.flow_m3_s for rack in found.given.racks}
    heats = {rack.id: rack.heat_w / 1000.0 for rack in found.given.racks}
    racks: dict[str, list[str]] = {}
    for name in found.racks:
        racks.setdefault(name.partition(" ")[0], []).append(name)  # "id rear" breathes the other way
    for id, names in racks.items():
        parts = [found.racks[n] for n in names]
        worst = max(parts, key=lambda r: r.equipment_degc)
        body = cooling.kept.bodies.get(id)
        limit, whose = body.high if body is not None and body.high else (None, "")
        flow = fsum(flows[n] for n in names)
        inlet = fsum(flows[n] * found.racks[n].inlet_degc for n in names) / flow
        exhaust = fsum(flows[n] * found.racks[n].exhaust_degc for n in names) / flow
        share = None
        if supply is not None and exhaust - supply > 0.1:
            share = min(max((inlet - supply) / (exhaust - supply), 0.0), 1.0)
        records[id] = RackField(
            room.room_id, inlet, tuple(b for p in parts for b in p.bands_degc), worst.equipment_degc, exhaust,
            max(p.error_k for p in parts), flow, fsum(heats[n] for n in names), supply, share, limit, whose,
        )  # fmt: skip
    given = {c.id: c for c in found.given.coolers}
    mixed = _mixed_return_degc(found)
    for id, unit in found.coolers.items():
        back = None
        if mixed is not None and unit.return_degc is not None and unit.supply_degc is not None:
            drop = mixed - unit.supply_degc
            back = min(max((mixed - unit.return_degc) / drop, 0.0), 1.0) if drop > LEAST_DROP_K else None
        records[id] = CoolerField(
            room.room_id, unit.return_degc, unit.supply_degc,
            None if unit.heat_w is None else unit.heat_w / 1000.0,
            (given[id].capacity_w or 0.0) / 1000.0, given[id].supply_degc, back,
        )  # fmt: skip
    return records


def _mixed_return_degc(found: Field) -> float | None:
    """Mean of what the room's units draw, weighted by flow."""
    drawn = [
        (c.draws.flow_m3_s, degc)
        for c in found.given.coolers
        if c.draws is not None and c.blows is not None and (degc := found.coolers[c.id].return_degc) is not None
    ]
    whole = fsum(flow for flow, _ in drawn)
    return fsum(flow * degc for flow, degc in drawn) / whole if whole > 0.0 else None
