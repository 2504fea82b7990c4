"""Counts of a generated Clos fabric, read from the text of a project file and nothing else.

It shares no code with the program: it reads JSON, writes every cable out, and looks at each port. Run it on a file:
``python tests/check_fabric_file.py FILE [PLANES]``; it prints what it counted, and stops at the first thing wrong.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any


def check(text: str, planes: int = 1, role: str = "compute") -> dict[str, int]:
    """Raise AssertionError where a port is used twice or left out, a rail or plane is wrong, or reach is unequal."""
    whole = json.loads(text)
    products = {p["id"]: p.get("fields", {}) for p in whole["products"]}
    things = {e["id"]: {**products.get(e.get("product"), {}), **e} for e in whole["equipment"]}

    def ports(thing: dict[str, Any]) -> dict[str, int]:
        found: dict[str, int] = {}
        seen: dict[str, int] = defaultdict(int)
        for group in thing.get("nics", ()) if thing["kind"] == "system" else thing.get("switch_ports", ()):
            name = group.get("role", "front")
            seen[name] += 1
            key = name if seen[name] == 1 else f"{name}-{seen[name]}"
            found[key] = group["count"] * group.get("split", 1)
        return found

    count = {i: ports(t) for i, t in things.items() if t["kind"] in ("system", "switch")}
    used = set()
    to_leaf: dict[str, dict[int, set[str]]] = defaultdict(
        lambda: defaultdict(set)
    )  # leaf -> point of systems -> systems
    leaf_of = {}  # (system, point) -> leaf
    up: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))  # lower switch -> upper switch -> cables
    cables = 0
    for link in whole["links"]:
        if link["medium"] != "fabric":
            continue
        n, a1, b1 = link.get("per_pair", 1), link.get("a_first", 1), link.get("b_first", 1)
        for i, a in enumerate(link["a"]):
            for j, b in enumerate(link["b"]):
                for p in range(n):
                    pa, pb = a1 + j * n + p, b1 + i * n + p
                    for end, port, point in ((a, link["a_port"], pa), (b, link["b_port"], pb)):
                        assert 1 <= point <= count[end][port], f"{end} has no {port} {point}"
                        assert (end, port, point) not in used, f"{end} {port} {point} is used twice"
                        used.add((end, port, point))
                    cables += 1
                    if things[a]["kind"] == "system":
                        assert things[b]["tier"] == "leaf", f"{a} is linked to a {things[b]['tier']}"
                        to_leaf[b][pa].add(a)
                        leaf_of[a, pa] = b
                    else:
                        up[a][b] += 1
    systems = [i for i, t in things.items() if t["kind"] == "system"]
    for system in systems:
        for point in range(1, count[system][role] + 1):
            assert (system, role, point) in used, f"{system} {role} {point} is free"
    for leaf, points in to_leaf.items():
        assert len(points) == 1, f"{leaf} serves several rails: {sorted(points)}"

    plane: dict[str, str] = {}  # switch -> first switch of what hangs together with it

    def find(x: str) -> str:
        while plane.setdefault(x, x) != x:
            plane[x] = plane[plane[x]]
            x = plane[x]
        return x

    for low, highs in up.items():
        for high in highs:
            plane[find(low)] = find(high)
    whole_planes = {find(leaf) for leaf in to_leaf}
    if up:
        assert len(whole_planes) == planes, f"{len(whole_planes)} planes"
        of_plane = defaultdict(set)
        for (_, point), leaf in leaf_of.items():
            of_plane[(point - 1) % planes].add(find(leaf))
        assert all(len(found) == 1 for found in of_plane.values()), "a plane is crossed"
    for low, highs in up.items():
        if things[low]["tier"] == "leaf":
            assert len(set(highs.values())) == 1, f"{low} reaches its spines unequally"
    pods = defaultdict(set)
    for low, highs in up.items():
        if things[low]["tier"] == "leaf":
            pods[frozenset(highs)].add(low)
    spines = [s for pod in pods for s in pod]
    assert len(spines) == len(set(spines)), "two pods share a spine, but not all"
    tiers: dict[str, int] = defaultdict(int)
    for thing in things.values():
        if thing["kind"] == "switch":
            tiers[thing["tier"]] += 1
    cores = {i for i, t in things.items() if t["kind"] == "switch" and t["tier"] == "core"}
    for pod in pods:  # each core reaches each pod, by numbers that differ by one at most
        to_core: dict[str, int] = defaultdict(int)
        for spine in pod:
            for core, n in up[spine].items():
                to_core[core] += n
        if cores:
            mine = {c for c in cores if find(c) == find(next(iter(pod)))}
            assert set(to_core) == mine, "a core does not reach a pod"
            assert max(to_core.values()) - min(to_core.values()) <= 1, "a pod reaches cores unevenly"
    return {"systems": len(systems), "cables": cables, "pods": len(pods), **tiers}


if __name__ == "__main__":
    text = Path(sys.argv[1]).read_text(encoding="utf-8")
    print(check(text, int(sys.argv[2]) if len(sys.argv) > 2 else 1))
