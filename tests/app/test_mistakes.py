"""A mistake of ours, wherever one can happen: the window lives, one notice, trace in the log, work kept."""

import logging
import re
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QStringListModel, QTimer
from PySide6.QtWidgets import QApplication, QListView, QMessageBox, QPushButton, QWidget

import hallwright_app
from hallwright.edits.change import set_project
from hallwright.fileformat import recovery
from hallwright_app.crash_net import CrashNet

pytestmark = pytest.mark.qt_no_exception_capture


class Planted(Exception):
    """Raised on purpose."""


def fail(*_):
    raise Planted("planted")


class Sensitive(QWidget):
    """Fails in its handler of an event."""

    def event(self, event):
        if event.type() == QEvent.Type.User:
            fail()
        return super().event(event)


class Unpaintable(QWidget):
    """Fails while it paints."""

    def paintEvent(self, event):
        fail()


class Broken(QStringListModel):
    """Fails when it is asked for data."""

    def data(self, index, role=0):
        fail()


def in_slot(window):
    button = QPushButton("x", window)
    button.clicked.connect(fail)
    button.click()


def in_timer(window):
    QTimer.singleShot(0, window, fail)


def in_event_handler(window):
    QApplication.postEvent(Sensitive(window), QEvent(QEvent.Type.User))


def in_model(window):
    view = QListView(window)
    view.setModel(Broken(["a"], view))
    QTimer.singleShot(0, view, view.show)  # asks for its data
    return view


def in_job(window):
    window.jobs.run_job("planted", fail, on_ok=fail, on_error=lambda error: window.show_error(error))


def in_answer_of_job(window):
    window.jobs.run_job("planted", lambda token: 1, on_ok=fail, on_error=lambda error: None)


def in_thread(window):
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()


def in_paint(window):
    widget = Unpaintable(window)
    widget.resize(50, 50)
    widget.show()
    return widget


def in_action(window):
    window.palette_.search.textChanged.connect(fail)
    window.palette_.search.setText("x")


@pytest.mark.parametrize(
    "happens",
    [in_slot, in_timer, in_event_handler, in_model, in_job, in_answer_of_job, in_thread, in_paint, in_action],
)
def test_mistake(window, qtbot, tmp_path, happens):
    net = CrashNet(tmp_path / "logs", window)
    net.noticed.connect(window.show_crash)
    window.document.apply("Name", set_project, {"name": "Worth keeping"})
    net.install()
    try:
        planted = happens(window)
        qtbot.waitUntil(lambda: _notices(window) != [], timeout=3000)
        qtbot.wait(50)
        if planted is not None:
            planted.hide()
            planted.deleteLater()
            qtbot.wait(10)
    finally:
        net.uninstall()
    notices = _notices(window)
    assert len(notices) == 1 and "Planted" in notices[0].text() and "intact" in notices[0].informativeText()
    assert "planted" in notices[0].detailedText()
    trace = (tmp_path / "logs" / "hallwright.log").read_text(encoding="utf-8")
    assert "Traceback" in trace and "Planted: " in trace
    kept = recovery.recovery_file(None, id(window.file))
    assert "Worth keeping" in kept.read_text(encoding="utf-8")
    notices[0].accept()
    window.selection.set(["r1"])  # and life goes on
    window.actions_.run_named("turn")
    assert window.document.project.equipment["r1"].rotation_deg != 0.0
    assert window.isVisible() and window.document.project.name == "Worth keeping"


def _notices(window):
    return [box for box in window.findChildren(QMessageBox) if box.isVisible()]


def test_many_mistakes_open_one_notice(window, qtbot, tmp_path):
    window.show_crash("A in a.py:1", "trace")
    window.show_crash("B in b.py:2", "trace")
    assert len(_notices(window)) == 1
    _notices(window)[0].accept()
    window.show_crash("C in c.py:3", "trace")
    assert len(_notices(window)) == 1
    _notices(window)[0].accept()


def test_log_is_given_back(window, tmp_path):
    before = list(logging.getLogger().handlers)
    net = CrashNet(tmp_path / "logs", window)
    net.install()
    assert len(logging.getLogger().handlers) == len(before) + 1
    net.uninstall()
    assert logging.getLogger().handlers == before


def test_no_future_can_swallow_a_mistake():
    """An exception in a future that nobody reads is told to nobody; `Jobs` is the one way, and it always tells."""
    swallowing = re.compile(r"concurrent\.futures|QtConcurrent|\bQFuture|\bQThreadPool|\bQRunnable|\basyncio\b")
    folder = Path(hallwright_app.__file__).parent
    assert not [path.name for path in folder.rglob("*.py") if swallowing.search(path.read_text(encoding="utf-8"))]
