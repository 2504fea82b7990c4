"""A check of every link's ends, for tests of things that draw whole halls."""

from collections import Counter

from hallwright.edits.wire import compatible
from hallwright.project import Project


def check_wiring(project: Project) -> None:
    """Every link ends at compatible ports that are there, and no point is used twice."""
    taken: Counter[tuple[str, str, int]] = Counter()
    for link in project.links.values():
        for ends, name, first, side in (
            (link.a, link.a_port, link.a_first, "a"),
            (link.b, link.b_port, link.b_first, "b"),
        ):
            used = link.points_used(side)  # type: ignore[arg-type]
            for end in ends:
                port = project.equipment[end].port(name)
                assert port is not None and port.medium is link.medium, (link.id, end, name)
                assert first + used - 1 <= port.count, (link.id, end, name)
                for point in range(first, first + used):
                    taken[end, name, point] += 1
        a, b = project.equipment[link.a[0]].port(link.a_port), project.equipment[link.b[0]].port(link.b_port)
        assert a is not None and b is not None
        assert compatible(a, b) == ""
    assert not [point for point, count in taken.items() if count > 1]
