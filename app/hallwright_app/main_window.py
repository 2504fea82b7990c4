"""The window: builds menus, tool bar, views and panels, and wires them. It decides nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QMenuBar,
    QMessageBox,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QToolBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from hallwright.collector import settle as settle_collector
from hallwright.edits.change import add_product, open_again, waive
from hallwright.errors import HallwrightError
from hallwright.evaluate import Report
from hallwright.fileformat.io import SUFFIX
from hallwright.fixes import attempts
from hallwright.project import Change, Product
from hallwright.rules.base import Finding, Fix, Gap
from hallwright_app.actions import COMMANDS, MENUS, TOOL_BAR, Actions
from hallwright_app.canvas.scene import PlanScene
from hallwright_app.canvas.view import PlanView
from hallwright_app.document import Document
from hallwright_app.file_flow import FileFlow
from hallwright_app.files import ProjectFile
from hallwright_app.findings_model import sentence, subject_text
from hallwright_app.jobs import CancelToken, Jobs
from hallwright_app.outage import Outage
from hallwright_app.panels.findings import FindingsPanel
from hallwright_app.panels.history import History
from hallwright_app.panels.inspector import Inspector
from hallwright_app.panels.layers import Layers
from hallwright_app.panels.palette import Drawing, Palette
from hallwright_app.panels.plots import Plots
from hallwright_app.panels.what_if import WhatIf
from hallwright_app.parts import ElidedLabel, PanelHead, PlainLabel, message, plain_tip
from hallwright_app.selection import Selection
from hallwright_app.settings import Preferences, ThemeChoice
from hallwright_app.status import StatusRow
from hallwright_app.theme import Theme
from hallwright_app.views import VIEWS, view_named
from hallwright_app.welcome import Welcome
from hallwright_app.wording import tr

if TYPE_CHECKING:  # built when first shown, so that the window opens sooner
    from hallwright_app.air.follower import AirFollower
    from hallwright_app.command_palette import CommandPalette
    from hallwright_app.elevation.view import ElevationView
    from hallwright_app.findings_page import FindingsPage
    from hallwright_app.tables.equipment_table import TablePage

COLOURS = (("none", "none"), ("load", "load"), ("inlet", "inlet air"), ("air", "air temperature"))
SLICES_M = (0.3, 0.9, 1.5, 2.1, 2.7)  # heights offered for the slice through the air
SCALES = (20, 50, 100, 200, 500)
LEFT_PX, RIGHT_PX, BOTTOM_PX = 231, 299, 219


class Workspace(QWidget):
    """Tabs of the views, what is beside them, and the view itself."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setAccessibleName("Views")
        self.colour = QPushButton("Colour by: none")
        self.scale = QPushButton("1 : 100")
        self.pages = QStackedWidget()
        bar = QWidget()
        bar.setFixedHeight(30)
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(self.tabs)
        row.addStretch(1)
        row.addWidget(self.colour)
        row.addWidget(self.scale)
        self._bar = row
        self._chips: dict[QWidget, tuple[QWidget, ...]] = {}  # what each view has at the right of the tabs
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.pages, 1)
        self._made: list[Callable[[], QWidget]] = []
        self.tabs.currentChanged.connect(self._on_tab)

    def add(self, name: str, page: Callable[[], QWidget]) -> None:
        """One more view, asked for when it is first shown."""
        self._made.append(page)
        self.pages.addWidget(QWidget())
        self.tabs.addTab(tr(name))

    def _on_tab(self, number: int) -> None:
        page = self._made[number]()
        if self.pages.indexOf(page) < 0:
            empty = self.pages.widget(number)
            self.pages.insertWidget(number, page)
            if empty is not None:
                self.pages.removeWidget(empty)
                empty.deleteLater()
            if not page.accessibleName():
                page.setAccessibleName(self.tabs.tabText(number))
            self._chips[page] = page.chips() if hasattr(page, "chips") else ()
            for chip in self._chips[page]:
                self._bar.addWidget(chip)
        for owner, chips in self._chips.items():
            for chip in chips:
                chip.setVisible(owner is page)
        self.pages.setCurrentIndex(number)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("window"))
        painter.setPen(self._theme.color("line"))
        painter.drawLine(0, 29, self.width(), 29)
        painter.end()


