"""Wiring of Clos fabrics: systems to leaves by rail, each leaf to each spine of its pod, each spine to its cores."""

from collections.abc import Sequence

from hallwright.fabrics.clos import Clos
from hallwright.fabrics.layout import Box, Bundle, Layout, Unit, plane_letter


def clos_layout(size: Clos, units: Sequence[Unit]) -> Layout:
    """Switches and bundles of a Clos fabric.

    Spine g of a plane (counted over all pods) takes its cores in turn: link k of it leads to core
    ``(g * spine_up + k) mod cores``. So every core has its ports filled evenly, and the numbers of links from a pod to
    two cores differ by one at most.
    """
    layout = Layout()
    for plane in range(size.planes):
        letter = plane_letter(plane, size.planes)
        _boxes(layout, size, units, letter, plane)
        _trunks(layout, size, letter)
    letters = [plane_letter(plane, size.planes) for plane in range(size.planes)]
    for n, unit in enumerate(units):
        leaves = [[_leaf(letter, n, m) for m in range(size.leaves_a_unit)] for letter in letters]
        layout.attach(f"u{n + 1}", unit, leaves)
    return layout


def _leaf(letter: str, unit: int, number: int) -> str:
    return f"{letter}l{unit + 1}-{number + 1}"


def _spine(letter: str, pod: int, number: int) -> str:
    return f"{letter}s{pod + 1}-{number + 1}"


def _boxes(layout: Layout, size: Clos, units: Sequence[Unit], letter: str, plane: int) -> None:
    mark = letter.upper()
    first = 0
    for n, unit in enumerate(units):
        layout.boxes.extend(
            Box(_leaf(letter, n, m), f"leaf {mark}{n + 1}-{m + 1}", "leaf", unit.slots, plane, m)
            for m in range(size.leaves_a_unit)
        )
    for p, pod in enumerate(size.pods):
        slots = tuple(s for unit in units[first : first + pod.units] for s in unit.slots)
        first += pod.units
        name = f"{mark}{p + 1}-" if len(size.pods) > 1 else mark
        layout.boxes.extend(
            Box(_spine(letter, p, m), f"spine {name}{m + 1}", "spine", slots, plane) for m in range(pod.spines)
        )
    layout.boxes.extend(Box(f"{letter}c{m + 1}", f"core {mark}{m + 1}", "core", (), plane) for m in range(size.cores))


def _trunks(layout: Layout, size: Clos, letter: str) -> None:
    first, below = 0, 0
    for p, pod in enumerate(size.pods):
        leaves = tuple(_leaf(letter, n, m) for n in range(first, first + pod.units) for m in range(size.leaves_a_unit))
        spines = tuple(_spine(letter, p, m) for m in range(pod.spines))
        each = size.leaf_up // pod.spines
        layout.bundles.append(Bundle(f"{letter}m{p + 1}", leaves, "up", 1, spines, "down", 1, each))
        first += pod.units
        for m, spine in enumerate(spines):
            if size.cores:
                _to_cores(layout, size, letter, spine, below + m)
        below += pod.spines


def _to_cores(layout: Layout, size: Clos, letter: str, spine: str, number: int) -> None:
    """Bundles of one spine: its links in turn, cut where the cores are once round."""
    if size.spine_up % size.cores == 0:
        each = size.spine_up // size.cores
        cores = tuple(f"{letter}c{c + 1}" for c in range(size.cores))
        layout.bundles.append(Bundle(f"{spine}-c", (spine,), "up", 1, cores, "down", number * each + 1, each))
        return
    at, end, up = number * size.spine_up, (number + 1) * size.spine_up, 1
    while at < end:
        lap, core = divmod(at, size.cores)
        run = min(end - at, size.cores - core)
        cores = tuple(f"{letter}c{c + 1}" for c in range(core, core + run))
        layout.bundles.append(Bundle(f"{spine}-c{up}", (spine,), "up", up, cores, "down", lap + 1))
        up += run
        at += run
