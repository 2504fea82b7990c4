"""Systems at their leaves: every port once, every rail on its own leaf, whatever divides or does not."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from hallwright.fabrics.layout import Layout, Unit, plane_letter


@given(
    systems=st.integers(1, 12),
    ports=st.integers(1, 12),
    leaves=st.integers(1, 12),
    planes=st.integers(1, 4),
    absent=st.sets(st.integers(0, 11)),
    racks=st.integers(1, 5),
)
def test_every_port_of_every_system_leads_to_the_leaf_of_its_rail(
    systems: int, ports: int, leaves: int, planes: int, absent: set[int], racks: int
) -> None:
    leaves = min(leaves, ports)
    groups = tuple("" if n in absent else f"r{n // racks}" for n in range(systems))
    layout = Layout()
    names = [[f"{plane_letter(q, planes)}l{n}" for n in range(leaves)] for q in range(planes)]
    layout.attach("u", Unit(tuple(range(100, 100 + systems)), groups, ports), names)
    nic: dict[tuple[int | str, int], str] = {}
    down: Counter[tuple[str, int]] = Counter()
    for bundle in layout.bundles:
        assert len({groups[int(s) - 100] for s in bundle.a}) == 1, "a bundle stays in one rack"
        for i, a in enumerate(bundle.a):
            for j, b in enumerate(bundle.b):
                for p in range(bundle.per_pair):
                    key = a, bundle.a_first + j * bundle.per_pair + p
                    assert key not in nic
                    nic[key] = str(b)
                    down[str(b), bundle.b_first + i * bundle.per_pair + p] += 1
    present = [100 + n for n in range(systems) if n not in absent]
    assert set(nic) == {(s, p + 1) for s in present for p in range(ports * planes)}
    assert max(down.values(), default=1) == 1
    sizes = [ports // leaves + (n < ports % leaves) for n in range(leaves)]
    for (_, point), leaf in nic.items():
        rail, plane = divmod(point - 1, planes)
        wanted = next(n for n in range(leaves) if rail < sum(sizes[: n + 1]))
        assert leaf == names[plane][wanted]
    assert all(1 <= point <= systems * max(sizes) for _, point in down)
    assert len({b.key for b in layout.bundles}) == len(layout.bundles)


def test_letters_of_planes() -> None:
    assert [plane_letter(0, 1), plane_letter(1, 2), plane_letter(30, 72)] == ["", "b", "p31-"]
