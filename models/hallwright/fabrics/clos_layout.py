"""Wiring of Clos fabrics: systems to leaves by rail, each leaf to each spine of its pod, each spine to its cores."""

import math
from collections.abc import Sequence

from hallwright.fabrics.clos import Clos
from hallwright.fabrics.layout import Box, Bundle, Layout, Unit, plane_letter, refuse_too_large


def clos_layout(size: Clos, units: Sequence[Unit]) -> Layout:
    """Switches and bundles of a Clos fabric.

    Spine g of a plane (counted over all pods) takes its cores in turn: link k of it leads to core
    ``(g * spine_up + k) mod cores``. So every core has its ports filled evenly, and the numbers of links from a pod to
    two cores differ by one at most.
    """
    refuse_too_large(size.switches)
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
    first, every = 0, list[str]()
    for p, pod in enumerate(size.pods):
        leaves = tuple(_leaf(letter, n, m) for n in range(first, first + pod.units) for m in range(size.leaves_a_unit))
        spines = tuple(_spine(letter, p, m) for m in range(pod.spines))
        each = size.leaf_up // pod.spines
        layout.bundles.append(Bundle(f"{letter}m{p + 1}", leaves, "up", 1, spines, "down", 1, each))
        first += pod.units
        every.extend(spines)
    if size.cores:
        _to_cores(layout, size, letter, every)


def _to_cores(layout: Layout, size: Clos, letter: str, spines: Sequence[str]) -> None:
    """Bundles of spines to cores, each spine's links in turn, cut where the cores are once round.

    Every `period` spines begin at the same core again and share a bundle, where the cores have ports enough for the
    blocks of points that takes; else each spine has bundles of its own.
    """
    up, cores = size.spine_up, size.cores
    period = cores // math.gcd(cores, up)
    rounds = math.ceil(len(spines) / period)
    if period * up // cores * rounds > size.ports:
        period, rounds = len(spines), 1
    for start in range(min(period, len(spines))):
        alike = tuple(spines[start::period])
        at, end = start * up, (start + 1) * up
        while at < end:
            lap, core = divmod(at, cores)
            run = min(end - at, cores - core)
            ends = tuple(f"{letter}c{c + 1}" for c in range(core, core + run))
            key = f"{spines[start]}-c{at - start * up + 1}"
            layout.bundles.append(Bundle(key, alike, "up", at - start * up + 1, ends, "down", lap * rounds + 1))
            at += run
