"""Wiring of dragonflies: groups of routers, and links between each two groups."""

from collections.abc import Sequence

from hallwright.errors import OutOfRange
from hallwright.fabrics.clos import smallest_divisor
from hallwright.fabrics.dragonfly import Dragonfly
from hallwright.fabrics.layout import Box, Bundle, Layout, Unit, refuse_too_large


def dragonfly_layout(size: Dragonfly, units: Sequence[Unit], leaves_a_unit: int) -> Layout:
    """Switches and bundles of a dragonfly: a full mesh in each group, `links_a_pair` links between each two groups.

    A router's up face has its links to the others of its group, in their order, then its global ones.
    """
    refuse_too_large(size.routers, size.routers + size.global_links)
    layout = Layout()
    a = size.routers_a_group
    if a % leaves_a_unit:
        raise OutOfRange(f"A group of {a} routers does not divide into units of {leaves_a_unit} routers.")
    per_group = a // leaves_a_unit
    for g, members in enumerate(_grouped(units, per_group, size.groups)):
        slots = tuple(s for unit in members for s in unit.slots)
        names = [f"g{g + 1}-{r + 1}" for r in range(a)]
        layout.boxes.extend(
            Box(name, f"router {g + 1}-{r + 1}", "leaf", slots, 0, r % leaves_a_unit) for r, name in enumerate(names)
        )
        for n, unit in enumerate(members):
            layout.attach(f"u{g + 1}-{n + 1}", unit, [names[n * leaves_a_unit : (n + 1) * leaves_a_unit]])
        for r in range(a - 1):  # router r has its link to a later one at point (later number), that one at point r + 1
            layout.bundles.append(Bundle(f"{names[r]}-m", (names[r],), "up", r + 1, tuple(names[r + 1 :]), "up", r + 1))
    _global_links(layout, size.groups, size.links_a_pair, size.globals_a_router, "g", a)
    return layout


def dragonfly_plus_layout(
    *,
    groups: int,
    leaves: int,
    spines: int,
    leaf_up: int,
    globals_a_spine: int,
    units: Sequence[Unit],
    leaves_a_unit: int,
) -> Layout:
    """Switches and bundles of a dragonfly+: leaf-spine groups whose spines are linked between groups.

    Raises
    ------
    OutOfRange
        Leaves that do not divide into units, uplinks that do not divide over the spines, or groups out of reach.
    """
    if leaves % leaves_a_unit or leaf_up % spines:
        raise OutOfRange(
            f"A group of {leaves} leaves does not divide into units of {leaves_a_unit}, or {leaf_up} uplinks do not "
            f"divide over {spines} spines; {smallest_divisor(leaf_up, spines)} spines would do."
        )
    channels = spines * globals_a_spine
    if groups > channels + 1:
        raise OutOfRange(
            f"{spines} spines of {globals_a_spine} global links reach {channels + 1} groups, not {groups}."
        )
    pairs = groups * (groups - 1) // 2
    refuse_too_large(groups * (leaves + spines), pairs * (channels // max(1, groups - 1)))
    layout = Layout()
    for g, members in enumerate(_grouped(units, leaves // leaves_a_unit, groups)):
        slots = tuple(s for unit in members for s in unit.slots)
        low = [f"l{g + 1}-{n + 1}" for n in range(leaves)]
        high = [f"g{g + 1}-{n + 1}" for n in range(spines)]
        layout.boxes.extend(
            Box(name, f"leaf {g + 1}-{n + 1}", "leaf", slots, 0, n % leaves_a_unit) for n, name in enumerate(low)
        )
        layout.boxes.extend(Box(name, f"spine {g + 1}-{n + 1}", "spine", slots) for n, name in enumerate(high))
        for n, unit in enumerate(members):
            layout.attach(f"u{g + 1}-{n + 1}", unit, [low[n * leaves_a_unit : (n + 1) * leaves_a_unit]])
        layout.bundles.append(Bundle(f"m{g + 1}", tuple(low), "up", 1, tuple(high), "down", 1, leaf_up // spines))
    if groups > 1:
        _global_links(layout, groups, channels // (groups - 1), globals_a_spine, "g", 1)
    return layout


def _grouped(units: Sequence[Unit], per_group: int, groups: int) -> list[tuple[Unit, ...]]:
    found = [tuple(units[n : n + per_group]) for n in range(0, len(units), per_group)]
    if len(found) > groups:
        raise OutOfRange(f"{len(units)} units take {len(found)} groups; there are {groups}.")
    return found + [()] * (groups - len(found))


def _global_links(layout: Layout, groups: int, links: int, each: int, mark: str, first: int) -> None:
    """Link each two groups. Channel c of a group is global port c mod `each` of its router c / `each`."""
    for x in range(groups):
        for y in range(x + 1, groups):
            for n in range(links):
                low, high = n * (groups - 1) + y - 1, n * (groups - 1) + x
                a, b = f"{mark}{x + 1}-{low // each + 1}", f"{mark}{y + 1}-{high // each + 1}"
                layout.bundles.append(
                    Bundle(f"w{x + 1}-{y + 1}-{n + 1}", (a,), "up", first + low % each, (b,), "up", first + high % each)
                )
