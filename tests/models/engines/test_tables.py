"""Tables brought up to date by entry."""

from hypothesis import given
from hypothesis import strategies as st

from hallwright.engines.tables import merged, regrouped, renewed

KEYS = st.sampled_from("abcdef")


def test_a_table_without_differences_stays_the_same_object() -> None:
    old = {"a": 1, "b": 2}
    table, moves = renewed(old, ["a", "c"], {"a": 1}.get)
    assert table is old and moves == {}


@given(st.dictionaries(KEYS, st.integers()), st.dictionaries(KEYS, st.integers()))
def test_all_keys_named_gives_the_new_table(old: dict[str, int], new: dict[str, int]) -> None:
    before = dict(old)
    table, moves = renewed(old, old.keys() | new.keys(), new.get)
    assert table == new and old == before
    assert moves == {k: (old.get(k), new.get(k)) for k in old.keys() | new.keys() if old.get(k) != new.get(k)}
    assert merged(old, moves) == new


@given(st.dictionaries(KEYS, st.frozensets(KEYS)), st.dictionaries(KEYS, st.frozensets(KEYS)))
def test_groups_follow_their_members(old: dict[str, frozenset[str]], new: dict[str, frozenset[str]]) -> None:
    def grouped(of: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
        return {g: frozenset(m) for g in "abcdef" if (m := [k for k, groups in of.items() if g in groups])}

    moves = {k: (old.get(k), new.get(k)) for k in old.keys() | new.keys()}
    assert regrouped(grouped(old), moves, lambda groups: groups) == grouped(new)
