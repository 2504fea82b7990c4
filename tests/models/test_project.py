"""The project value: bundles, what differs, refusals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halls import good_hall, item
from hallwright.edits.arrange import move, remove
from hallwright.equipment.base import Medium
from hallwright.errors import EditRefused
from hallwright.project import Change, Link, Project


@given(st.integers(1, 6), st.integers(1, 6), st.integers(1, 4))
def test_a_bundle_uses_every_point_once(m: int, n: int, per: int) -> None:
    link = Link(id="l", medium=Medium.FABRIC, a=tuple(f"a{i}" for i in range(m)), a_port="p", a_first=3,
                b=tuple(f"b{j}" for j in range(n)), b_port="p", b_first=7, per_pair=per)  # fmt: skip
    cables = list(link.cables())
    assert len(cables) == link.count == m * n * per
    for id in link.a:
        assert sorted(c[1] for c in cables if c[0] == id) == list(range(3, 3 + link.points_used("a")))
    for id in link.b:
        assert sorted(c[3] for c in cables if c[2] == id) == list(range(7, 7 + link.points_used("b")))


def test_a_noted_change_equals_a_comparison_of_every_record() -> None:
    hall = good_hall()
    for after in (move(hall, ["r1", "r2"], 0.1, 0.0), remove(hall, ["r1"])):
        strange = Project(**{name: getattr(after, name) for name in Project.model_fields})  # same records, no note
        assert Change.between(hall, after) == Change.between(hall, strange)
        assert Change.between(after, hall) == Change.between(strange, hall)


def test_a_copy_does_not_inherit_the_note_of_another_change() -> None:
    hall = good_hall()
    after = move(hall, ["r1"], 0.1, 0.0)
    copied = after.model_copy(update={"equipment": {**after.equipment, "r2": item("rack", "r2")}})
    assert Change.between(hall, copied).equipment == {"r1", "r2"}


def test_unknown_equipment_is_refused() -> None:
    with pytest.raises(EditRefused, match="no equipment 'zz'"):
        good_hall().pick(["zz"])


def test_names_on_screen_never_are_identifiers() -> None:
    hall = good_hall()
    link = next(iter(hall.links.values()))
    assert hall.name_of(link.id) == " – ".join(hall.equipment[e[0]].name for e in (link.a, link.b))
    assert hall.name_of("gone") == "removed item"
