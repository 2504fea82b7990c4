"""The collector rests only for as long as asked."""

import gc

import pytest

from hallwright.collector import without_collector


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
