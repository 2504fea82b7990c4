"""Verdict of a failure from the text of a project file alone: slow, plain, and without a line of the program.

``python3 power_brute_force.py FILE UNIT…`` prints it. The rules are those of docs/engines/power.md.
"""

import cmath
import json
import math
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

SOURCES = {"utility_feed", "generator"}
FEEDERS = SOURCES | {
    *("transformer", "switchgear", "ups", "transfer_switch", "pdu", "busway", "rack_pdu", "power_shelf", "rectifier")
}
CONVERTERS = {"ups", "rectifier", "power_shelf"}
ANGLES = {"L1": 0.0, "L2": -2.0 * math.pi / 3.0, "L3": 2.0 * math.pi / 3.0}
ONE = 1.0 + 1e-9


class Hall:
    """The records of a project file, with the defaults this script needs."""

    def __init__(self, text):
        data = json.loads(text)
        products = {p["id"]: p.get("fields", {}) for p in data["products"]}
        self.things = {e["id"]: {**products.get(e.get("product"), {}), **e} for e in data["equipment"]}
        settings = data["settings"]
        self.pf = settings.get("power_factor", 0.95)
        self.part = settings.get("continuous_fraction", 0.8)
        self.basis, self.factor = settings.get("demand_basis", "design"), settings.get("design_factor", 1.0)
        self.cables = []  # link, from, to, port it goes into, number, phase, breaker, first outlet
        self.batteries = defaultdict(list)
        for link in data["links"]:
            if link["medium"] != "power":
                continue
            n = link.get("per_pair", 1)
            for a in link["a"]:
                for j, b in enumerate(link["b"]):
                    if link["b_port"] == "battery":
                        self.batteries[b].append(a)
                    elif self.kind(a) in FEEDERS:
                        first = link.get("a_first", 1) + j * n
                        row = link["id"], a, b, link["b_port"], n, link.get("phase", ""), link.get("breaker_a"), first
                        self.cables.append(row)
        self.into, self.outof = defaultdict(list), defaultdict(list)
        for k, cable in enumerate(self.cables):
            self.into[cable[2]].append(k)
            self.outof[cable[1]].append(k)
        self.feeders = sorted(i for i in self.things if self.kind(i) in FEEDERS)
        self.loads = sorted(i for i in self.things if self.kind(i) in ("system", "switch", "crah"))
        self.units = sorted([*self.feeders, *(i for i in self.things if self.kind(i) == "battery")])
        self.loop = self.looped()
        self.normal = None
        self.normal = self.start()

    def kind(self, i):
        return self.things[i]["kind"]

    def looped(self):
        """Elements on a circle of feeds, or between two circles: what is left after taking ends away."""
        left = set(self.feeders)
        while True:
            ends = {
                i
                for i in left
                if not any(self.cables[k][1] in left for k in self.into[i])
                or not any(self.cables[k][2] in left for k in self.outof[i])
            }
            if not ends:
                return left
            left -= ends

    def rated_kw(self, i):
        e, kind = self.things[i], self.kind(i)
        if kind == "utility_feed":
            return e.get("contracted_kw")
        if kind in ("transformer", "pdu", "transfer_switch"):
            return e["rating_kva"] * self.pf if e.get("rating_kva") is not None else None
        if kind in ("switchgear", "busway"):
            return None
        if kind == "ups" and e.get("module_kw") and e.get("modules"):
            fitted = min(e["rating_kw"], e["module_kw"] * e["modules"])
        else:
            fitted = e.get("rating_kw")
        if kind in ("ups", "generator") and e.get("rating_kva") is not None:
            return min(fitted, e["rating_kva"] * self.pf)
        return fitted

    def rated_a(self, i):
        return self.things[i].get("input_a" if self.kind(i) == "power_shelf" else "rating_a")

    def limit_a(self, i):
        e, kind, rated = self.things[i], self.kind(i), self.rated_a(i)
        if kind == "rack_pdu" and e.get("usable_a") is not None:
            return e["usable_a"]
        if rated is None or kind in ("transfer_switch", "power_shelf") or e.get("full_rated"):
            return rated
        return rated * self.part

    def input(self, i):
        """Voltage and phases of its input; 0 phases is direct current."""
        e, kind = self.things[i], self.kind(i)
        if kind in ("transformer", "pdu"):
            return e["primary_v"], 3
        if kind == "utility_feed":
            return e.get("voltage_v", 13800.0), 3
        if kind == "busway" and e.get("dc"):
            return e["voltage_v"], 0
        if kind in ("power_shelf", "rectifier"):
            return e.get("voltage_v", 415.0), 3
        return e["voltage_v"], e.get("phases", 3)

    def outlet(self, i):
        """Voltage and phases of its output, and the rating of one branch."""
        e, kind = self.things[i], self.kind(i)
        if kind == "transformer":
            return e["secondary_v"], 3, 0.0
        if kind == "pdu":
            return e["secondary_v"], 3 if e.get("branch_poles", 3) == 3 else 1, e.get("branch_a", 63.0)
        if kind == "rack_pdu":
            three = e.get("phases", 3) == 3
            return (one_phase(e["voltage_v"]) if three else e["voltage_v"]), 1, 0.0
        if kind == "power_shelf":
            return e.get("output_v", 50.0), 0, 0.0
        if kind == "rectifier":
            return e.get("output_v", 800.0), 0, 0.0
        volts, phases = self.input(i)
        return volts, phases, (e.get("tap_off_max_a") or 0.0) if kind == "busway" else 0.0

    def cable_facts(self, k):
        """Voltage and phases of a cable, its breaker, and what it may carry without pause."""
        _, a, b, _, _, _, breaker, _ = self.cables[k]
        volts, phases, branch = self.outlet(a)
        kind = self.kind(b)
        wanted = 1 if kind in ("system", "switch") else self.input(b)[1] if b in self.feeders else 3
        if kind == "system" and self.things[b].get("supply", "ac") == "busbar":
            wanted = 0
        if phases == 3 and wanted == 1:
            volts, phases = one_phase(volts), 1
        rated = breaker or branch
        limits = [rated * self.part] if rated else []
        inlet = self.things[b].get("inlet_a") if kind == "system" and wanted == 1 else None
        return volts, phases, rated, min([*limits, *([inlet] if inlet else [])], default=None)

    def demand(self, i):
        e = self.things[i]
        if self.kind(i) == "crah":
            return e.get("fan_kw") or 0.0
        if self.basis == "measured":
            return e.get("measured_kw") or 0.0
        if self.basis == "design":
            if e.get("design_kw") is not None:
                return e["design_kw"]
            return (e.get("nameplate_kw") or 0.0) * self.factor
        return e.get("nameplate_kw") or 0.0

    # --- one instant --------------------------------------------------------------------------------------------

    def start(self):
        """The hall with nothing failed: generators that nothing draws from do not run."""
        state = State(self)
        state.running = {i for i in self.feeders if self.kind(i) == "generator"}
        while True:
            state.forget()
            wrong = {
                i
                for i in self.feeders
                if self.kind(i) == "transfer_switch" and i not in self.loop and state.misplaced(i)
            }
            idle = {g for g in state.running if not state.given(g)}
            if wrong:
                state.alternate ^= wrong
            elif idle:
                state.running -= idle
            else:
                return state


