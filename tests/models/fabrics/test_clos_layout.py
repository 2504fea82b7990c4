from collections import Counter, defaultdict

from hypothesis import assume, given
from hypothesis import strategies as st

from hallwright.errors import OutOfRange
from hallwright.fabrics.clos import clos
from hallwright.fabrics.clos_layout import clos_layout
from hallwright.fabrics.layout import Unit
from trunks import trunks


@given(
    ports=st.sampled_from([4, 8, 12, 16]),
    units=st.integers(1, 30),
    leaves=st.integers(1, 4),
    up=st.integers(1, 8),
    planes=st.integers(1, 3),
    tiers=st.sampled_from([None, 2, 3]),
)
def test_every_leaf_reaches_every_spine_of_its_pod_equally(
    ports: int, units: int, leaves: int, up: int, planes: int, tiers: int | None
) -> None:
    try:
        size = clos(
            ports=ports, units=units, leaves_a_unit=leaves, leaf_down=2, leaf_up=up, planes=planes, tiers=tiers,
            leaf_ports=2 + up,
        )  # fmt: skip
    except OutOfRange:
        assume(False)
        raise
    members = [Unit((2 * n, 2 * n + 1), ("r", "r"), leaves) for n in range(units)]
    layout = clos_layout(size, members)
    found = trunks(layout)
    tier = {box.key: box.tier for box in layout.boxes}
    assert Counter(tier.values()) == +Counter(
        leaf=size.leaf_switches, spine=size.spine_switches, core=size.core_switches
    )
    reach: dict[str, dict[str, int]] = defaultdict(dict)
    use: Counter[str] = Counter()
    for (low, high), count in found.items():
        reach[low][high] = count
        use[low] += count
        use[high] += count
    for key, kind in tier.items():
        if kind == "leaf":
            assert len(set(reach[key].values())) == 1 and sum(reach[key].values()) == size.leaf_up
        else:
            assert use[key] <= size.ports
        if kind == "spine":
            assert sum(reach[key].values()) == size.spine_up
    at_cores = [use[key] for key, kind in tier.items() if kind == "core"]
    assert not at_cores or max(at_cores) - min(at_cores) <= 1
    pods = {frozenset(reach[key]) for key, kind in tier.items() if kind == "leaf"}
    for pod in pods:
        links: Counter[str] = Counter()
        for spine in pod:
            links.update(reach[spine])
        if size.cores:
            assert len(links) * size.planes == size.core_switches, "each core reaches each pod"
            assert max(links.values()) - min(links.values()) <= 1
