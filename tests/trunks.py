"""Layouts written out cable by cable, with each port looked at."""

from collections import Counter

from hallwright.fabrics.layout import Layout


def trunks(layout: Layout) -> Counter[tuple[str, str]]:
    """Cables between each two switches; no point of a face is taken twice."""
    taken: Counter[tuple[str, str, int]] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    keys = [box.key for box in layout.boxes]
    assert len(set(keys)) == len(keys)
    assert len({b.key for b in layout.bundles}) == len(layout.bundles)
    for bundle in layout.bundles:
        for i, a in enumerate(bundle.a):
            for j, b in enumerate(bundle.b):
                for p in range(bundle.per_pair):
                    taken[str(a), bundle.a_face, bundle.a_first + j * bundle.per_pair + p] += 1
                    taken[str(b), bundle.b_face, bundle.b_first + i * bundle.per_pair + p] += 1
                if isinstance(a, str):
                    assert a in keys and b in keys
                    found[a, str(b)] += bundle.per_pair
    assert max(taken.values()) == 1 and min(point for _, _, point in taken) == 1
    return found
