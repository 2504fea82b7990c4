"""The tour of the README, step by step, with real mouse and keys: when this fails, the README is not true."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt, QTimer
from PySide6.QtWidgets import QAbstractItemView, QApplication, QDialog

from hallwright.equipment.base import Medium
from hallwright.equipment.pdu import Pdu
from hallwright.equipment.rack import Rack
from hallwright.equipment.utility_feed import UtilityFeed
from hallwright.fileformat.io import load
from hallwright.fileformat.text import to_text
from hallwright.project import Project
from hallwright_app.canvas.tools.connect import ConnectTool
from hallwright_app.dialogs.array import ArrayDialog
from hallwright_app.dialogs.waive import WaiveDialog
from hallwright_app.document import Document
from hallwright_app.main_window import MainWindow
from hallwright_app.settings import Preferences
from hallwright_app.theme import Theme

LEFT = Qt.MouseButton.LeftButton


class Visitor:
    """Somebody who has only the README, a mouse and a keyboard."""

    def __init__(self, window: MainWindow, qtbot) -> None:
        self.window, self.bot = window, qtbot

    def spot(self, x_m: float, y_m: float) -> QPoint:
        return self.window.plan.from_floor(x_m, y_m)

    def key(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= modifier
        self.bot.keyClick(QApplication.focusWidget() or self.window, key, held)
        self.bot.wait(20)

    def place(self, words: str, *spots: tuple[float, float]) -> None:
        """P, type, Enter, click, Esc."""
        self.window.activateWindow()  # a dialog may have taken the keys, and no window manager gives them back here
        self.bot.wait(50)
        self.window.plan.setFocus()
        self.key(Qt.Key.Key_P)
        assert self.window.palette_.search.hasFocus()
        self.bot.keyClicks(self.window.palette_.search, words)
        self.key(Qt.Key.Key_Return)
        for x_m, y_m in spots:
            self.bot.mouseMove(self.window.plan.viewport(), self.spot(x_m, y_m))
            self.bot.wait(40)
            self.bot.mouseClick(self.window.plan.viewport(), LEFT, pos=self.spot(x_m, y_m))
            self.bot.wait(40)
        self.key(Qt.Key.Key_Escape)

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        viewport, a, b = self.window.plan.viewport(), self.spot(*start), self.spot(*end)
        self.bot.mousePress(viewport, LEFT, pos=a)
        for step in range(1, 7):
            self.bot.mouseMove(viewport, a + (b - a) * step / 6)
            self.bot.wait(25)
        self.bot.mouseRelease(viewport, LEFT, pos=b)
        self.bot.wait(40)

    def click(self, x_m: float, y_m: float) -> None:
        self.bot.mouseClick(self.window.plan.viewport(), LEFT, pos=self.spot(x_m, y_m))
        self.bot.wait(20)

    def click_field(self, label: str) -> None:
        """Click on a value of the inspector."""
        fields, model = self.window.inspector.list, self.window.inspector.model
        self.bot.waitUntil(lambda: any(row.label == label for row in model.rows))
        index = model.index(next(n for n, row in enumerate(model.rows) if row.label == label))
        fields.scrollTo(index)
        box = fields.visualRect(index)
        self.bot.mouseClick(fields.viewport(), LEFT, pos=QPoint(box.right() - 70, box.top() + 12))
        self.bot.wait(40)

    def set_field(self, label: str, text: str) -> None:
        """Click on a value, type or choose, Enter."""
        self.click_field(label)
        popup = QApplication.activePopupWidget()
        editor = QApplication.focusWidget() if popup is None else popup.findChild(QAbstractItemView)
        assert editor is not None
        self.bot.keyClicks(editor, text)
        self.bot.keyClick(editor, Qt.Key.Key_Return)
        self.bot.wait(40)

    def connect(self, a_id: str, b_id: str) -> None:
        """C, drag from the outlet of one thing to the inlet of another, Esc."""
        self.window.activateWindow()
        self.bot.wait(50)
        self.window.plan.setFocus()
        self.key(Qt.Key.Key_C)
        tool = self.window.plan.tool
        assert isinstance(tool, ConnectTool)
        start = next(s for s in tool.spots(a_id) if s.port.flow == "out")
        end = next(s for s in tool.spots(b_id) if s.port.flow == "in")
        self.bot.mouseMove(self.window.plan.viewport(), self.spot(*start.center))
        self.bot.wait(30)
        self.drag(start.center, end.center)
        self.key(Qt.Key.Key_Escape)

    def answer(self, kind: type[QDialog], fill: Callable) -> None:
        """Fill the dialog that comes up next, and press its default button."""

        def act() -> None:
            dialog = QApplication.activeModalWidget()
            assert isinstance(dialog, kind), dialog
            fill(dialog)
            self.bot.mouseClick(dialog.verb, LEFT)

        QTimer.singleShot(100, self.window, act)

    @property
    def project(self) -> Project:
        return self.window.document.project

    @property
    def errors(self) -> int:
        return self.window.document.report.counts["error"]

    def codes(self) -> set[str]:
        return {f.code for f in self.window.document.report.open_findings}


@pytest.fixture
def visitor(qtbot, tmp_path):
    preferences = Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    preferences.theme = "light"
    window = MainWindow(Document(Project()), Theme(), preferences)
    window.flow.ask_unsaved = lambda: "discard"
    window.resize(1600, 1000)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    return Visitor(window, qtbot)


CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_tour(visitor, qtbot, tmp_path):
    window = visitor.window
    # 1 New hall
    qtbot.mouseClick(window.welcome.new_button, LEFT)
    qtbot.waitUntil(lambda: window.designing)
    qtbot.wait(60)
    start = to_text(visitor.project)

    # 2 a system brings its rack; two rack PDUs; four racks
    visitor.place("dgx h100", (6.0, 6.0))
    assert visitor.codes() == {"PWR303", "THM301", "FAB302"}
    rack = next(visitor.project.all(Rack))
    visitor.place("415 V three-phase 60", (rack.x_m, rack.y_m), (rack.x_m, rack.y_m))
    visitor.click(rack.x_m, rack.y_m)
    assert window.selection.ids == (rack.id,)
    visitor.answer(ArrayDialog, lambda dialog: dialog.count.setValue(3))
    visitor.key(Qt.Key.Key_D, CONTROL, SHIFT)
    assert len(list(visitor.project.all(Rack))) == 4
    assert window.status.figures["GPUs"].text() == "32"

    # 3 power
    window.plan.zoom_out()
    qtbot.wait(150)
    visitor.place("utility feed", (-2.0, 3.0), (-2.0, 9.0))
    feeds = sorted(visitor.project.all(UtilityFeed), key=lambda f: f.y_m)
    assert len(feeds) == 2
    for feed, side in zip(feeds, "AB", strict=True):
        visitor.click(feed.x_m, feed.y_m)
        assert window.selection.ids == (feed.id,)
        visitor.set_field("Voltage", "415")
        if side == "A":
            visitor.click_field("Unknown values")
        visitor.set_field("Contracted", "200")
    feeds = sorted(visitor.project.all(UtilityFeed), key=lambda f: f.y_m)
    assert [(f.voltage_v, f.contracted_kw, f.side) for f in feeds] == [(415.0, 200.0, "A"), (415.0, 200.0, "B")]
    visitor.place("remote power panel", (3.0, 6.0), (12.0, 6.0))
    panels = sorted(visitor.project.all(Pdu), key=lambda f: f.x_m)
    for feed, panel in zip(feeds, panels, strict=True):
        visitor.connect(feed.id, panel.id)
    assert len(visitor.project.links) == 2
    visitor.drag((5.0, 4.6), (9.5, 7.4))
    assert {visitor.project.equipment[i].kind for i in window.selection.ids} == {"rack"}
    visitor.key(Qt.Key.Key_P, CONTROL, ALT)
    assert visitor.codes() == {"THM301", "FAB302", "PWR203"}

    # 4 air
    visitor.place("direct-expansion", (5.0, 2.0), (9.0, 2.0))
    visitor.drag((3.0, 0.6), (11.0, 3.4))
    assert {visitor.project.equipment[i].kind for i in window.selection.ids} == {"crah"}
    visitor.key(Qt.Key.Key_P, CONTROL, ALT)
    assert visitor.errors == 0

    # 5 fabric
    second = sorted(visitor.project.all(Rack), key=lambda r: r.x_m)[1]
    visitor.place("qm9700", (second.x_m, second.y_m))
    visitor.set_field("Tier", "leaf")
    visitor.drag((5.0, 4.6), (9.5, 7.4))
    visitor.key(Qt.Key.Key_P, CONTROL, ALT)
    visitor.key(Qt.Key.Key_F, CONTROL, ALT)
    assert visitor.errors == 0 and visitor.codes() == {"FAB201", "FAB204", "PWR203", "PWR105"}
    assert all(link.product for link in visitor.project.links.values() if link.medium is Medium.FABRIC)
    assert len(window.document.report.not_evaluated) == 1  # the switch does not state how many supplies it needs
    built = visitor.project

    # 6 break something, see it while it is dragged, mend it
    first = sorted(visitor.project.all(Rack), key=lambda r: r.x_m)[0]
    visitor.drag((first.x_m, first.y_m), (6.6, 4.2))
    assert "SPC107" in visitor.codes()  # too little room before its front
    visitor.key(Qt.Key.Key_Z, CONTROL)
    assert visitor.project is built

    # 7 waive
    def why(dialog: WaiveDialog) -> None:
        dialog.reason.setPlainText("A single leaf is enough for a pilot.")
        dialog.person.setText("A. Engineer")

    visitor.key(Qt.Key.Key_F8)
    visitor.answer(WaiveDialog, why)
    visitor.key(Qt.Key.Key_W, CONTROL, SHIFT)
    assert window.document.report.counts["waived"] == 1

    # 8 save, report, back to the start and forward again
    target = tmp_path / "pilot.hall"
    window.flow.ask_save_path = lambda: target
    window.activateWindow()
    qtbot.wait(50)
    visitor.key(Qt.Key.Key_S, CONTROL)
    assert load(target).project == visitor.project
    report = tmp_path / "pilot.html"
    assert window.flow.write_report(report)
    assert "A single leaf is enough for a pilot." in report.read_text(encoding="utf-8")
    whole = visitor.project
    while window.document.history.canUndo():
        visitor.key(Qt.Key.Key_Z, CONTROL)
    assert to_text(visitor.project) == start
    while window.document.history.canRedo():
        visitor.key(Qt.Key.Key_Z, CONTROL, SHIFT)
    assert visitor.project is whole
