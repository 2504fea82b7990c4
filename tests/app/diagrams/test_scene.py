"""Parts of the shared scene; the rest is tried through the view in test_base.py."""

from hallwright_app.diagrams.scene import _distance


def test_distance_to_a_straight_part() -> None:
    assert _distance(5, 3, 0, 0, 10, 0) == 3.0
    assert _distance(13, 4, 0, 0, 10, 0) == 5.0
    assert _distance(3, 4, 0, 0, 0, 0) == 5.0
