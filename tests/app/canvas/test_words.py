"""Words on the plan: where they stand and how they are shortened."""

import itertools

import pytest
from PySide6.QtCore import QPointF, QRectF, QSizeF
from tests.halls import good_hall, item

from hallwright.catalogue import catalogue
from hallwright.edits.arrange import from_product
from hallwright_app.canvas.items.building import _free_middle
from hallwright_app.canvas.links import squared, trimmed
from hallwright_app.canvas.scene import _label_spots
from hallwright_app.canvas.shapes import inside_text, short_name


def test_names_lose_only_a_word_that_says_the_kind():
    assert short_name(good_hall().equipment["rppa"].model_copy(update={"name": "RPP A-A"})) == "A-A"
    assert short_name(item("column", "k", name="Column K1")) == "K1"
    assert short_name(item("rack", "r", name="Storage 1")) == "Storage 1"
    assert short_name(item("rack", "u", name="Rack")) == "Rack"


def test_a_system_is_told_by_its_accelerators():
    assert inside_text(from_product(catalogue()["nvidia-dgx-h100"], "s", "A01-1")) == "8 × H100"


@pytest.mark.parametrize(
    ("taken", "middle"),
    [
        ([], 30.0),
        ([(20.0, 40.0)], 10.0),  # as wide on both sides: the first
        ([(5.0, 25.0)], 42.5),
        ([(5.0, 25.0), (30.0, 50.0)], 30.0),  # nowhere room enough: the middle
        ([(-10.0, 20.0), (10.0, 70.0)], 30.0),
    ],
)
def test_zone_names_stand_clear_of_trays(taken, middle):
    assert _free_middle(60.0, taken, 13.0) == pytest.approx(middle)


def test_spots_of_a_label_are_in_view_and_on_its_line():
    line = [QPointF(-500, 50), QPointF(700, 50), QPointF(700, 900)]
    view = QRectF(26, 26, 600, 400)
    spots = list(_label_spots(line, QSizeF(90, 14), view))
    assert spots
    assert all(view.contains(s) and abs(s.center().y() - 50) < 10 for s in spots)


def test_routes_run_along_the_axes_from_edge_to_edge():
    way = squared([(1.0, 1.0), (1.5, 2.0), (5.0, 2.0), (8.0, 2.0), (8.0, 1.0)])
    assert all(a[0] == b[0] or a[1] == b[1] for a, b in itertools.pairwise(way))
    assert way == ((1.0, 1.0), (1.0, 2.0), (8.0, 2.0), (8.0, 1.0))
    cut = trimmed(way, (0.5, 0.5, 1.5, 1.5), (7.5, 0.5, 8.5, 1.5))
    assert cut == ((1.0, 1.5), (1.0, 2.0), (8.0, 2.0), (8.0, 1.5))
