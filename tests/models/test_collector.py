"""The collector rests only for as long as asked."""

import gc
import weakref

import pytest

from hallwright.collector import SELDOM, settle, without_collector


def test_it_rests_within_and_works_again_after() -> None:
    with without_collector():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_works_again_after_a_failure() -> None:
    with pytest.raises(ValueError, match="broken"), without_collector():
        raise ValueError("broken")
    assert gc.isenabled()


def test_who_had_it_off_keeps_it_off() -> None:
    with without_collector():
        with without_collector():
            pass
        assert not gc.isenabled()


def test_settling_frees_what_was_left_and_spares_what_is_kept() -> None:
    class Node:
        pass

    before = gc.get_threshold()
    try:
        gone, kept = Node(), Node()
        gone.me = gone  # type: ignore[attr-defined]
        seen = weakref.ref(gone)
        gc.freeze()  # what an earlier design left
        del gone
        settle()
        assert seen() is None
        assert gc.get_freeze_count() > 0 and gc.get_threshold()[0] == SELDOM
        assert kept not in gc.get_objects()
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
