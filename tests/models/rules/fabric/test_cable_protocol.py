"""FAB310: below, at and beyond its limit."""

import pytest

from halls import good_hall
from hallwright.evaluate import evaluate
from hallwright.project import Project
from traps.fabric import with_cable


def found(project: Project) -> list[tuple[str, float, float]]:
    return [(f.subjects[0], f.value, f.limit) for f in evaluate(project).findings if f.code == "FAB310"]


@pytest.mark.parametrize(("protocol", "count"), [("", 0), ("Ethernet", 0), ("InfiniBand", 1)])
def test_protocol_of_the_cable(protocol: str, count: int) -> None:
    assert len(found(with_cable("s1", "lf1", protocol=protocol)(good_hall()))) == count
