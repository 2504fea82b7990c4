"""How the coolant bundles meet their ports: points taken twice or not there, and loops that must not be joined."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from hallwright.engines.base import Step
from hallwright.engines.cooling.records import Joint
from hallwright.equipment.base import Medium, Port
from hallwright.project import Link


def joints_of(step: Step, links: Iterable[Link]) -> dict[str, Joint]:
    """The joint of each of these coolant bundles."""
    users: dict[str, Mapping[tuple[str, int], int]] = {}
    ports: dict[str, Mapping[str, Port]] = {}
    found = {}
    for link in links:
        for end in (*link.a, *link.b):
            if end not in users:
                item = step.project.equipment.get(end)
                ports[end] = {p.name: p for p in item.ports()} if item is not None else {}
                users[end] = _users(end, step.topology.links_of(end, Medium.COOLANT), ports[end])
        found[link.id] = _joint(link, ports, users)
    return found


def beside(step: Step, touched: Collection[str], links: Collection[str]) -> set[str]:
    """Coolant bundles whose joint may change with these pieces of equipment and bundles: all that share an end."""
    ends = set(touched)
    found = set(links)
    for key in links:
        for project in (step.before, step.project):
            link = project.links.get(key) if project is not None else None
            if link is not None and link.medium is Medium.COOLANT:
                ends.update(link.a, link.b)
    for end in ends:
        found.update(link.id for link in step.topology.links_of(end, Medium.COOLANT))
    return found


def _users(id: str, links: Iterable[Link], ports: Mapping[str, Port]) -> Mapping[tuple[str, int], int]:
    """How many bundles take each point that is there."""
    found: Counter[tuple[str, int]] = Counter()
    for link in links:
        for ends, name, first, used in _sides(link):
            if id in ends and name in ports:
                found.update((name, point) for point in range(first, min(first + used, ports[name].count + 1)))
    return found


def _sides(link: Link) -> tuple[tuple[tuple[str, ...], str, int, int], ...]:
    """Ends, port, first point and points taken at each of them, upstream and downstream."""
    return (
        (link.a, link.a_port, link.a_first, link.points_used("a")),
        (link.b, link.b_port, link.b_first, link.points_used("b")),
    )


def _joint(
    link: Link, ports: Mapping[str, Mapping[str, Port]], users: Mapping[str, Mapping[tuple[str, int], int]]
) -> Joint:
    shared = missing = 0
    met: tuple[list[Port], list[Port]] = ([], [])
    for side, (ends, name, first, used) in zip(met, _sides(link), strict=True):
        for end in ends:
            port = ports[end].get(name)
            there = range(first, min(first + used, port.count + 1)) if port is not None else range(0)
            missing += used - len(there)
            shared += sum(users[end][name, point] > 1 for point in there)
            if port is not None:
                side.append(port)
    upstream, downstream = met
    return Joint(
        shared,
        missing,
        unlike=any(a.role != b.role for a in upstream for b in downstream if a.role and b.role),
        backwards=any(p.flow == "in" for p in upstream) or any(p.flow == "out" for p in downstream),
    )
