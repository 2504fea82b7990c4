"""Random power chains that tests start from."""

import random
from typing import Any

from halls import CURVE, item
from hallwright.edits.wire import connect
from hallwright.equipment.base import Equipment
from hallwright.project import Project


class Wiring:
    """A project under construction: things, and links on the lowest free points."""

    def __init__(self) -> None:
        self.things: dict[str, Equipment] = {}
        self.wires: list[tuple[str, str, str, str, int]] = []

    def add(self, kind: str, id: str, **fields: Any) -> str:
        self.things[id] = item(kind, id, **fields)
        return id

    def wire(self, a: str, b: str, port: str = "in", count: int = 1, out: str = "out") -> None:
        self.wires.append((a, out, b, port, count))

    def project(self) -> Project:
        p = Project(name="Random chain").changed(equipment=self.things)
        for a, out, b, port, count in self.wires:
            p = connect(p, a, out, b, port, count)
        return p


def random_chain(seed: int, racks: int = 3) -> Project:
    """A small chain with one to three sides, and now and then generators, transfer switches, shelves, cross wiring."""
    rng = random.Random(seed)
    w = Wiring()
    sides = "AB" if rng.random() < 0.7 else rng.choice(["A", "ABC"])
    boards: list[str] = []
    panels: list[str] = []
    for s in sides:
        x = s.lower()
        up = w.add("utility_feed", f"ut{x}", side=s, voltage_v=13800.0, contracted_kw=rng.choice([None, 900.0]))
        if rng.random() < 0.7:
            tx = w.add(
                "transformer", f"tx{x}", rating_kva=rng.choice([60.0, 500.0]), primary_v=13800.0, secondary_v=415.0,
                efficiency_at_load=[[0.25, 0.985], [0.5, 0.99], [1.0, 0.98]],
            )  # fmt: skip
            w.wire(up, tx)
            up = tx
        board = w.add("switchgear", f"sg{x}", voltage_v=415.0, rating_a=800.0)
        if rng.random() < 0.4:
            gen = w.add("generator", f"gen{x}", side=s, rating_kw=150.0, voltage_v=415.0)
            if rng.random() < 0.5:
                ats = w.add("transfer_switch", f"ats{x}", voltage_v=415.0, rating_a=800.0)
                w.wire(up, ats, "preferred")
                w.wire(gen, ats, "alternate")
                w.wire(ats, board)
            else:
                w.wire(up, board)
                w.wire(gen, board)
        else:
            w.wire(up, board)
        boards.append(board)
        out = w.add("switchgear", f"out{x}", voltage_v=415.0, rating_a=800.0, ways=20)
        for n in range(rng.choice([1, 1, 2])):
            ups = w.add("ups", f"ups{x}{n}", rating_kw=rng.choice([50.0, 100.0]), voltage_v=415.0,
                        efficiency_at_load=CURVE if rng.random() < 0.8 else None)  # fmt: skip
            w.wire(board, ups)
            w.wire(ups, out)
        for n in range(rng.choice([1, 2])):
            rpp = w.add("pdu", f"rpp{x}{n}", primary_v=415.0, secondary_v=415.0, rating_a=250.0,
                        rating_kva=rng.choice([None, 150.0]), efficiency_at_load=[[0.1, 0.9], [1.0, 0.97]])  # fmt: skip
            w.wire(out, rpp)
            panels.append(rpp)
    if rng.random() < 0.4 and len(panels) > 1:
        sts = w.add("transfer_switch", "sts", technology="sts", voltage_v=415.0, rating_a=250.0)
        one, two = rng.sample(panels, 2)
        w.wire(one, sts, "preferred")
        w.wire(two, sts, "alternate")
        panels.append(sts)
    for n in range(racks):
        w.add("rack", f"r{n}")
        strips = []
        for k in range(rng.choice([1, 2, 2, 2, 3])):
            strip = w.add("rack_pdu", f"p{n}{k}", rack_id=f"r{n}", voltage_v=415.0, rating_a=63.0, outlets=30,
                          efficiency_at_load=[[0.2, 0.99], [1.0, 0.97]] if rng.random() < 0.3 else None,
                          rating_kw=36.2, banks=3, bank_a=20.0)  # fmt: skip
            if rng.random() < 0.95:
                w.wire(rng.choice(panels), strip)
            strips.append(strip)
        if rng.random() < 0.2:
            big = w.add("system", f"s{n}big", role="rack_scale", rack_id=f"r{n}", nameplate_kw=40.0, supply="busbar")
            for k in range(rng.choice([2, 3])):
                shelf = w.add("power_shelf", f"sh{n}{k}", rack_id=f"r{n}", rating_kw=rng.choice([20.0, 33.0]),
                              efficiency_at_load=[[0.2, 0.96], [1.0, 0.975]])  # fmt: skip
                w.wire(rng.choice(panels), shelf)
                w.wire(shelf, big, "busbar")
        for k in range(rng.choice([1, 2, 3])):
            psu = rng.choice([2, 4, 6])
            load = w.add(
                "system", f"s{n}{k}", role="gpu", rack_id=f"r{n}", u=1 + 8 * k, u_height=8, psu_count=psu, psu_kw=3.0,
                nameplate_kw=rng.choice([1.0, 4.0, 8.5]), psu_required=rng.choice([None, 1, psu // 2, psu - 1]),
                psu_min_degraded=rng.choice([None, 1]),
            )  # fmt: skip
            left = psu
            for strip in rng.sample(strips, rng.choice(range(1, len(strips) + 1))):
                cords = min(left, rng.choice([1, 2, 3]))
                if cords:
                    w.wire(strip, load, "psu", cords)
                left -= cords
    for n in range(2):
        cooler = w.add("crah", f"crah{n}", sensible_kw=40.0, fan_kw=rng.choice([2.0, 5.0]))
        for board in rng.sample(boards, min(len(boards), rng.choice([1, 2]))):
            w.wire(board, cooler, "feed")
    return w.project()