class TopRow(QWidget):
    """Menu at the left, title in the middle, time of saving at the right."""

    def __init__(self, theme: Theme, menu: QMenuBar) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(28)
        self._menu = menu
        menu.setParent(self)
        menu.setStyleSheet("QMenuBar { min-height: 0; max-height: 28px; } QMenuBar::item { padding: 5px 9px; }")
        self.title = ElidedLabel(theme, "", "body", "text2", self)
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.saved = PlainLabel(theme, "", "caption", "text3", self)
        self.saved.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        theme.changed.connect(self.update)

    def arrange(self) -> None:
        """Title in the middle of the window, where it does not touch menu or note."""
        width, height = self.width(), self.height()
        menu = self._menu.sizeHint().width() + 12
        self._menu.setGeometry(0, 0, menu, height)
        note = self.saved.sizeHint().width() + 16
        self.saved.setGeometry(width - note - 8, 0, note, height)
        half = min(260, width // 2 - max(menu, note + 8) - 8)
        if half >= 60:
            self.title.setGeometry(QRect(width // 2 - half, 0, 2 * half, height))
        else:  # a narrow window: what is left between menu and note
            self.title.setGeometry(QRect(menu + 8, 0, max(0, width - menu - note - 24), height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("window"))
        painter.end()

    def sizeHint(self) -> QSize:
        return QSize(400, 28)


class MainWindow(QMainWindow):
    """One window, one design.

    Parameters
    ----------
    document, theme, preferences : shared with everything in the window.
    """

    painted = Signal()  # once, after the first frame

    document: Document
    selection: Selection
    outage: Outage
    theme: Theme
    preferences: Preferences
    file: ProjectFile
    flow: FileFlow
    plan: PlanView
    findings: FindingsPanel
    tool: str
    scene: PlanScene

    def __init__(self, document: Document, theme: Theme, preferences: Preferences) -> None:
        super().__init__()
        self.document, self.theme, self.preferences = document, theme, preferences
        self.selection = Selection(self)
        self.outage = Outage(document, self)
        self.jobs = Jobs(self)
        self.file = ProjectFile(document, self.jobs, self)
        self.designing = False
        self._painted = False
        self._crash_box: QMessageBox | None = None
        self.tool = "select"
        self._hidden_docks: dict[QDockWidget, bool] = {}
        self._aside: dict[str, bool] = {}
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(True)
        self.setAnimated(False)
        self.setMinimumSize(960, 600)
        self._make_views()
        self._make_panels()
        self.flow = FileFlow(self)
        self.actions_ = Actions(self)
        self._make_menu()
        self._make_tool_bar()
        self._make_status()
        self._wire()
        self.show_welcome()

    # ---- building ----------------------------------------------------------------------------------------------------

    def _make_views(self) -> None:
        document, selection, theme = self.document, self.selection, self.theme
        self.scene = PlanScene(document, selection, theme, self)
        self.plan = PlanView(self.scene)
        self.plan.setAccessibleName("Plan")
        self.plan.outage = self.outage
        self.outage.changed.connect(self.plan.viewport().update)
        self.workspace = Workspace(theme)
        self._kept: dict[str, QWidget] = {}
        for view in VIEWS:
            self.workspace.add(view.name, partial(view.make, self))
        self.welcome = Welcome(theme, self.preferences, self.jobs)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.welcome)
        self.stack.addWidget(self.workspace)
        self.setCentralWidget(self.stack)

    @cached_property
    def elevation(self) -> "ElevationView":
        """Rack fronts."""
        from hallwright_app.elevation.view import ElevationView

        view = ElevationView(self.document, self.selection, self.theme, self.workspace)
        view.hide()
        view.units = self.preferences.units
        view.setAccessibleName("Elevation")
        view.outage = self.outage
        self.outage.changed.connect(view.viewport().update)
        return view

    @cached_property
    def table(self) -> "TablePage":
        """Everything in rows."""
        from hallwright_app.tables.equipment_table import TablePage

        page = TablePage(self.document, self.selection, self.theme, self.preferences, self.workspace)
        page.hide()
        page.refused.connect(self.show_error)
        return page

    @cached_property
    def page(self) -> "FindingsPage":
        """Findings opened."""
        from hallwright_app.findings_page import FindingsPage

        page = FindingsPage(self.document, self.selection, self.theme, self.preferences, self.workspace)
        page.hide()
        self._wire_findings(page.panel)
        page.detail.fix_wanted.connect(self.apply_fix)
        page.detail.waive_wanted.connect(self.waive)
        page.detail.reopen_wanted.connect(self.open_again)
        return page

    def kept(self, name: str, make: Callable[[], QWidget]) -> QWidget:
        """A view that is made once; what it says is shown in the status bar."""
        view = self._kept.get(name)
        if view is None:
            view = self._kept[name] = make()
            view.hide()
            for signal, slot in (
                ("hint_changed", self.status.show_hint),
                ("refused", self._on_refused),
                ("details_wanted", self._show_details),
            ):
                if hasattr(view, signal):
                    getattr(view, signal).connect(slot)
        return view

    @property
    def viewed(self) -> QWidget:
        """The view that zooms: the current one, or the plan where that has nothing to zoom."""
        page = self.workspace.pages.currentWidget()
        return page if hasattr(page, "fit_all") else self.plan

    @cached_property
    def air(self) -> "AirFollower":
        """Solves the field of the air from its first use on."""
        from hallwright_app.air.follower import AirFollower

        return AirFollower(self)

    @cached_property
    def commands(self) -> "CommandPalette":
        """What Ctrl+K opens."""
        from hallwright_app.command_palette import CommandPalette

        return CommandPalette(self)

    def _dock(self, name: str, widget: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        dock = QDockWidget(tr(name), self)
        dock.setObjectName(f"dock {name}")
        head = PanelHead(self.theme, tr(name))
        dock.setTitleBarWidget(head)
        widget.setProperty("surface", "panel")
        widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        dock.setWidget(widget)
        dock.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetClosable
            | QDockWidget.DockWidgetFeature.DockWidgetMovable
            | QDockWidget.DockWidgetFeature.DockWidgetFloatable
        )
        self.addDockWidget(area, dock)
        self.docks[name] = dock
        self.heads[name] = head
        return dock

    def _make_panels(self) -> None:
        document, selection, theme, preferences = self.document, self.selection, self.theme, self.preferences
        left, right = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
        bottom = Qt.DockWidgetArea.BottomDockWidgetArea
        for corner, area in (
            (Qt.Corner.BottomLeftCorner, left),
            (Qt.Corner.TopLeftCorner, left),
            (Qt.Corner.BottomRightCorner, right),
            (Qt.Corner.TopRightCorner, right),
        ):
            self.setCorner(corner, area)
        self.docks: dict[str, QDockWidget] = {}
        self.heads: dict[str, PanelHead] = {}
        self.palette_ = Palette(document, theme, preferences)
        self.layers = Layers(theme, self._set_layer)
        self.history = History(document.history)
        self.inspector = Inspector(document, selection, theme, preferences)
        self.what_if = WhatIf(document, selection, theme, self.outage)
        self.findings = FindingsPanel(document, selection, theme, preferences)
        self.plots = Plots(document, theme, preferences)
        self._dock("Palette", self.palette_, left)
        self._dock("Layers", self.layers, left)
        self._dock("History", self.history, left).hide()
        self._dock("Inspector", self.inspector, right)
        self._dock("What-if", self.what_if, right)
        findings = self._dock("Findings", self.findings, bottom)
        plots = self._dock("Plots", self.plots, bottom)
        self.splitDockWidget(findings, plots, Qt.Orientation.Horizontal)
        if self.findings.head is not None:  # the panel fills its own head: counts beside the name
            findings.setTitleBarWidget(self.findings.head)
            self.heads["Findings"] = self.findings.head
        self._size_docks()

    def _size_docks(self) -> None:
        docks = self.docks
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        self.resizeDocks([docks["Palette"], docks["Inspector"]], [LEFT_PX, RIGHT_PX], across)
        self.resizeDocks([docks["Findings"], docks["Plots"]], [641, 428], across)
        self.resizeDocks([docks["Findings"], docks["Plots"]], [BOTTOM_PX, BOTTOM_PX], down)
        self.resizeDocks([docks["Palette"], docks["Layers"]], [600, 290], down)
        self.resizeDocks([docks["Inspector"], docks["What-if"]], [600, 290], down)

    def _make_menu(self) -> None:
        bar = QMenuBar()
        self.menus: dict[str, QMenu] = {}
        for name in MENUS:
            menu = bar.addMenu(tr(name))
            menu.setToolTipsVisible(True)
            self.menus[name] = menu
            menu.aboutToShow.connect(self.actions_.refresh)
            menu.aboutToShow.connect(self.actions_.show_icons)
        for command in COMMANDS:
            menu = self.menus[command.menu]
            if command.separator:
                menu.addSeparator()
            menu.addAction(self.actions_.by_name[command.name])
            if command.name == "new":
                self._templates = menu.addMenu(tr("New from template"))
                self._templates.aboutToShow.connect(self._fill_templates)
            elif command.name == "open":
                self._recent = menu.addMenu(tr("Open recent"))
                self._recent.aboutToShow.connect(self._fill_recent)
            elif command.name == "view_findings":
                self._panels = menu.addMenu(tr("Panels"))
                for dock in self.docks.values():
                    self._panels.addAction(dock.toggleViewAction())
        self.top = TopRow(self.theme, bar)
        self.setMenuWidget(self.top)

    def _fill_templates(self) -> None:
        from hallwright.templates import TEMPLATES

        self._templates.clear()
        for template in TEMPLATES.values():
            if template.example or template.name == "empty":
                action = self._templates.addAction(template.title)
                action.triggered.connect(lambda _=False, name=template.name: self.guarded_new(name))

    def _fill_recent(self) -> None:
        self._recent.clear()
        for entry in self.preferences.recent:
            action = self._recent.addAction(entry.title.replace("&", "&&"))
            action.setToolTip(plain_tip(entry.path))
            action.triggered.connect(lambda _=False, path=entry.path: self.flow.open(Path(path)))
        if not self.preferences.recent:
            self._recent.addAction(tr("No recent designs")).setEnabled(False)

    def _make_tool_bar(self) -> None:
        bar = QToolBar("Tools")
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setIconSize(QSize(20, 20))
        for name in TOOL_BAR:
            if name == "|":
                bar.addSeparator()
                continue
            action = self.actions_.by_name[name]
            bar.addAction(action)
            widget = bar.widgetForAction(action)
            if isinstance(widget, QToolButton):
                widget.setAccessibleName(action.text())
                widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(spacer)
        self.find_field = QPushButton("Find a command or a thing          Ctrl+K")
        self.find_field.setObjectName("FindField")
        self.find_field.setFixedWidth(299)
        self.find_field.setAccessibleName("Find a command or a thing")
        self.find_field.setToolTip(plain_tip("Find an action, a thing or a rule by its name (Ctrl+K)"))
        self.find_field.clicked.connect(lambda: self.actions_.run_named("find"))
        bar.addWidget(self.find_field)
        self.tools = bar
        self.addToolBar(bar)

    def _make_status(self) -> None:
        self.status = StatusRow(self.document, self.theme, self.preferences)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(self.status, 1)

    def _wire(self) -> None:
        document, selection = self.document, self.selection
        document.changed.connect(self._on_changed)
        document.history.indexChanged.connect(self._on_step)
        selection.changed.connect(self._on_selection)
        selection.zoom_wanted.connect(self._on_zoom_wanted)
        self.plan.cursor_moved.connect(self.status.show_cursor)
        for view in (self.plan, self.elevation):
            view.hint_changed.connect(self.status.show_hint)
            view.refused.connect(self._on_refused)
        self.plan.zoom_changed.connect(self._show_scale)
        self.plan.details_wanted.connect(self._show_details)
        self.status.units_clicked.connect(self.toggle_units)
        self.status.next_wanted.connect(lambda: self.findings.step(1))
        self.palette_.place_wanted.connect(self.start_placing)
        self.inspector.refused.connect(self.show_error)
        self.inspector.note_changed.connect(self.heads["Inspector"].note.setText)
        self.what_if.said.connect(self.say)
        self._wire_findings(self.findings)
        self.file.changed.connect(self._show_title)
        self.file.changed_outside.connect(self._on_changed_outside)
        self.file.failed.connect(self.show_error)
        self.welcome.template_wanted.connect(self.guarded_new)
        self.welcome.file_wanted.connect(lambda path: self.flow.open(path))
        self.welcome.open_wanted.connect(lambda: self.flow.open())
        self.welcome.keys_wanted.connect(self.show_keys)
        self.workspace.colour.clicked.connect(self._choose_colour)
        self.workspace.scale.clicked.connect(self._choose_scale)
        self.workspace.tabs.currentChanged.connect(self._on_view)
        self.preferences.changed.connect(self._on_preference)
        self.theme.changed.connect(self._restyle)
        self._restyle()
        self._on_preference("units")

    def _wire_findings(self, panel: FindingsPanel) -> None:
        panel.fix_wanted.connect(self.fix)
        panel.waive_wanted.connect(self.waive)
        panel.reopen_wanted.connect(self.open_again)
        panel.opened.connect(self.open_finding)

    # ---- what is shown -----------------------------------------------------------------------------------------------

    def _restyle(self) -> None:
        theme = self.theme
        self.find_field.setIcon(theme.icon("search", "text2", 16))
        self.find_field.setStyleSheet(
            f"#FindField {{ text-align: left; color: {theme.hex('text2')}; max-height: 24px; min-height: 24px;"
            " font-size: 13px; }"
        )
        self.welcome.open_button.setIcon(theme.icon("open", "text", 16))
        self.statusBar().update()

    def show_welcome(self) -> None:
        """The first page, without panels."""
        if self.designing:
            self.show_view("Plan")
        if self.designing or not self._hidden_docks:
            self._hidden_docks = {dock: not dock.isHidden() for dock in self.docks.values()}
        self.designing = False
        for dock in self.docks.values():
            dock.hide()
        self.tools.hide()
        self.statusBar().hide()
        self.welcome.refresh()
        self.stack.setCurrentWidget(self.welcome)
        for name, menu in self.menus.items():
            menu.menuAction().setVisible(name in ("File", "Edit", "View", "Help"))
        self.actions_.refresh()
        self._show_title()

    def warm_up(self) -> None:
        """After the first frame: what the next step of the user needs, piece by piece and without holding events up."""
        pieces: tuple[Callable[[], object], ...] = (self.actions_.show_icons, self.palette_.fill)
        for n, piece in enumerate(pieces):
            QTimer.singleShot(20 * n, self, piece)
        self.jobs.run_job("Warm up", _import_slow, on_ok=lambda _: None, on_error=lambda _: None)

    def enter_design(self) -> None:
        """The workspace with its panels."""
        self.actions_.show_icons()
        self.selection.set(())
        if not self.designing:
            self.designing = True
            for dock, visible in self._hidden_docks.items():
                dock.setVisible(visible)
            self.tools.show()
            self.statusBar().show()
            self.stack.setCurrentWidget(self.workspace)
            for menu in self.menus.values():
                menu.menuAction().setVisible(True)
            self._size_docks()
        self.set_tool("select")
        self.actions_.refresh()
        self._show_title()
        self.plan.setFocus()
        QTimer.singleShot(0, self, self.plan.fit_all)
        QTimer.singleShot(0, self, settle_collector)

    def _show_title(self) -> None:
        if not self.designing:
            self.setWindowTitle("Hallwright")
            self.setWindowModified(False)
            self.top.title.setText("")
            self.top.saved.setText("")
        else:
            dirty, title = self.file.dirty, self.file.title
            if self.file.read_only:
                title += " (read-only)"
            self.setWindowTitle(f"{title}[*] – Hallwright")
            self.setWindowModified(dirty)
            self.top.title.setText(f"{title} •" if dirty else title)
            at = self.file.saved_at
            saved = f"saved {at:%H:%M}" if at is not None else "not saved yet"
            self.top.saved.setText("not saved" if dirty and at is None else f"edited, {saved}" if dirty else saved)
        self.top.arrange()

    def show_view(self, name: str) -> None:
        """One of the views."""
        self.workspace.tabs.setCurrentIndex(view_named(name))
        self.workspace.pages.currentWidget().setFocus()

    def _view(self) -> str:
        return VIEWS[self.workspace.tabs.currentIndex()].name

    def _on_view(self, number: int) -> None:
        plan = VIEWS[number].name == "Plan"
        away = set(VIEWS[number].aside)
        if self.designing:
            for name in sorted(self._aside.keys() - away):
                self.docks[name].setVisible(self._aside.pop(name))
            for name in sorted(away - self._aside.keys()):
                self._aside[name] = not self.docks[name].isHidden()
                self.docks[name].hide()
            hint = getattr(self.workspace.pages.currentWidget(), "hint", "")
            self.status.show_hint(self.plan.tool.hint if plan else hint)
        self.workspace.colour.setVisible(plan)
        self.workspace.scale.setVisible(plan)

    def _show_scale(self, zoom_px_per_m: float) -> None:
        screen = self.screen()
        px_per_m = (screen.logicalDotsPerInch() if screen is not None else 96.0) / 0.0254
        ratio = px_per_m / max(zoom_px_per_m, 1e-9)
        step = 10 if ratio >= 100 else 5 if ratio >= 20 else 1
        self.workspace.scale.setText(f"1 : {max(1, round(ratio / step) * step)}")

    def _choose_scale(self) -> None:
        menu = QMenu(self)
        menu.addAction(tr("Fit the hall")).triggered.connect(self.plan.fit_all)
        if self.selection.ids:
            menu.addAction(tr("Fit the selection")).triggered.connect(self.plan.fit_selection)
        menu.addAction(tr("Zoom in")).triggered.connect(self.plan.zoom_in)
        menu.addAction(tr("Zoom out")).triggered.connect(self.plan.zoom_out)
        self._below(menu, self.workspace.scale)

    def _choose_colour(self) -> None:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for key, text in COLOURS:
            action = menu.addAction(tr(text).capitalize())
            action.setCheckable(True)
            action.setChecked(self.scene.colour_by == key)
            group.addAction(action)
            action.triggered.connect(lambda _=False, k=key: self.set_colour_by(k))
        if self.scene.colour_by == "air":
            self._add_slice(menu)
        self._below(menu, self.workspace.colour)

    def _add_slice(self, menu: QMenu) -> None:
        """What belongs to the slice through the air."""
        air = self.air
        menu.addSeparator()
        group = QActionGroup(menu)
        for height_m in SLICES_M:
            action = menu.addAction(tr("Slice at {} m").format(height_m))
            action.setCheckable(True)
            action.setChecked(air.height_m == height_m)
            group.addAction(action)
            action.triggered.connect(lambda _=False, h=height_m: air.set_slice(h))
        menu.addSeparator()
        for text, on, change in (
            ("Arrows", air.with_arrows, lambda on: air.set_slice(arrows=on)),
            ("Scale of this slice", air.automatic, lambda on: air.set_slice(automatic=on)),
        ):
            action = menu.addAction(tr(text))
            action.setCheckable(True)
            action.setChecked(on)
            action.triggered.connect(change)

    def _below(self, menu: QMenu, widget: QWidget) -> None:
        menu.exec(widget.mapToGlobal(QPoint(0, widget.height() + 2)))

    def set_colour_by(self, key: str) -> None:
        """Colour the racks by a quantity."""
        self.scene.set_colour_by(key)  # type: ignore[arg-type]
        if key == "air" or "air" in self.__dict__:
            self.air.show_heat(key == "air")
        self.workspace.colour.setText(f"Colour by: {dict(COLOURS)[key]}")
        self.actions_.refresh()

    def _set_layer(self, name: str, visible: bool, opacity: float) -> None:
        self.scene.set_layer(name, visible, opacity)

    # ---- following the document --------------------------------------------------------------------------------------

    def _on_changed(self, before: Report, after: Report) -> None:
        change = Change.between(before.project, after.project)
        if change.equipment or change.links:
            project = after.project
            ids = [i for i in self.selection.ids if i in project.equipment or i in project.links]
            if len(ids) != len(self.selection.ids):
                self.selection.set(ids)

    def _on_selection(self) -> None:
        self.actions_.refresh()

    def _on_step(self, _index: int) -> None:
        self.actions_.refresh()

    def _on_zoom_wanted(self) -> None:
        if self._view() == "Findings":
            self.show_view("Plan")
        if self.workspace.pages.currentWidget() is self.plan:
            self.plan.fit_selection()

    def _show_details(self) -> None:
        """Enter on the plan: the name of the selection, ready to be typed over."""
        self.docks["Inspector"].show()
        self.docks["Inspector"].raise_()
        self.inspector.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.inspector.name.selectAll()

    def _on_preference(self, key: str) -> None:
        if key == "units":
            self.plan.units = self.preferences.units
            self.plan.viewport().update()
            if "elevation" in self.__dict__:
                self.elevation.units = self.preferences.units
                self.elevation.viewport().update()
        elif key == "theme":
            self.set_theme(self.preferences.theme)

    def _on_changed_outside(self, reason: str) -> None:
        self.say(reason, "warning")
        box = message(self, "Changed on disk", reason, hint="Your work here is untouched.")
        again = box.addButton("Open it again", box.ButtonRole.AcceptRole)
        box.addButton("Go on here", box.ButtonRole.RejectRole)
        box.buttonClicked.connect(lambda clicked: self._open_again_from_disk() if clicked is again else None)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _open_again_from_disk(self) -> None:
        if self.file.path is not None:
            self.flow.open(self.file.path)

    # ---- what actions ask for ----------------------------------------------------------------------------------------

    def _on_refused(self, text: str) -> None:
        self.say(text[:1].upper() + text[1:], "error")

    def say(self, text: str, token: str = "text") -> None:
        """One line in the status bar."""
        self.status.say(text, token)

    def show_error(self, error: HallwrightError, *, box: bool = False) -> None:
        """What Hallwright refuses: one line, and for files a message box too."""
        self.say(error.text, "error")
        if box:
            text = f"{error.place}: {error.message}" if error.place else error.message
            message(self, "Hallwright", text, detail=error.detail, hint=error.hint).exec()

    def guarded_new(self, template: str) -> None:
        """Start from a template; errors end as one line."""
        try:
            self.flow.new(template)
        except HallwrightError as error:
            self.show_error(error, box=True)

    def set_tool(self, name: str) -> None:
        """Choose a tool of the plan."""
        if self.designing and name != "select":
            self.show_view("Plan")
        self.tool = name
        self.plan.set_tool(name)
        self.actions_.refresh()

    def start_placing(self, wanted: Product | Drawing) -> None:
        """Place a product with the mouse, or with Enter at the middle of the view; start the tool of what is drawn."""
        if isinstance(wanted, Drawing):
            self.actions_.run_named(wanted.action)
            self.plan.setFocus()
            return
        product = wanted
        self.show_view("Plan")
        self.plan.start_placing(product)
        self.plan.setFocus()

    def focus_palette(self) -> None:
        """To the search line of the palette."""
        self.docks["Palette"].show()
        self.palette_.search.setFocus()
        self.palette_.search.selectAll()

    def focus_what_if(self) -> None:
        """To the what-if panel, at the selected element."""
        self.docks["What-if"].show()
        if self.selection.ids:
            place = self.what_if.element.findData(self.selection.ids[0])
            if place >= 0:
                self.what_if.element.setCurrentIndex(place)
        self.what_if.element.setFocus()

    def toggle_units(self) -> None:
        """Between metric and US units."""
        self.preferences.units = "metric" if self.preferences.units == "us" else "us"

    def set_theme(self, choice: ThemeChoice) -> None:
        """Light, dark, or as the desktop."""
        if self.preferences.theme != choice:
            self.preferences.theme = choice  # comes back here
            return
        self.theme.set_dark(wants_dark(choice))

    def go_to(self, id: str) -> None:
        """Select a thing and bring it into view."""
        self.selection.set([id], zoom=True)

    def filter_findings(self, text: str) -> None:
        """Show the findings of a rule."""
        self.show_view("Findings")
        self.page.panel.search.setText(text)

    def open_finding(self, row: Finding | Gap) -> None:
        """Open a finding on its page."""
        self.show_view("Findings")
        self.page.open(row)

    def _current_finding(self) -> Finding | None:
        panel = self.page.panel if self._view() == "Findings" else self.findings
        row = panel.list.row()
        return row if isinstance(row, Finding) else None

    def fix(self, finding: Finding) -> None:
        """Apply the fix where a copy shows that it clears the finding and adds none; else open the finding."""
        certain = [attempt.fix for attempt in attempts(self.document.report, finding) if attempt.good]
        if len(certain) == 1:
            self.apply_fix(finding, certain[0])
        else:
            self.open_finding(finding)

    def apply_fix(self, finding: Finding, fix: Fix) -> None:
        """Make a fix, as one step."""
        try:
            self.document.apply(fix.text, fix.edit)
        except HallwrightError as error:
            self.show_error(error)
            return
        self.say(f"{fix.text}. One step, Ctrl+Z takes it back.")

    def waive_current(self) -> None:
        """Waive the finding the list is at."""
        finding = self._current_finding()
        if finding is None or finding.waiver is not None:
            self.say("Choose an open finding in the list first.", "hint")
            return
        self.waive(finding)

    def waive(self, finding: Finding) -> None:
        """Ask why a finding is accepted."""
        from hallwright_app.dialogs.waive import WaiveDialog

        project = self.document.project
        text = sentence(finding, project, self.preferences.units)
        dialog = WaiveDialog(
            self.theme, finding, subject_text(finding, project), text, self.preferences.user_name, self
        )
        if dialog.exec() and dialog.waiver is not None:
            self.preferences.user_name = dialog.waiver.name
            try:
                self.document.apply(f"Waive {finding.code}", waive, dialog.waiver)
            except HallwrightError as error:
                self.show_error(error)

    def open_again(self, finding: Finding) -> None:
        """Take a waiver back."""
        self.document.apply(f"Open {finding.code} again", open_again, finding.key)

    def new_product(self) -> None:
        """Ask for a product and keep it in the design."""
        from hallwright_app.dialogs.product import ProductDialog

        dialog = ProductDialog(self.theme, self.document.project.products, self.preferences.units, self)
        if dialog.exec() and dialog.product is not None:
            self.document.apply(f"Add product {dialog.product.name}", add_product, dialog.product)
            self.palette_.search.setText(dialog.product.name)

    def show_settings(self) -> None:
        """Settings of the program."""
        from hallwright_app.dialogs.settings import SettingsDialog

        SettingsDialog(self.theme, self.preferences, self).exec()

    def show_keys(self) -> None:
        """Every action and its keys."""
        from hallwright_app.dialogs.shortcuts import ShortcutsDialog

        ShortcutsDialog(self.theme, self.actions_.rows(), self).exec()

    def show_about(self) -> None:
        """Version and licence."""
        from hallwright_app.dialogs.about import AboutDialog

        AboutDialog(self.theme, self).exec()

    @contextmanager
    def busy(self, what: str) -> Iterator[None]:
        """Something that takes a moment: said, with the pointer that says so."""
        self.say(f"{what} …")
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            yield
        finally:
            QGuiApplication.restoreOverrideCursor()

    def show_crash(self, place: str, trace: str) -> None:
        """We made a mistake: the work is kept, and the user sees one notice."""
        self.file.keep_recovery_now()
        if self._crash_box is not None and self._crash_box.isVisible():
            return  # one notice at a time; the log has every trace
        self._crash_box = box = message(
            self, "Hallwright made a mistake", f"Something went wrong ({place}).",
            detail=trace, hint="Your work is intact, and a recovery copy was kept. You can go on.",
        )  # fmt: skip
        box.finished.connect(self._on_crash_read)
        box.open()

    def _on_crash_read(self, _result: int) -> None:
        if self._crash_box is not None:
            self._crash_box.deleteLater()
            self._crash_box = None

    # ---- events of the window ----------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped(event)
        if path is not None:
            event.acceptProposedAction()
            QTimer.singleShot(0, self, lambda: self.flow.open(path))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.top.arrange()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.flow.leave():
            event.ignore()
            return
        if self.designing:
            self.show_view("Plan")
            self.preferences.keep_layout(self.saveGeometry(), self.saveState())
        self.file.release()
        self.jobs.close()
        self.document.history.blockSignals(True)  # it tells of its own end, when there is nobody left to hear
        event.accept()


def _dropped(event: QDragEnterEvent | QDropEvent) -> Path | None:
    """The design file that is dropped."""
    for url in event.mimeData().urls():
        path = Path(url.toLocalFile())
        if url.isLocalFile() and path.suffix.lower() in (SUFFIX, ".json"):
            return path
    return None


def _import_slow(token: CancelToken) -> None:
    """Import what checks and views need later; the first frame does not wait for it."""
    modules = [view.module for view in VIEWS if view.module]
    for name in ("scipy.sparse.csgraph", "hallwright_app.command_palette", *modules):
        token.check()
        import_module(name)


def wants_dark(choice: ThemeChoice) -> bool:
    """Whether a choice means the dark palette now."""
    if choice == "auto":
        return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return choice == "dark"
