"""The coolant loops as drawn: both themes, units out of service, tips, linked selection."""

from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from coolant_halls import random_hall
from hallwright.diagrams.coolant import HEADER, RETURN, SUPPLY, coolant_diagram
from hallwright.diagrams.coolant_readings import DEAD
from hallwright.edits.arrange import move
from hallwright.equipment.cdu import Cdu
from hallwright.fileformat.io import load
from hallwright.project import Project
from hallwright_app.diagrams.coolant_scene import CoolantScene, pumps_text
from hallwright_app.document import Document
from hallwright_app.outage import Outage
from hallwright_app.selection import Selection
from hallwright_app.theme import Theme

ROW = Path(__file__).resolve().parents[3] / "projects" / "gb200-nvl72-row.hall"


def picture(scene: CoolantScene, scale: float = 1.0) -> QImage:
    rect = scene.drawing_rect()
    image = QImage(round(rect.width() * scale), round(rect.height() * scale), QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    scene.render(painter, QRectF(image.rect()), rect)
    painter.end()
    return image


def made(project: Project, selection: Selection, theme: Theme) -> tuple[CoolantScene, Outage]:
    document = Document(project)
    outage = Outage(document)
    return CoolantScene(document, selection, theme, outage), outage


@pytest.fixture
def row(selection: Selection, theme: Theme) -> tuple[CoolantScene, Outage]:
    return made(load(ROW).project, selection, theme)


@pytest.mark.parametrize("seed", [1, 3, 14])
def test_every_sign_is_drawn_in_both_themes_near_and_far(seed: int, selection: Selection, theme: Theme) -> None:
    scene, _ = made(random_hall(seed), selection, theme)
    assert scene.drawing == coolant_diagram(scene.report)
    light = picture(scene)
    theme.set_dark(True)
    assert picture(scene) != light and not picture(scene, 0.2).isNull()


def test_supply_is_solid_above_and_return_dashed_below(row: tuple[CoolantScene, Outage]) -> None:
    scene, _ = row
    image, rect = picture(scene), scene.drawing_rect()
    shares = {}
    for wire in scene.drawing.wires:
        if wire.sign == HEADER and wire.a.startswith("facility"):
            (x0, y), (x1, _) = wire.points
            token = QColor(scene.theme.color({SUPPLY: "supply", RETURN: "ret"}[wire.side]))
            columns = range(round(x0 - rect.left()) + 4, round(x1 - rect.left()) - 4)
            hits = sum(image.pixelColor(x, round(y - rect.top())).name() == token.name() for x in columns)
            shares[wire.side] = hits / len(columns), y
    assert shares[SUPPLY][0] > 0.97 and 0.4 < shares[RETURN][0] < 0.9
    assert shares[SUPPLY][1] < shares[RETURN][1]


def test_a_cdu_out_moves_its_flow_to_the_other(row: tuple[CoolantScene, Outage]) -> None:
    scene, outage = row
    before = picture(scene)
    boxes = scene.drawing.by_key
    alone = scene.records["cdu-2"].flow_l_min
    outage.choose(["cdu-1"])
    assert scene.reading(boxes["cdu-1"]).tripped and scene.records["cdu-2"].flow_l_min > 1.9 * alone
    assert picture(scene) != before
    outage.choose(["cdu-1", "cdu-2"])
    rack = next(b for b in scene.drawing.boxes if b.key.startswith("rack loop"))
    assert scene.reading(rack).state == DEAD
    outage.reset()
    assert picture(scene) == before


def test_a_pump_out_is_told(row: tuple[CoolantScene, Outage]) -> None:
    scene, outage = row
    assert outage.can_trip("cdu-1:pump")
    outage.choose(["cdu-1:pump"])
    assert "1 pump out" in scene.reading(scene.drawing.by_key["cdu-1"]).lines
    item = scene.report.project.equipment["cdu-1"]
    assert isinstance(item, Cdu) and pumps_text(item) == "1+1"


def test_without_an_outage_it_shows_the_normal_state(selection: Selection, theme: Theme) -> None:
    scene = CoolantScene(Document(load(ROW).project), selection, theme)
    assert scene.out == frozenset() and scene.state is scene.document.report


def test_tips_give_figures_with_units_and_what_is_assumed(row: tuple[CoolantScene, Outage]) -> None:
    scene, _ = row
    cdu, header = scene.tip("cdu-1"), scene.tip("facility loop ac-1")
    assert cdu is not None and cdu.title == "CDU-1"
    assert all(word in cdu.note for word in ("kPa", "approach", "dew point", "ride-through"))
    assert header is not None and header.title == "Facility water" and "Assumed: " in header.note
    for wire in scene.drawing.wires:
        tip = scene.tip(wire.key)
        assert tip is not None and tip.note
    assert scene.tip("nobody") is None
    scene.units = "us"
    us = scene.tip("cdu-1")
    assert us is not None and us.note != cdu.note and "gpm" in us.note


def test_what_is_selected_on_the_plan_shows_here(row: tuple[CoolantScene, Outage], selection: Selection) -> None:
    scene, _ = row
    selection.set(["a03-nvl"])
    (box,) = scene.selected_boxes()
    assert "a03" in box.ids
    header = scene.drawing.by_key["facility loop ac-1"]
    selection.set(header.ids)
    assert scene.selected_boxes() == [header]


def test_a_move_on_the_floor_lays_nothing_out_anew(row: tuple[CoolantScene, Outage]) -> None:
    scene, _ = row
    before = scene.drawing
    scene.document.apply("Move", move, ["a01"], 0.0, 0.1)
    assert scene.drawing is before


def test_an_empty_hall_says_what_to_do(selection: Selection, theme: Theme) -> None:
    scene, _ = made(Project(), selection, theme)
    assert not scene.drawing.boxes and "Place a plant" in scene.empty and not picture(scene).isNull()
