"""Identifiers and names of new records."""

from halls import good_hall
from hallwright.edits.ids import new_id, new_name


def test_the_same_request_gives_the_same_identifier_and_another_request_another() -> None:
    hall = good_hall()
    assert new_id(hall, "rack", 1.0, 2.0) == new_id(hall, "rack", 1.0, 2.0)
    assert new_id(hall, "rack", 1.0, 2.0) != new_id(hall, "rack", 1.0, 2.6)
    first = new_id(hall, "rack", 1.0)
    assert new_id(hall, "rack", 1.0, taken={first}) != first


def test_a_name_gets_the_first_free_number() -> None:
    assert new_name(good_hall(), "R1") == "R1-1"
    assert new_name(good_hall(), "Rack", {"Rack-1"}) == "Rack-2"
