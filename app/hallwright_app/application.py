"""Starting the window: one application object, typeface, look, crash net, and what a crash left behind."""

import gc
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from hallwright.project import Project
from hallwright_app.crash_net import CrashNet
from hallwright_app.document import Document
from hallwright_app.settings import Preferences
from hallwright_app.theme import Theme

if TYPE_CHECKING:
    from hallwright_app.main_window import MainWindow

log = logging.getLogger(__name__)
AIR_AFTER_MS = 3000  # the first solve compiles or loads its kernels: the window comes to rest before


def application() -> QApplication:
    """The one application object; made where there is none."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    made = QApplication(sys.argv[:1])
    made.setApplicationName("Hallwright")
    made.setOrganizationName("Hallwright")
    made.setStyle("Fusion")
    made.setEffectEnabled(Qt.UIEffect.UI_AnimateMenu, False)
    made.setEffectEnabled(Qt.UIEffect.UI_AnimateCombo, False)
    return made


def dress(app: QApplication, theme: Theme) -> None:
    """Give the application the look of a theme."""
    app.setFont(theme.font("body"))
    app.setPalette(theme.palette())
    app.setStyleSheet(theme.stylesheet())


def make_window(store: QSettings | None = None) -> "MainWindow":
    """A window with an empty design, not yet shown.

    Parameters
    ----------
    store : QSettings or None
        Where the user's settings are; None = the usual place.
    """
    from hallwright_app.main_window import MainWindow, wants_dark

    app = application()
    preferences = Preferences(store)
    theme = Theme(dark=wants_dark(preferences.theme))
    dress(app, theme)
    document = Document(Project())
    window = MainWindow(document, theme, preferences)
    for owned in (preferences, theme, document):
        owned.setParent(window)
    theme.changed.connect(lambda: dress(app, theme))
    layout = preferences.layout()
    if layout is None or not window.restoreGeometry(layout[0]):
        window.resize(1600, 1000)
    return window


def run(path: Path | None = None) -> int:
    """Open the window, with a file where one is given, and stay until it is closed.

    Returns
    -------
    int
        0, or what Qt ends with.
    """
    from hallwright.fileformat.user_data import user_data_folder

    app = application()
    net = CrashNet(user_data_folder("logs"), app)
    net.install()
    window = make_window()
    net.noticed.connect(window.show_crash)
    app.styleHints().colorSchemeChanged.connect(lambda _scheme: window.set_theme(window.preferences.theme))

    def after_first_frame() -> None:
        gc.enable()
        if not window.flow.recover() and path is not None:
            window.flow.open(path)
        window.welcome.draw_plans()
        window.warm_up()
        QTimer.singleShot(AIR_AFTER_MS, window, lambda: window.air)  # the field follows from here on

    window.painted.connect(after_first_frame)
    window.show()
    try:
        return app.exec()
    finally:
        window.jobs.close()
        net.uninstall()
