"""Overlays against plain tables, over long runs of changes."""

import copy
import pickle
import random

import pytest

from hallwright import overlay
from hallwright.overlay import Draft, Overlay, overlaid


@pytest.mark.parametrize("seed", range(20))
def test_an_overlay_is_what_a_copied_table_would_be(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overlay, "LEAST", 4)
    rng = random.Random(seed)
    plain: dict[int, str] = {n: f"v{n}" for n in range(rng.randint(1, 80))}
    table, shared = overlaid(plain, {}), 0
    for _ in range(100):
        new = {rng.randint(0, 90): rng.choice([None, "x", "y", "v7"]) for _ in range(rng.randint(0, 4))}
        before = dict(table)
        after = overlaid(table, new)
        assert dict(table) == before, "the older one was changed"
        plain = {k: v for k, v in {**plain, **new}.items() if v is not None}
        table = after
        shared += isinstance(table, Overlay)
        assert dict(table) == plain == table
        assert dict(table.items()) == plain
        assert len(table) == len(plain) == len(list(table))
        for key in range(-1, 92):
            assert (key in table) == (key in plain)
            assert table.get(key) == plain.get(key)
            assert table.get(key, "none") == plain.get(key, "none")
            if key in plain:
                assert table[key] == plain[key]
            else:
                with pytest.raises(KeyError):
                    table[key]
    assert shared, "nothing was shared"


def test_what_is_put_back_leaves_no_trace() -> None:
    table = {n: str(n) for n in range(5000)}
    assert overlaid(table, {}) is table
    cut = overlaid(table, {7: None, 8: "x", 6000: "new"})
    assert isinstance(cut, Overlay)
    assert pickle.loads(pickle.dumps(cut)) == copy.deepcopy(cut) == cut
    assert overlaid(cut, {7: table[7], 8: table[8], 6000: None}) is table


def test_a_small_table_or_a_large_change_is_a_table_of_its_own() -> None:
    assert type(overlaid({1: 1}, {2: 2})) is dict
    assert type(overlaid(dict.fromkeys(range(5000), 1), dict.fromkeys(range(900), 2))) is dict


def test_a_draft_is_a_table_and_leaves_what_it_began_as() -> None:
    table = {n: str(n) for n in range(5000)}
    draft, plain = Draft(table), dict(table)
    for key, value in ((3, "x"), (7000, "new"), (4, "y")):
        draft[key] = plain[key] = value
    del draft[9], plain[9]
    assert draft.pop(10) == plain.pop(10)
    assert draft.pop(10, None) is None
    assert 9 not in draft
    assert draft.get(9, "none") == "none"
    with pytest.raises(KeyError):
        draft[9]
    draft[9] = plain[9] = "again"
    assert (draft[9], draft[3], draft[5], len(draft)) == ("again", "x", "5", len(plain))
    assert dict(draft) == draft.done() == plain
    assert table[3] == "3"
    assert Draft(table).done() is table
