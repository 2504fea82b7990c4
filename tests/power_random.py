"""Random halls of a given number of power elements, with everything that makes failures interesting."""

import random

from halls import CURVE
from hallwright.edits.wire import connect
from hallwright.errors import EditRefused
from hallwright.project import Project
from power_halls import Wiring


def random_hall(seed: int, elements: int = 12) -> Project:
    """A hall of at most so many elements of the power chain, batteries among them, and some loads.

    Sides meet and do not meet; transfer switches stand between anything; generators back boards directly and through
    switches; ratings lie around what a failure throws on them, so that some open in turn; now and then there is a
    loop, an island, a contract for nothing, or a load on three feeds.
    """
    rng = random.Random(seed)
    w = Wiring()
    count = 0

    def add(kind: str, id: str, **fields: object) -> str:
        nonlocal count
        count += 1
        return w.add(kind, id, **fields)

    def room(n: int = 1) -> bool:
        return count + n <= elements

    scale = rng.uniform(0.6, 3.0) * elements / 12.0  # how generous ratings are
    racks = max(1, elements // rng.choice([4, 6]))
    boards: list[str] = []  # give 415 V, three phases
    for s in "ABC"[: rng.choice([1, 2, 2, 2, 3])]:
        x = s.lower()
        up = add("utility_feed", f"ut{x}", side=s, voltage_v=415.0, contracted_kw=rng.choice([None, None, 0.0, 60.0]))
        if room(2) and rng.random() < 0.5:
            gen = add("generator", f"gen{x}", side=s, rating_kw=rng.uniform(10, 60) * scale, voltage_v=415.0,
                      start_time_s=rng.choice([None, 5.0, 30.0]))  # fmt: skip
            if rng.random() < 0.5:
                kind = add("transfer_switch", f"ats{x}", technology="ats", voltage_v=415.0, rating_a=200.0,
                           transfer_ms=rng.choice([None, 50.0, 3000.0]))  # fmt: skip
                w.wire(up, kind, "preferred")
                w.wire(gen, kind, "alternate")
            else:
                kind = add("switchgear", f"sg{x}", voltage_v=415.0, rating_a=rng.uniform(30, 120) * scale)
                w.wire(up, kind)
                w.wire(gen, kind)
            up = kind
        boards.append(up)
    step = 0
    while room(racks + 1) and rng.random() < 1.0 - 1.0 / elements:
        step += 1
        up = rng.choice(boards)
        what = rng.choice(["ups", "ups", "switchgear", "pdu", "busway", "transfer_switch", "transformer"])
        id = f"e{step}"
        if what == "ups":
            add("ups", id, rating_kw=rng.choice([8.0, rng.uniform(10, 60)]) * scale, voltage_v=415.0,
                efficiency_at_load=CURVE if rng.random() < 0.6 else None, static_bypass=rng.random() < 0.6,
                battery_kwh=rng.choice([None, None, 0.0, rng.uniform(0.02, 0.3), 5.0]))  # fmt: skip
            for n in range(rng.choice([0, 0, 1, 2])):
                if room(racks + 1):
                    bat = add("battery", f"{id}b{n}", rating_kw=rng.uniform(10, 60),
                              energy_kwh=rng.choice([None, rng.uniform(0.02, 0.3), 5.0]),
                              runtime_min=rng.choice([None, 0.3, 5.0]))  # fmt: skip
                    w.wire(bat, id, "battery")
        elif what == "switchgear":
            add("switchgear", id, voltage_v=415.0, rating_a=rng.uniform(30, 120) * scale)
            if rng.random() < 0.4:
                other = rng.choice(boards)
                if other != up:
                    w.wire(other, id)
        elif what == "pdu":
            add("pdu", id, primary_v=415.0, secondary_v=415.0, rating_a=rng.choice([None, rng.uniform(30, 90) * scale]),
                rating_kva=rng.choice([None, 40.0 * scale]), efficiency_at_load=[[0.1, 0.95], [1.0, 0.98]],
                branch_a=rng.choice([32.0, 63.0]))  # fmt: skip
        elif what == "busway":
            add("busway", id, points_m=[[0, 0], [5, 0]], voltage_v=415.0, rating_a=rng.uniform(30, 120) * scale,
                full_rated=rng.random() < 0.5, tap_off_max_a=rng.choice([None, 63.0]))  # fmt: skip
        elif what == "transformer":
            add("transformer", id, rating_kva=rng.uniform(20, 80) * scale, primary_v=415.0, secondary_v=415.0,
                efficiency_at_load=[[0.25, 0.985], [1.0, 0.98]])  # fmt: skip
        else:
            add("transfer_switch", id, technology=rng.choice(["ats", "sts"]), voltage_v=415.0, rating_a=80.0 * scale)
            w.wire(rng.choice(boards), id, "alternate")
            w.wire(up, id, "preferred")
        if what != "transfer_switch" and rng.random() < 0.95:
            w.wire(up, id)
        boards.append(id)
    if room(racks + 2) and rng.random() < 0.05:
        for a, b in (("loop1", "loop2"), ("loop2", "loop1")):
            add("switchgear", a, voltage_v=415.0, rating_a=400.0)
            w.wires.append((a, "out", b, "in", 1))
        boards.append("loop1")
    strips: list[str] = []
    for n in range(racks):
        if not room():
            break
        w.add("rack", f"r{n}")
        if rng.random() < 0.2:
            shelves = []
            while room() and len(shelves) < rng.choice([1, 2, 3]):
                shelf = add("power_shelf", f"sh{n}{len(shelves)}", rack_id=f"r{n}", rating_kw=rng.uniform(4, 20),
                            efficiency_at_load=[[0.2, 0.95], [1.0, 0.97]])  # fmt: skip
                w.wire(rng.choice(boards), shelf)
                shelves.append(shelf)
            big = w.add("system", f"big{n}", role="rack_scale", rack_id=f"r{n}", nameplate_kw=rng.uniform(4, 14),
                        supply="busbar")  # fmt: skip
            for shelf in shelves:
                w.wire(shelf, big, "busbar")
            continue
        banked = rng.random() < 0.5
        strip = add("rack_pdu", f"p{n}", rack_id=f"r{n}", voltage_v=415.0, rating_a=rng.uniform(25, 150), outlets=24,
                    rating_kw=rng.choice([None, 40.0]),
                    banks=3 if banked else None, bank_a=rng.uniform(25, 150) if banked else None)  # fmt: skip
        if rng.random() < 0.95:
            w.wire(rng.choice(boards), strip)
        strips.append(strip)
    for n in range(rng.choice([1, 2, 3, 5]) * max(1, elements // 12)):
        if not strips:
            break
        psu = rng.choice([1, 2, 4, 6])
        w.add("rack", f"q{n}")
        load = w.add("system", f"s{n}", role="gpu", rack_id=f"q{n}", u=1, u_height=8, psu_count=psu,
                     psu_kw=rng.choice([None, 3.0, 6.0]), nameplate_kw=rng.uniform(1, 8),
                     psu_required=rng.choice([None, 1, max(psu // 2, 1), psu]), psu_min_degraded=rng.choice([None, 1]),
                     inlet_a=rng.choice([None, 16.0]))  # fmt: skip
        left = psu
        for strip in rng.sample(strips, min(len(strips), rng.choice([1, 2, 2, 3]))):
            cords = min(left, rng.choice([1, 2, 3]))
            if cords:
                w.wire(strip, load, "psu", cords)
            left -= cords
    for n in range(rng.choice([0, 1, 2])):
        w.add("crah", f"crah{n}", sensible_kw=40.0, fan_kw=rng.choice([2.0, 5.0]))
        for board in rng.sample(boards, min(len(boards), rng.choice([1, 2]))):
            w.wire(board, f"crah{n}", "feed")
    return _details(_built(w), rng)


def _details(p: Project, rng: random.Random) -> Project:
    """Breakers at some cables, and phases of some cords."""
    changed = {}
    for key, link in sorted(p.links.items()):
        update: dict[str, object] = {}
        if rng.random() < 0.15:
            update["breaker_a"] = rng.choice([40.0, 63.0, 100.0])
        if link.b_port == "psu" and rng.random() < 0.4:
            update["phase"] = rng.choice(["L1", "L2", "L3", "L1-L2", "L2-L3", "L3-L1"])
        if update:
            changed[key] = link.model_copy(update=update)
    return p.changed(links=changed)


def _built(w: Wiring) -> Project:
    """The project with every wire that its ports have room for."""
    p = Project(name="Random hall").changed(equipment=w.things)
    for a, out, b, port, count in w.wires:
        try:
            p = connect(p, a, out, b, port, count)
        except EditRefused:  # no free point or no such voltage: it stays an island
            continue
    return p
