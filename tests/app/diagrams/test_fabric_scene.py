"""The fabric as a scene: loads in colour and thickness, tips, other fabrics, what is out, light and dark."""

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from diagrams_of_fabrics import report_of
from hallwright.diagrams.fabric import ACCESS, BLOCK, SWITCH, SYSTEM, TRUNK
from hallwright.diagrams.fabric_loads import EVEN
from hallwright_app.diagrams.fabric_scene import CLASSES, OVER, FabricScene, load_class, make_scene, thickness_px
from hallwright_app.document import Document
from hallwright_app.outage import Outage
from hallwright_app.selection import Selection
from hallwright_app.theme import Theme


@pytest.fixture
def scene(theme: Theme) -> FabricScene:
    document = Document(report_of("one leaf a unit").project)
    made = FabricScene(document, Selection(), theme, Outage(document))
    document.setParent(made)
    return made


def picture(scene: FabricScene) -> QImage:
    rect = scene.drawing_rect()
    image = QImage(int(rect.width()), int(rect.height()), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    scene.render(painter, QRectF(image.rect()), rect)
    painter.end()
    return image


def test_classes_and_thickness_follow_the_load() -> None:
    assert [load_class(f) for f in (0.0, 0.16, 0.17, 0.99, 1.0, 1.01)] == [0, 0, 1, CLASSES - 1, CLASSES - 1, OVER]
    assert thickness_px(0.0) == thickness_px(0.5) == 0.7 and thickness_px(1.0) == thickness_px(2.0) == 3.0
    assert thickness_px(0.5) < thickness_px(0.75) < thickness_px(1.0)


def test_a_line_has_the_colour_of_its_load(scene: FabricScene) -> None:
    flow = scene.flow
    assert scene.choice == EVEN and flow.fullest > 0.0
    wire = next(w for w in scene.drawing.wires if w.sign == TRUNK)
    load = flow.wires[wire.key]
    scene.selection.set([scene.drawing.by_key[wire.a].ids[0]])  # its lines are drawn above all others, thick
    image, rect = picture(scene), scene.drawing_rect()
    (x0, y0), (x1, y1) = wire.points[0], wire.points[-1]
    wanted = scene.ramp_pen(load.fraction, 1.0).color()
    found = []
    for t in (0.15, 0.3, 0.5):
        x, y = x0 + (x1 - x0) * t - rect.left(), y0 + (y1 - y0) * t - rect.top()
        found += [image.pixelColor(round(x) + dx, round(y)) for dx in (-1, 0, 1)]
    assert any(abs(c.red() - wanted.red()) + abs(c.green() - wanted.green()) + abs(c.blue() - wanted.blue()) < 60
               for c in found)  # fmt: skip


def test_tips_say_the_load_and_whose(scene: FabricScene) -> None:
    wire = next(w for w in scene.drawing.wires if w.sign == TRUNK)
    tip = scene.tip(wire.key)
    assert tip is not None and "× 400G" in tip.title and " Gb/s, Even traffic" in tip.note and tip.note.endswith("%")
    access = next(w for w in scene.drawing.wires if w.sign == ACCESS)
    assert "full" in (scene.tip(access.key) or tip).note
    box = next(b for b in scene.drawing.boxes if b.sign == SWITCH)
    assert "Fullest cable" in (scene.tip(box.key) or tip).note
    assert scene.tip("nobody") is None


def test_a_switch_out_is_routed_around_and_comes_back(scene: FabricScene) -> None:
    outage = scene.outage
    assert outage is not None
    before = scene.flow.fullest
    spine = next(b for b in scene.drawing.boxes if b.row == 2 and b.sign == SWITCH)
    outage.toggle(spine.ids)
    assert scene.is_out(spine) and scene.flow.fullest > before
    dead = next(w for w in scene.drawing.wires if spine.key in (w.a, w.b))
    assert (scene.tip(dead.key) or pytest.fail()).note == "Out of service."
    picture(scene)
    outage.reset()
    assert scene.flow.fullest == pytest.approx(before)


def test_the_nearest_wire_is_found_and_none_far_away(scene: FabricScene) -> None:
    wire = next(w for w in scene.drawing.wires if w.sign == TRUNK)
    (x0, y0), (x1, y1) = wire.points
    assert (scene.wire_at(QPointF(x0 + (x1 - x0) * 0.02, y0 + (y1 - y0) * 0.02)) or wire).a == wire.a
    assert scene.wire_at(QPointF(-500.0, -500.0)) is None


def test_blocks_open_where_they_stand_and_rows_above_them_open_the_same(theme: Theme) -> None:
    document, selection = Document(report_of("16 SU").project), Selection()
    made = make_scene(document, selection, theme)
    block = next(b for b in made.drawing.boxes if b.sign == BLOCK)
    count = len(made.drawing.boxes)
    made.toggle_open(f"{block.key} leaves")
    assert sum(1 for b in made.drawing.boxes if b.sign == SYSTEM) == 32
    assert sum(1 for b in made.drawing.boxes if b.sign == SWITCH and b.row == 1) == 8
    made.toggle_open(block.key)
    assert len(made.drawing.boxes) == count
    selection.set(["s40"])
    assert [b.name for b in made.selected_boxes()] == ["SU 2"]
    picture(made)


def test_each_fabric_of_a_design_can_be_shown(qapp: object) -> None:
    document = Document(report_of("hybrid-retrofit").project)
    for dark in (False, True):
        made = make_scene(document, Selection(), Theme(dark=dark))
        first = made.drawn.fabric
        made.show_fabric("gaudi")
        assert made.drawn.fabric == "gaudi" != first
        picture(made)


def test_nothing_is_said_where_there_is_no_fabric(qapp: object) -> None:
    from hallwright.project import Project

    made = make_scene(Document(Project(name="Empty")), Selection(), Theme())
    assert made.drawing.boxes == () and made.flow.wires == {}
    picture(made)
