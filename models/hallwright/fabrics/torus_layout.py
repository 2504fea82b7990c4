"""Wiring of tori: a switch at each node, linked with both neighbours along each dimension."""

from collections.abc import Sequence
from itertools import product

from hallwright.errors import OutOfRange
from hallwright.fabrics.layout import Box, Bundle, Layout, Unit, refuse_too_large
from hallwright.fabrics.torus import Torus


def torus_layout(size: Torus, units: Sequence[Unit], links_a_pair: int = 1) -> Layout:
    """Switches and bundles of a torus; unit n is linked to node n, the last dimension counting fastest.

    A node's up face has, for each dimension of three or more, its links onwards and then its links back; a dimension
    of two has one set of links.
    """
    if len(units) > size.nodes:
        raise OutOfRange(f"{len(units)} units do not fit a torus of {size.nodes} nodes.")
    refuse_too_large(size.nodes, size.links)
    layout = Layout()
    places = list(product(*(range(d) for d in size.dims)))

    def key(place: Sequence[int]) -> str:
        return "t" + "-".join(str(c + 1) for c in place)

    for n, place in enumerate(places):
        slots = units[n].slots if n < len(units) else ()
        layout.boxes.append(Box(key(place), "node " + "-".join(str(c + 1) for c in place), "leaf", slots))
    for n, unit in enumerate(units):
        layout.attach(f"u{n + 1}", unit, [[key(places[n])]])
    point = 1
    for axis, d in enumerate(size.dims):
        back = point + links_a_pair if d > 2 else point
        for place in places if d > 1 else ():
            if d == 2 and place[axis] == 1:
                continue
            onward = (*place[:axis], (place[axis] + 1) % d, *place[axis + 1 :])
            layout.bundles.append(
                Bundle(
                    f"{key(place)}-x{axis + 1}", (key(place),), "up", point, (key(onward),), "up", back, links_a_pair
                )
            )
        point += links_a_pair * min(d - 1, 2)
    return layout
