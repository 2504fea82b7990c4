"""Edit that spreads the cords of a rack PDU over its breaker banks."""

from hallwright.edits.ids import new_id
from hallwright.equipment.base import Medium
from hallwright.equipment.rack_pdu import RackPdu
from hallwright.errors import EditRefused
from hallwright.project import Link, Project


def spread_banks(project: Project, id: str, amps: dict[str, float]) -> Project:
    """Plug the cords of a rack PDU into outlets anew, so that its banks carry as equal currents as they can.

    The most loaded cords come first, each into the bank that carries least and has an outlet left. Bundles are parted
    where their cords end in several banks; the other end of every cord stays where it is.

    Parameters
    ----------
    amps : dict of str to float
        Current of one cord, by link [A]; what is not there counts as 0.

    Raises
    ------
    EditRefused
        It has no banks, or a bundle joins it together with something else.
    """
    strip = project.get(id, RackPdu)
    if not strip.banks:
        raise EditRefused(f"{strip.name} has no breaker banks.")
    links = [k for k in project.links.values() if k.medium is Medium.POWER and id in k.a]
    if any(len(k.a) != 1 or len(k.b) != 1 for k in links):
        raise EditRefused(f"A bundle joins {strip.name} together with something else: part it first.")
    cords = sorted(
        ((link, n) for link in links for n in range(link.per_pair)),
        key=lambda c: (-amps.get(c[0].id, 0.0), c[0].id, c[1]),
    )
    free = {
        bank: [o for o in range(1, strip.outlets + 1) if strip.bank_of(o) == bank] for bank in range(1, strip.banks + 1)
    }
    if len(cords) > strip.outlets:
        raise EditRefused(f"{strip.name} has fewer outlets than cords.")
    carried = dict.fromkeys(free, 0.0)
    outlet: dict[tuple[str, int], int] = {}
    for link, n in cords:
        bank = min((b for b in free if free[b]), key=lambda b: (carried[b], b))
        outlet[link.id, n] = free[bank].pop(0)
        carried[bank] += amps.get(link.id, 0.0)
    changed: dict[str, Link | None] = {}
    for link in links:
        changed.update(_runs(project, link, [outlet[link.id, n] for n in range(link.per_pair)], changed))
    return project.changed(links=changed)


def _runs(project: Project, link: Link, outlets: list[int], taken: dict[str, Link | None]) -> dict[str, Link | None]:
    """A bundle on these outlets, parted into unbroken runs; the first keeps its identifier."""
    outlets = sorted(outlets)
    starts = [n for n, o in enumerate(outlets) if n == 0 or o != outlets[n - 1] + 1]
    found: dict[str, Link | None] = {}
    for start, end in zip(starts, [*starts[1:], len(outlets)], strict=True):
        key = link.id if start == 0 else new_id(project, "link", link.id, outlets[start], taken={**taken, **found})
        found[key] = link.model_copy(
            update={"id": key, "a_first": outlets[start], "b_first": link.b_first + start, "per_pair": end - start}
        )
    return found
