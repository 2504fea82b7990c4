"""The promise of the product in one session, with real mouse and keys: an empty hall becomes two working rows.

Racks stand in two facing rows, one cooled by air and one by liquid, fed from two sides and cabled as leaf and spine.
Errors appear and vanish as things are mended; all is undone to the first byte, redone to the last, saved, opened in
another window and written as a report.
"""

from collections.abc import Callable, Iterable

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit

from hallwright.equipment.base import Equipment
from hallwright.export.report import verdict_sentence
from hallwright.fileformat.text import to_text
from hallwright.project import Project
from hallwright.rules.base import Finding
from hallwright_app.canvas.tools.connect import ConnectTool
from hallwright_app.canvas.view import PRODUCT_MIME
from hallwright_app.document import Document
from hallwright_app.main_window import MainWindow
from hallwright_app.settings import Preferences
from hallwright_app.theme import Theme

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


class Engineer:
    """Somebody at the screen: moves the mouse, presses keys, reads what is shown."""

    def __init__(self, window: MainWindow, qtbot) -> None:
        self.window, self.bot = window, qtbot
        self.viewport = window.plan.viewport()

    # ---- hands -----------------------------------------------------------------------------------------------------

    def at(self, x_m: float, y_m: float) -> QPoint:
        spot = self.window.plan.from_floor(x_m, y_m)
        assert self.viewport.rect().contains(spot), f"({x_m}, {y_m}) is not on the screen"
        return spot

    def front(self) -> None:
        """Bring the window to the front, as a click on its title does."""
        self.window.activateWindow()
        self.bot.waitUntil(self.window.isActiveWindow)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        self.bot.keyClick(QApplication.focusWidget() or self.window, key, held)
        QApplication.processEvents()

    def plan_key(self, key: Qt.Key, held: Qt.KeyboardModifier = NONE) -> None:
        self.window.plan.setFocus()
        self.key(key, held)

    def menu(self, menu: str, words: str) -> None:
        """Open a menu and choose the entry that begins with these words."""
        bar_menu = self.window.menus[menu]
        bar_menu.popup(self.window.mapToGlobal(QPoint(40, 30)))
        QApplication.processEvents()
        action = next(a for a in bar_menu.actions() if a.text().startswith(words))
        assert action.isEnabled(), action.toolTip()
        self.bot.mouseClick(bar_menu, LEFT, pos=bar_menu.actionGeometry(action).center())
        QApplication.processEvents()

    def take(self, words: str) -> None:
        """P, type, Enter: a product in hand."""
        self.front()
        self.plan_key(Qt.Key.Key_P)
        assert self.window.palette_.search.hasFocus()
        self.bot.keyClicks(self.window.palette_.search, words)
        self.key(Qt.Key.Key_Return)

    def place(self, words: str, *spots: tuple[float, float], turns: int = 0, held=NONE) -> list[Equipment]:
        """Place a product by clicks, turned by R; what came in."""
        before = set(self.project.equipment)
        self.take(words)
        for _ in range(turns):
            self.plan_key(Qt.Key.Key_R)
        for x_m, y_m in spots:
            spot = self.at(x_m, y_m)
            self.bot.mouseMove(self.viewport, spot)
            had = self.project
            self.bot.mouseClick(self.viewport, LEFT, held, spot)
            assert self.project is not had, f"{words} at ({x_m}, {y_m}): {self.said} {self.window.plan.tip}"
        self.plan_key(Qt.Key.Key_Escape)
        return [e for i, e in self.project.equipment.items() if i not in before]

    def drop(self, product: str, x_m: float, y_m: float) -> bool:
        """Drag a product out of the palette onto the plan; whether it came in."""
        before = self.project
        data = QMimeData()
        data.setData(PRODUCT_MIME, product.encode())
        spot, copy = self.at(x_m, y_m), Qt.DropAction.CopyAction
        for event in (
            QDragEnterEvent(spot, copy, data, LEFT, NONE),
            QDragMoveEvent(spot, copy, data, LEFT, NONE),
            QDropEvent(QPointF(spot), copy, data, LEFT, NONE),
        ):
            QApplication.sendEvent(self.viewport, event)
        return self.project is not before

    def drag(
        self, start: tuple[float, float], end: tuple[float, float], *, drop: bool = True, wait_ms: int = 0
    ) -> None:
        a, b = self.at(*start), self.at(*end)
        self.bot.mousePress(self.viewport, LEFT, pos=a)
        for step in range(1, 6):
            self.bot.mouseMove(self.viewport, a + (b - a) * step / 5)
            self.bot.wait(wait_ms)
        if drop:
            self.bot.mouseRelease(self.viewport, LEFT, pos=b)

    def click(self, item: Equipment, held: Qt.KeyboardModifier = NONE) -> None:
        self.bot.mouseClick(self.viewport, LEFT, held, self.at(item.x_m, item.y_m))

    def choose(self, items: Iterable[Equipment], at: tuple[float, float] | None = None) -> None:
        """Click the first, Shift-click the rest."""
        self.plan_key(Qt.Key.Key_V)
        items = list(items)
        if at is None:
            self.click(items[0])
        else:
            self.bot.mouseClick(self.viewport, LEFT, NONE, self.at(*at))
        for item in items[1:]:
            self.click(item, SHIFT)
        assert {i.id for i in items} <= set(self.window.selection.ids)
        self.bot.wait(60)

    def pick_inside(self, item: Equipment) -> None:
        """Find a thing by its name: Ctrl+K, type, Enter."""
        self.plan_key(Qt.Key.Key_K, CONTROL)
        self.bot.waitUntil(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
        self.bot.keyClicks(QApplication.focusWidget(), item.name)
        self.bot.wait(30)
        self.key(Qt.Key.Key_Return)
        self.bot.wait(60)
        assert self.window.selection.ids == (item.id,)

    def set_field(self, label: str, text: str) -> None:
        """Click on a value in the inspector, type, Enter."""
        fields, model = self.window.inspector.list, self.window.inspector.model
        self.bot.waitUntil(lambda: any(row.label == label for row in model.rows))
        index = model.index(next(n for n, row in enumerate(model.rows) if row.label == label))
        fields.scrollTo(index)
        box = fields.visualRect(index)
        self.bot.mouseClick(fields.viewport(), LEFT, pos=QPoint(box.right() - 70, box.top() + 12))
        self.bot.wait(20)
        popup = QApplication.activePopupWidget()
        editor = QApplication.focusWidget() if popup is None else popup.findChild(QAbstractItemView)
        self.bot.keyClicks(editor, text)
        self.bot.keyClick(editor, Qt.Key.Key_Return)
        self.bot.wait(20)

    def connect(self, a: Equipment, b: Equipment) -> None:
        """C, drag from the outlet of one thing to the inlet of another, Esc."""
        self.front()
        self.plan_key(Qt.Key.Key_C)
        tool = self.window.plan.tool
        assert isinstance(tool, ConnectTool)
        start = next(s for s in tool.spots(a.id) if s.port.flow == "out")
        end = next(s for s in tool.spots(b.id) if s.port.flow == "in" and s.port.medium is start.port.medium)
        self.bot.mouseMove(self.viewport, self.at(*start.center))
        before = len(self.project.links)
        self.drag(start.center, end.center)
        assert len(self.project.links) == before + 1, self.said
        self.plan_key(Qt.Key.Key_Escape)

    def answer(self, act: Callable) -> None:
        """Do this with the dialog that comes up next."""
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(20, self.window, lambda: self.answer(act))
        else:
            act(dialog)

    def press_fix(self, code: str) -> None:
        """Press the Fix button of the first row of that rule in the findings panel."""
        rows, model = self.window.findings.list, self.window.findings.model
        number = next(n for n, row in enumerate(model.rows) if isinstance(row, Finding) and row.code == code)
        index = model.index(number)
        rows.scrollTo(index)
        spots = rows.itemDelegate().buttons(rows.visualRect(index), model.rows[number])
        self.bot.mouseClick(rows.viewport(), LEFT, pos=spots["fix"].center().toPoint())
        self.bot.wait(20)

    # ---- eyes ------------------------------------------------------------------------------------------------------

    @property
    def project(self) -> Project:
        return self.window.document.project

    @property
    def said(self) -> str:
        return self.window.status.hint.text()

    def find(self, kind: str) -> list[Equipment]:
        return [e for e in self.project.equipment.values() if e.kind == kind]

    def badge(self, item: Equipment) -> str:
        """The badge that the plan draws on a thing."""
        severity = self.window.scene.badge_on(item.id)
        return "" if severity is None else severity.name.lower()

    def rows(self) -> list[Finding]:
        """The findings that the panel lists."""
        return [row for row in self.window.findings.model.rows if isinstance(row, Finding)]

    def codes(self, severity: str = "") -> set[str]:
        return {f.code for f in self.rows() if f.waiver is None and severity in ("", f.severity.name.lower())}


@pytest.fixture
def open_window(qtbot, tmp_path):
    def make(name: str) -> MainWindow:
        preferences = Preferences(QSettings(str(tmp_path / f"{name}.ini"), QSettings.Format.IniFormat))
        preferences.theme = "light"
        window = MainWindow(Document(Project()), Theme(), preferences)
        window.flow.ask_unsaved = lambda: "discard"
        window.resize(1600, 1000)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        return window

    return make


@pytest.mark.qt_log_ignore(r"This plugin does not support (raise|grabbing)")  # of the offscreen platform
def test_two_row_hall(open_window, qtbot, tmp_path):
    window = open_window("first")
    qtbot.mouseClick(window.welcome.new_button, LEFT)
    qtbot.waitUntil(lambda: window.designing)
    qtbot.wait(60)
    e = Engineer(window, qtbot)
    start, empty = to_text(e.project), e.project
    assert not e.rows()
    for _ in range(3):
        e.plan_key(Qt.Key.Key_Minus, CONTROL)
    qtbot.wait(120)

    # systems: what is dropped on free floor brings its rack; two rows, back to back
    assert e.drop("nvidia-dgx-h100", 6.0, 4.2)
    assert e.badge(e.find("rack")[0]) == "error"
    e.place("dgx h100", (6.6, 4.2), (7.2, 4.2))
    first = e.find("rack")[0]
    assert e.drop("nvidia-dgx-h100", first.x_m, first.y_m) and len(e.find("rack")) == 3  # on a rack it goes into it
    e.place("gb200 nvl72", (6.0, 7.8), turns=2)
    e.place("qm9700", *[(6.6, 7.8)] * 6, turns=2)
    racks = e.find("rack")
    assert len(racks) == 5 and {r.rotation_deg for r in racks} == {0.0, 180.0}
    nvl = next(r for r in racks if r.busbar_v)
    e.place("gb200/gb300 rack power shelf", *[(nvl.x_m, nvl.y_m)] * 8)
    assert {"PWR303", "PWR302", "THM301", "THM306", "SPC114"} <= e.codes("error")
    assert window.status.figures["GPUs"].text() == "104"

    # a card goes into a server with free slots, and a rack PDU on the floor says what it needs
    e.place("supermicro sys-421ge-tnrt, no cards", (3.0, 4.2))
    bare = e.find("rack")[-1]
    assert e.drop("nvidia-l40s", bare.x_m, bare.y_m) and len(e.find("accelerator")) == 1
    assert not e.drop("rack-pdu-415v-60a", 3.0, 7.8) and "needs a rack" in e.said
    for _ in range(2):
        e.plan_key(Qt.Key.Key_Z, CONTROL)
    assert bare.id not in e.project.equipment

    # the slab of the empty hall is too weak for a rack of 1.4 t
    e.choose([e.find("room")[0]], at=(18.0, 3.0))
    e.set_field("Uniform load", "25")
    assert "SPC114" not in e.codes()

    # the chain of two sides: one link by hand each, the rest by itself
    feeds = e.place("utility feed", (-9.0, 3.0), (-9.0, 9.0))
    transformers = e.place("transformer 415", (-5.0, 3.0), (-5.0, 9.0))
    boards = e.place("switchboard 415", (2.0, 11.2), (11.0, 11.2))
    upses = e.place("galaxy vl 300", (3.6, 11.2), (12.6, 11.2))
    panels = e.place("remote power panel", (6.2, 11.2), (8.2, 11.2))
    for feed in feeds:
        e.choose([feed])
        e.set_field("Voltage", "11000")
    for feed, transformer in zip(feeds, transformers, strict=True):
        e.connect(feed, transformer)
    e.choose([*boards, *upses, *panels])
    before = e.project
    e.plan_key(Qt.Key.Key_P, CONTROL | ALT)  # these UPS are of 480 V
    assert e.project is before and "480 V" in e.said and "415 V" in e.said
    for ups in upses:
        e.choose([ups])
        e.set_field("Voltage", "415")
    e.choose([*boards, *upses, *panels])
    e.menu("Connect", "Connect power for me")
    assert not [
        f for f in e.rows() if f.code == "PWR302" and f.subjects[0] in {i.id for i in (*boards, *upses, *panels)}
    ]

    # racks without rack PDU are refused in words; with them they are fed
    e.choose(racks)
    before = e.project
    e.plan_key(Qt.Key.Key_P, CONTROL | ALT)
    assert e.project is before and "no rack PDU" in e.said
    for rack in racks:
        if rack is not nvl:
            size = "30" if rack is first else "60"  # too small for the two systems of the first rack on one side
            e.place(f"415 v three-phase {size}", (rack.x_m, rack.y_m), (rack.x_m, rack.y_m))
    e.choose(racks)
    e.plan_key(Qt.Key.Key_P, CONTROL | ALT)
    assert not {"PWR302", "PWR303"} & e.codes()
    small = {i.id for i in e.find("rack_pdu") if i.rack_id == first.id}
    assert {f.subjects[0] for f in e.rows() if f.code in ("PWR111", "PWR112")} == small
    for _ in small:
        e.press_fix("PWR111")
    assert not {c for c in e.codes("error") if c.startswith("PWR")}
    assert {e.project.equipment[i].rating_a for i in small} == {60.0}

    # air and coolant

    crahs = e.place("liebert cw 100", (0.6, 3.0), (0.6, 6.0), (0.6, 9.0), turns=1)
    cdus = e.place("xdu450", (9.0, 7.8), (10.8, 7.8), turns=2)
    chillers = e.place("air-cooled screw", (26.0, 3.0), (26.0, 9.0))
    for chiller in chillers:
        e.choose([chiller])
        e.set_field("Water supply", "12")
    e.choose([*crahs, *cdus, *chillers])
    e.plan_key(Qt.Key.Key_P, CONTROL | ALT)
    assert {"THM301", "THM306", "THM307"} <= e.codes("error")
    e.choose([*crahs, *cdus, *chillers, *racks])
    e.menu("Connect", "Connect coolant for me")
    assert not {c for c in e.codes("error") if c.startswith("THM")}
    assert e.badge(racks[0]) in ("", "warning")

    # fabric
    assert "FAB302" in e.codes()
    for n, switch in enumerate(e.find("switch")):
        e.pick_inside(switch)
        e.set_field("Tier", "leaf" if n < 4 else "spine")
    e.plan_key(Qt.Key.Key_Home)  # the search went to each switch
    qtbot.wait(120)
    e.choose(racks)
    e.plan_key(Qt.Key.Key_F, CONTROL | ALT)
    assert "FAB302" not in e.codes()
    assert not e.codes("error"), [f.text(e.project, "metric") for f in e.rows()]
    assert not window.document.report.counts["error"]

    # a drag shows what the drop would do, and Esc leaves all as it was
    whole = e.project
    e.drag((racks[0].x_m, racks[0].y_m), (2.0, 6.0), drop=False, wait_ms=25)
    qtbot.waitUntil(lambda: window.document.previewed is not None)
    now = {f.key for f in window.document.report.open_findings}
    assert {f.key for f in window.document.previewed.open_findings} - now
    e.plan_key(Qt.Key.Key_Escape)
    assert window.document.previewed is None
    qtbot.mouseRelease(e.viewport, LEFT, pos=e.at(2.0, 6.0))
    assert e.project is whole

    # what does not fit says so
    added = 0
    while added < 9 and e.drop("nvidia-dgx-h100", racks[0].x_m, racks[0].y_m):
        added += 1
    assert "rack units" in e.said
    window.selection.set(())
    for _ in range(added):
        e.plan_key(Qt.Key.Key_Z, CONTROL)
    assert e.project is whole

    # back to the first byte, forward to the last
    end = to_text(whole)
    for _ in range(window.document.history.count()):
        e.plan_key(Qt.Key.Key_Z, CONTROL)
    assert to_text(e.project) == start and e.project == empty
    assert not e.rows()
    for _ in range(window.document.history.count()):
        if e.project is whole:
            break
        e.plan_key(Qt.Key.Key_Z, CONTROL | SHIFT)
    assert to_text(e.project) == end
    findings = list(window.document.report.findings)

    # save, open in another window
    target = tmp_path / "two rows.hall"
    window.flow.ask_save_path = lambda: target
    e.front()
    e.plan_key(Qt.Key.Key_S, CONTROL)
    assert not window.isWindowModified()
    window.close()
    other = open_window("second")
    other.flow.ask_open_path = lambda: target
    other.activateWindow()
    qtbot.mouseClick(other.welcome.open_button, LEFT)
    qtbot.waitUntil(lambda: other.designing)
    again = Engineer(other, qtbot)
    assert to_text(again.project) == end
    assert list(other.document.report.findings) == findings

    # the report
    report = tmp_path / "two rows.pdf"

    def export(dialog) -> None:
        dialog.file.setText(str(report))
        qtbot.mouseClick(dialog.verb, LEFT)

    again.answer(export)
    again.menu("File", "Export report")
    text = " ".join(PdfReader(report).pages[0].extract_text().split())
    assert other.document.project.name in text
    assert verdict_sentence(other.document.report) in text
