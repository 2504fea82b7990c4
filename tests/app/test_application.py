"""Starting: what the first frame waits for, and what comes after it."""

import os
import subprocess
import sys

CODE = """
import sys
from PySide6.QtCore import QSettings
from hallwright_app.application import application, make_window
app = application()
window = make_window(QSettings("settings.ini", QSettings.Format.IniFormat))
told = []
window.painted.connect(lambda: told.append("painted"))
assert not {"scipy", "networkx", "pyqtgraph", "hallwright_app.findings_page"} & set(sys.modules)
window.show()
window.grab()
app.processEvents()
app.processEvents()
assert told == ["painted"], told
assert window.palette_.model.rows == [] and window.actions_.by_name["undo"].icon().isNull()
window.warm_up()
while window.jobs.busy or not window.palette_.model.rows:
    app.processEvents()
assert "hallwright_app.findings_page" in sys.modules
assert not window.actions_.by_name["undo"].icon().isNull()
window.close()
"""


def test_first_frame_waits_for_little(tmp_path):
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "HALLWRIGHT_DATA": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", CODE], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 0, run.stderr
