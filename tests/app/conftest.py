"""Fixtures of the window's tests: real widgets, settings of their own, no dialog that waits for somebody."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from halls import good_hall
from hallwright_app.document import Document
from hallwright_app.main_window import MainWindow
from hallwright_app.selection import Selection
from hallwright_app.settings import Preferences
from hallwright_app.theme import Theme


@pytest.fixture
def preferences(tmp_path: Path) -> Preferences:
    """Settings in a file of this test."""
    found = Preferences(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    found.theme = "light"
    return found


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """The light theme."""
    return Theme(dark=False)


@pytest.fixture
def document(qapp: QApplication) -> Document:
    """The good hall, open."""
    return Document(good_hall())


@pytest.fixture
def selection(qapp: QApplication) -> Selection:
    """Nothing selected."""
    return Selection()


@pytest.fixture
def window(qtbot: QtBot, document: Document, theme: Theme, preferences: Preferences) -> MainWindow:
    """The whole window with the good hall in it."""
    made = MainWindow(document, theme, preferences)
    made.flow.ask_unsaved = lambda: "discard"  # type: ignore[method-assign]  # nobody is there to answer
    made.resize(1600, 1000)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.file.start(good_hall())
    made.enter_design()
    made.activateWindow()
    qtbot.wait(20)
    return made
