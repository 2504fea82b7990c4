"""The one-line as drawn: every sign in both themes, the state with units out of service, tips."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from halls import good_hall
from hallwright.diagrams.one_line import one_line
from hallwright.evaluate import evaluate
from hallwright_app.diagrams.one_line_scene import OneLineScene
from hallwright_app.document import Document
from hallwright_app.outage import Outage
from hallwright_app.selection import Selection
from hallwright_app.theme import Theme
from power_halls import random_chain


def picture(scene: OneLineScene, scale: float = 1.0) -> QImage:
    rect = scene.drawing_rect()
    image = QImage(round(rect.width() * scale), round(rect.height() * scale), QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    scene.render(painter, QRectF(image.rect()), rect)
    painter.end()
    return image


@pytest.fixture
def scene(document: Document, selection: Selection, theme: Theme) -> OneLineScene:
    return OneLineScene(document, selection, theme, Outage(document))


def test_it_draws_the_layout_of_the_report(scene: OneLineScene) -> None:
    assert scene.drawing == one_line(evaluate(good_hall()))


@pytest.mark.parametrize("seed", [3, 28, 70])
def test_every_sign_is_drawn_in_both_themes_near_and_far(
    seed: int, theme: Theme, selection: Selection, qapp: object
) -> None:
    document = Document(random_chain(seed))
    scene = OneLineScene(document, selection, theme, Outage(document))
    light = picture(scene)
    theme.set_dark(True)
    assert picture(scene) != light and not picture(scene, 0.2).isNull()


def test_tripped_units_change_the_picture_and_the_figures(scene: OneLineScene) -> None:
    before = picture(scene)
    assert scene.outage is not None
    boxes = scene.drawing.by_key
    alone = scene.reading(boxes["txb"])
    scene.outage.choose(["uta"])
    assert picture(scene) != before
    assert scene.reading(boxes["uta"]).tripped and scene.reading(boxes["txa"]).dead
    after = scene.reading(boxes["txb"])
    assert alone.value is not None and after.value is not None and after.value > 1.5 * alone.value
    scene.outage.reset()
    assert picture(scene) == before


def test_tips_name_the_box_its_load_and_its_limit(scene: OneLineScene) -> None:
    tip = scene.tip("txa")
    assert tip is not None and tip.title == "TXA" and "kW" in tip.note and "limit" in tip.note
    wire = scene.tip("uta → txa")
    assert wire is not None and wire.title == "UTA to TXA" and wire.note.endswith(" kW")
    assert scene.tip("nobody") is None


def test_a_selected_system_shows_at_its_group(scene: OneLineScene, selection: Selection) -> None:
    selection.set(["s1"])
    (box,) = scene.selected_boxes()
    assert "r1" in box.ids
