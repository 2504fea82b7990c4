"""Edits of links: connect, disconnect."""

from collections.abc import Collection

from hallwright.edits.ids import new_id
from hallwright.equipment.base import Equipment, Medium, Port
from hallwright.errors import EditRefused
from hallwright.project import Link, Project


def points_taken(project: Project, id: str, port: str) -> set[int]:
    """Points of a port group that links already use. Reads every link once."""
    taken: set[int] = set()
    for link in project.links.values():
        if id in link.a and link.a_port == port:
            taken.update(range(link.a_first, link.a_first + link.points_used("a")))
        if id in link.b and link.b_port == port:
            taken.update(range(link.b_first, link.b_first + link.points_used("b")))
    return taken


def first_free(project: Project, item: Equipment, port: Port, count: int = 1) -> int:
    """First point of the lowest run of free points; EditRefused where there is none."""
    taken = points_taken(project, item.id, port.name)
    for start in range(1, port.count - count + 2):
        if taken.isdisjoint(range(start, start + count)):
            return start
    free = port.count - len(taken & set(range(1, port.count + 1)))
    raise EditRefused(
        f"{item.name} has {free} of {port.count} {port.label or port.name} free; {count} in a row wanted."
    )


def compatible(a: Port, b: Port) -> str:
    """Why two ports cannot be joined, or an empty text where they can."""
    if a.medium is not b.medium:
        return f"{a.medium.value} and {b.medium.value} do not join"
    if a.medium is Medium.FABRIC:
        if a.protocol and b.protocol and a.protocol.lower() != b.protocol.lower():
            return f"{a.protocol} and {b.protocol} do not join"
        return ""
    if a.flow == b.flow:
        return "both are inlets" if a.flow == "in" else "both are outlets"
    if a.medium is Medium.COOLANT and a.role and b.role and a.role != b.role:
        return f"a {a.role.upper()} port and a {b.role.upper()} port do not join"
    if a.medium is Medium.POWER and a.dc != b.dc:
        return "direct and alternating current do not join"
    return ""


def connect(
    project: Project,
    a: str,
    a_port: str,
    b: str,
    b_port: str,
    count: int = 1,
    *,
    product: str | None = None,
    a_first: int | None = None,
    b_first: int | None = None,
) -> Project:
    """Join two things port to port with a bundle of cables on the lowest free points.

    Power and coolant are turned so that they flow from a to b.

    Raises
    ------
    EditRefused
        A port is not there, taken, or the two do not join; the reason says which.
    """
    first, second = project.pick((a, b))
    port_a, port_b = first.port(a_port), second.port(b_port)
    if port_a is None or port_b is None:
        lacking, name = (first, a_port) if port_a is None else (second, b_port)
        raise EditRefused(f"{lacking.name} has no port {name!r}.")
    if a == b:
        raise EditRefused(f"{first.name} cannot be joined with itself.")
    reason = compatible(port_a, port_b)
    if reason:
        raise EditRefused(f"{first.name} and {second.name} cannot be joined: {reason}.")
    if port_a.flow == "in" or (port_a.flow == "both" and port_b.flow == "out"):
        first, second, port_a, port_b, a_first, b_first = second, first, port_b, port_a, b_first, a_first
    id = new_id(project, "link", a, a_port, b, b_port, a_first, b_first)
    link = Link(
        id=id,
        medium=port_a.medium,
        a=(first.id,),
        a_port=port_a.name,
        a_first=a_first or first_free(project, first, port_a, count),
        b=(second.id,),
        b_port=port_b.name,
        b_first=b_first or first_free(project, second, port_b, count),
        per_pair=count,
        product=product,
    )
    return project.changed(links={id: link})


def disconnect(project: Project, ids: Collection[str]) -> Project:
    """Remove links."""
    for id in ids:
        if id not in project.links:
            raise EditRefused(f"There is no link {id!r} in this project.")
    return project.changed(links=dict.fromkeys(ids))