def one_phase(line_v):
    return line_v / math.sqrt(3.0) if line_v / math.sqrt(3.0) >= 200.0 else line_v


class State:
    """One instant of a hall, everything recomputed by recursion."""

    def __init__(self, hall):
        self.hall = hall
        self.dead, self.off, self.running, self.alternate, self.stored = set(), set(), set(), set(), set()
        self.bypassed, self.open_banks = set(), set()
        self.cut = defaultdict(int)
        self.forget()

    def forget(self):
        self.memo = {}

    def left(self, k):
        return self.hall.cables[k][4] - self.cut.get(k, 0)

    def level(self, i):
        """3 on the grid, 2 on a generator, 1 a generator could start, 0 dead."""
        if ("level", i) not in self.memo:
            self.memo["level", i] = self._level(i)
        return self.memo["level", i]

    def _level(self, i):
        hall = self.hall
        kind = hall.kind(i)
        if i in self.dead or i in hall.loop:
            return 0
        if kind == "utility_feed":
            return 3
        if kind == "generator":
            return 2 if i in self.running else 1
        best = max((self.level(hall.cables[k][1]) for k in self.inputs(i)), default=0)
        if best >= 2:
            return 3 if kind in CONVERTERS else best
        if i in self.stored:
            return 3
        if kind == "transfer_switch":
            best = max((self.level(hall.cables[k][1]) for k in hall.into[i] if self.left(k) > 0), default=0)
        return min(best, 1)

    def inputs(self, i):
        """Cables that could feed an element as it stands."""
        found = [k for k in self.hall.into[i] if self.left(k) > 0]
        if self.hall.kind(i) == "transfer_switch":
            want = "alternate" if i in self.alternate else "preferred"
            found = [k for k in found if self.hall.cables[k][3] == want]
        return found

    def has(self, i, port):
        return any(
            self.left(k) > 0 and self.level(self.hall.cables[k][1]) >= 2
            for k in self.hall.into[i]
            if self.hall.cables[k][3] == port
        )

    def misplaced(self, i):
        alternate = not self.has(i, "preferred") and self.has(i, "alternate")
        return alternate != (i in self.alternate)

    def shares(self, i):
        """Part of its input by cable."""
        hall = self.hall
        if self.level(i) < 2 or hall.kind(i) in SOURCES:
            return {}
        live = [k for k in self.inputs(i) if self.level(hall.cables[k][1]) >= 2]
        if hall.kind(i) != "transfer_switch":
            best = max((self.level(hall.cables[k][1]) for k in live), default=0)
            live = [k for k in live if self.level(hall.cables[k][1]) == best]
        weights = {k: self.left(k) * (hall.rated_kw(hall.cables[k][1]) or 1.0) for k in live}
        return {k: w / sum(weights.values()) for k, w in weights.items()}

    def load(self, i):
        """State, power drawn, and part by cable."""
        if ("load", i) not in self.memo:
            self.memo["load", i] = self._load(i)
        return self.memo["load", i]

    def _load(self, i):
        hall, e, kind = self.hall, self.hall.things[i], self.hall.kind(i)
        cords = hall.into[i]
        live = [k for k in cords if self.left(k) > 0 and self.level(hall.cables[k][1]) >= 2]
        count, connected = sum(self.left(k) for k in live), sum(hall.cables[k][4] for k in cords)
        demand = hall.demand(i)
        busbar = kind == "system" and e.get("supply", "ac") == "busbar"
        supplies = inlets = e.get("psu_count", 2)
        need, one = 1, e.get("psu_kw")
        if kind == "crah" or busbar:
            supplies = inlets = 32 if busbar else 2
            one = None
        else:
            inlets = e.get("inlet_count") or supplies
            if e.get("psu_required") is not None:
                need = e["psu_required"]
            elif one:
                need = math.ceil(demand / one)
        need = max(need, 1)
        least = need if kind != "system" or busbar else min(need, e.get("psu_min_degraded") or need)

        def energised(n):
            return supplies if n >= inlets else n * supplies // inlets

        need = min(need, energised(connected))
        least = min(least, need)
        fed = energised(count)
        if i in self.off or not count or fed < least:
            return "lost", 0.0, {}
        state = "fed"
        if fed < need:
            state, demand = "throttled", min(demand, fed * one if one else demand * fed / need)
        elif hall.normal is not None and count < hall.normal.count(i):
            state = "degraded"
        weights = {k: self.left(k) * ((hall.rated_kw(hall.cables[k][1]) or 1.0) if busbar else 1.0) for k in live}
        return state, demand, {k: demand * w / sum(weights.values()) for k, w in weights.items()}

    def count(self, i):
        return sum(self.left(k) for k in self.hall.into[i] if self.level(self.hall.cables[k][1]) >= 2)

    def through(self, k):
        b = self.hall.cables[k][2]
        if b in self.hall.feeders:
            return self.taken(b) * self.shares(b).get(k, 0.0)
        return self.load(b)[2].get(k, 0.0)

    def given(self, i):
        if ("given", i) not in self.memo:
            self.memo["given", i] = sum(self.through(k) for k in self.hall.outof[i]) if self.level(i) >= 2 else 0.0
        return self.memo["given", i]

    def taken(self, i):
        out, e = self.given(i), self.hall.things[i]
        curve, full = e.get("efficiency_at_load"), self.hall.rated_kw(i)
        if self.hall.kind(i) == "ups":
            full = e["rating_kw"]
            if e.get("module_kw") and e.get("modules"):
                full = min(full, e["module_kw"] * e["modules"])
        if not curve or not full or not out:
            return out
        x = out / full
        points = [(-1.0, curve[0][1]), *curve, (1e12, curve[-1][1])]
        for (x0, y0), (x1, y1) in pairwise(points):
            if x0 <= x <= x1:
                return out / (y0 + (y1 - y0) * (x - x0) / (x1 - x0))
        raise AssertionError

    # --- loads against limits -----------------------------------------------------------------------------------

    def amps(self, kw, volts, phases):
        if phases == 0:
            return 1000.0 * kw / volts
        return 1000.0 * kw / (volts * self.hall.pf * (math.sqrt(3.0) if phases == 3 else 1.0))

    def single_phase(self, i):
        """Load of a stated phase on an element, rack PDUs directly below it included."""
        hall, found = self.hall, defaultdict(float)
        for k in hall.outof[i]:
            _, _, b, _, _, phase, _, _ = hall.cables[k]
            if phase and hall.cable_facts(k)[1] == 1 and self.through(k):
                found[phase] += self.through(k)
            elif hall.kind(b) == "rack_pdu" and hall.input(b)[1] == 3 and self.through(k):
                for phase, kw in self.single_phase(b).items():
                    found[phase] += kw * self.through(k) / self.given(b)
        return found

    def worst_line(self, i, into, out):
        """Current of the most loaded line, loads of a stated phase added as phasors."""
        volts, phases = self.hall.input(i)
        single = {phase: kw * into / out for phase, kw in self.single_phase(i).items()}
        if phases != 3 or not single:
            return self.amps(into, volts, phases)
        each = self.amps(max(into - sum(single.values()), 0.0), volts, 3)
        lines = {name: cmath.rect(each, angle) for name, angle in ANGLES.items()}
        for phase, kw in single.items():
            if phase in ANGLES:
                lines[phase] += cmath.rect(self.amps(kw, volts / math.sqrt(3.0), 1), ANGLES[phase])
            else:
                a, b = phase.split("-")
                across = cmath.rect(1.0, ANGLES[a]) - cmath.rect(1.0, ANGLES[b])
                current = across / abs(across) * self.amps(kw, volts, 1)
                lines[a] += current
                lines[b] -= current
        return max(abs(line) for line in lines.values())

    def excesses(self):
        """Everything beyond its limit or its rating: key, value, limit, rating, what happens then."""
        hall, found = self.hall, []
        for i in hall.feeders:
            kind, out, into = hall.kind(i), self.given(i), self.taken(i)
            if not into:
                continue
            limit = hall.rated_kw(i)
            rating = limit if kind in ("generator", "power_shelf", "rectifier") else None
            then = "off"
            if kind == "ups" and i not in self.bypassed:
                rating = limit
                then = "bypass" if hall.things[i].get("static_bypass", True) and self.shares(i) else "off"
            found.append((("power", i, 0), out, limit, rating, then))
            amps = self.worst_line(i, into, out)
            rating = hall.rated_a(i) if kind in ("switchgear", "pdu", "rack_pdu", "busway") else None
            found.append((("current", i, 0), amps, hall.limit_a(i), rating, "off"))
            e = hall.things[i]
            if kind == "rack_pdu" and e.get("banks") and e.get("bank_a"):
                banks, outlets, load = e["banks"], e.get("outlets", 24), defaultdict(float)
                for k in hall.outof[i]:
                    if self.through(k):
                        volts, phases, _, _ = hall.cable_facts(k)
                        each = self.amps(self.through(k) / self.left(k), volts, phases)
                        for outlet in range(hall.cables[k][7], hall.cables[k][7] + hall.cables[k][4]):
                            bank = min((outlet - 1) * banks // outlets, banks - 1)
                            if (i, bank) not in self.open_banks:
                                load[bank] += each
                share = e["usable_a"] / e["rating_a"] if e.get("usable_a") is not None else hall.part
                for bank, amps in load.items():
                    found.append((("bank", i, bank), amps, e["bank_a"] * share, e["bank_a"], "off"))
        for k in range(len(hall.cables)):
            if self.through(k):
                volts, phases, rating, limit = hall.cable_facts(k)
                amps = self.amps(self.through(k) / self.left(k), volts, phases)
                found.append((("cable", k, 0), amps, limit, rating or None, "off"))
        return [
            (key, value, limit, rating, then)
            for key, value, limit, rating, then in found
            if (limit is not None and value > limit * ONE) or (rating is not None and value > rating * ONE)
        ]


def verdict(hall, units):
    """What these failures do in the end: lost, throttled, degraded, dead, overloaded, opened."""
    state = State(hall)
    state.running, state.alternate = set(hall.normal.running), set(hall.normal.alternate)
    normal = hall.normal
    state.stored = {
        i for i in hall.feeders if hall.kind(i) == "ups" and normal.level(i) >= 2 and normal.shares(i)
    } - set(units)
    broken = set()
    for unit in units:
        if unit not in hall.things:
            for k, cable in enumerate(hall.cables):
                if cable[0] == unit:
                    state.cut[k] = cable[4]
        elif hall.kind(unit) == "battery":
            broken.add(unit)
        elif unit in hall.feeders:
            state.dead.add(unit)
            state.running.discard(unit)
        else:
            state.off.add(unit)

    backed = {}  # elements that each generator backs
    for g in (i for i in hall.feeders if hall.kind(i) == "generator"):
        backed[g], todo, seen = [], [g], set()
        while todo:
            for k in hall.outof[todo.pop()]:
                b = hall.cables[k][2]
                if b in hall.feeders and b not in seen:
                    seen.add(b)
                    on_grid = any(normal.level(hall.cables[c][1]) == 3 for c in normal.shares(b))
                    (backed[g] if on_grid else todo).append(b)

    def energy(ups):
        """Left in its batteries [kW s], None where not known, and the power they give."""
        own = hall.things[ups].get("battery_kwh")
        cabinets = sorted(set(hall.batteries[ups]))
        if own is None and not cabinets:
            return None, None
        total, power = 3600.0 * (own or 0.0), 0.0
        for one in (hall.things[c] for c in cabinets if c not in broken):
            kwh = one.get("energy_kwh")
            if kwh is None and one.get("runtime_min") is not None:
                kwh = one["rating_kw"] * one["runtime_min"] / 60.0
            if kwh is None:
                return None, None
            total, power = total + 3600.0 * kwh, power + one["rating_kw"]
        return total, None if own is not None else power

    now, left, riding = 0.0, {}, set()
    starting, moving, opening, overloaded, opened = {}, {}, {}, set(), []
    while True:
        state.forget()
        changed = False
        for i in hall.feeders:
            if i in state.dead:
                continue
            if hall.kind(i) == "transfer_switch" and i not in hall.loop:
                if i in state.alternate:
                    if state.has(i, "preferred"):
                        state.alternate.discard(i)
                        changed = True
                elif state.has(i, "preferred") or not state.has(i, "alternate"):
                    moving.pop(i, None)
                elif i not in moving:
                    assumed = 4.0 if hall.things[i].get("technology", "ats") == "sts" else 100.0
                    stated = hall.things[i].get("transfer_ms")
                    moving[i] = now + (assumed if stated is None else stated) / 1000.0
            if i in state.stored:
                if state.shares(i):
                    riding.discard(i)
                elif i not in riding:
                    left.setdefault(i, energy(i))
                    kws, power = left[i]
                    taken = state.taken(i)
                    if (power is not None and taken > power * ONE) or (kws == 0.0 and taken):
                        state.dead.add(i)
                        state.stored.discard(i)
                        opened.append(("battery", i))
                        changed = True
                    else:
                        riding.add(i)
        for g, behind in backed.items():
            if g in state.dead or g in state.running or g in starting:
                continue
            for b in behind:
                grid = any(state.left(k) > 0 and state.level(hall.cables[k][1]) == 3 for k in hall.into[b])
                if b not in state.dead and not grid and b not in hall.loop:
                    stated = hall.things[g].get("start_time_s")
                    starting[g] = now + (10.0 if stated is None else stated)
                    break
        if changed:
            continue
        if not starting and not moving:
            guessed = {i for i in riding if left[i][0] is None}
            if guessed:
                riding -= guessed
                state.stored -= guessed
                continue
            overloaded |= {x[0] for x in state.excesses() if x[2] is not None and x[1] > x[2] * ONE}

        over = {x[0]: x for x in state.excesses() if x[3] is not None and x[1] > x[3] * ONE}
        opening = {key: when for key, when in opening.items() if key in over}
        for key, (_, value, _, rating, _) in over.items():
            ratio = value / rating
            if key not in opening or abs(opening[key][0] - ratio) > 1e-9 * ratio:
                opening[key] = ratio, now + 80.0 / (ratio * ratio - 1.0)
        empty = {i: now + left[i][0] / state.taken(i) for i in riding if left[i][0] is not None and state.taken(i)}
        due = [*starting.values(), *moving.values(), *empty.values(), *(t for _, t in opening.values())]
        if not due:
            break
        then = min(due)
        for i in riding:
            if left[i][0] is not None:
                left[i] = max(left[i][0] - state.taken(i) * (then - now), 0.0), left[i][1]
        now, soon = then, then + 1e-9 * max(then, 1.0)
        if any(t <= soon for t in starting.values()):
            begun = {g for g, t in starting.items() if t <= soon}
            state.running |= begun
            starting = {g: t for g, t in starting.items() if g not in begun}
        elif any(t <= soon for t in moving.values()):
            there = {i for i, t in moving.items() if t <= soon}
            state.alternate |= there
            moving = {i: t for i, t in moving.items() if i not in there}
        elif any(t <= soon for t in empty.values()):
            for i in [i for i, t in empty.items() if t <= soon]:
                state.dead.add(i)
                state.stored.discard(i)
                riding.discard(i)
                opened.append(("battery", i))
        else:
            for key in sorted(key for key, (_, t) in opening.items() if t <= soon):
                what, i, bank = key
                del opening[key]
                if over[key][4] == "bypass":
                    state.bypassed.add(i)
                    state.stored.discard(i)
                    continue
                opened.append(key)
                if what == "cable":
                    state.cut[i] = hall.cables[i][4]
                elif what == "bank":
                    state.open_banks.add((i, bank))
                    e = hall.things[i]
                    for k in hall.outof[i]:
                        first, n = hall.cables[k][7], hall.cables[k][4]
                        banks, outlets = e["banks"], e.get("outlets", 24)
                        here = sum(
                            min((outlet - 1) * banks // outlets, banks - 1) == bank
                            for outlet in range(first, first + n)
                        )
                        state.cut[k] = min(state.cut.get(k, 0) + here, n)
                else:
                    state.dead.add(i)
                    for group in (state.stored, riding):
                        group.discard(i)
                    starting.pop(i, None)
                    moving.pop(i, None)
    by_state = {i: state.load(i)[0] for i in hall.loads}
    name = {k: (hall.cables[k][0], hall.cables[k][2]) for k in range(len(hall.cables))}
    return {
        **{word: [i for i, s in by_state.items() if s == word] for word in ("lost", "throttled", "degraded")},
        "dead": [i for i in hall.feeders if not state.level(i)],
        "overloaded": sorted({(what, *(name[i] if what == "cable" else (i, ""))) for what, i, _ in overloaded}),
        "opened": [(key[0], *(name[key[1]] if key[0] == "cable" else (key[1], ""))) for key in opened],
    }


if __name__ == "__main__":
    with Path(sys.argv[1]).open(encoding="utf-8") as file:
        print(json.dumps(verdict(Hall(file.read()), sys.argv[2:]), indent=1))
