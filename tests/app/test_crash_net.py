"""When we made a mistake: one notice, a trace in the log, the window lives."""

import sys
import threading

import pytest

from hallwright_app.crash_net import CrashNet


@pytest.fixture
def net(qapp, tmp_path):
    made = CrashNet(tmp_path)
    made.install()
    yield made
    made.uninstall()


def fail(text):
    raise RuntimeError(text)


def test_thread_and_unraisable_and_hook_are_caught(net, qtbot, caplog):
    got = []
    net.noticed.connect(lambda place, trace: got.append((place, trace)))
    thread = threading.Thread(target=fail, args=("in a thread",))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(got) == 1)
    try:
        fail("in a slot")
    except RuntimeError:
        sys.excepthook(*sys.exc_info())
    qtbot.wait(30)
    assert len(got) == 1  # the same place within a minute: told once, logged twice
    assert "in a thread" in caplog.text and "in a slot" in caplog.text
    assert "RuntimeError in test_crash_net.py" in got[0][0]
    assert "in a thread" in got[0][1]


def test_crash_notice_is_plain_text_and_keeps_a_recovery_copy(window, qtbot):
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QMessageBox

    from hallwright.edits.change import set_project
    from hallwright.fileformat import recovery

    window.document.apply("Name", set_project, {"name": "Edited"})
    window.show_crash("ValueError in x.py:1", "<b>trace</b>")
    box = next(b for b in window.findChildren(QMessageBox))
    assert box.textFormat() == Qt.TextFormat.PlainText
    file = recovery.recovery_file(None, id(window.file))
    assert file.exists()
    box.close()
