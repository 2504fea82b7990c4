"""Cold start to a usable window, beside importing everything first.

Each run is a fresh process. Usable: the window is shown, painted, and has answered an event.
Run: ``python benchmarks/start_up.py [runs]``.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIMIT_S = 1.0
EAGER = "import scipy.sparse.linalg, scipy.ndimage, scipy.interpolate, pyqtgraph, pyqtgraph.exporters, networkx\n"
WINDOW = """
from PySide6.QtCore import QSettings
from hallwright_app.application import application, make_window
app = application()
window = make_window(QSettings(SETTINGS, QSettings.Format.IniFormat))
window.show()
window.grab()
app.processEvents()
print(time.perf_counter() - start, "scipy" in sys.modules, "pyqtgraph" in sys.modules)
sys.stdout.flush()
os._exit(0)
"""


def measure(before: str, settings: str) -> tuple[float, bool]:
    """Seconds from the first line of Python to the usable window, and whether heavy libraries were imported."""
    code = f"import os, sys, time\nstart = time.perf_counter()\nSETTINGS = {settings!r}\n{before}{WINDOW}"
    paths = os.pathsep.join([str(ROOT / "models"), str(ROOT / "app")])
    env = {**os.environ, "PYTHONPATH": paths, "HALLWRIGHT_DATA": str(Path(settings).parent)}
    env.setdefault("QT_QPA_PLATFORM", "offscreen")
    found = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    seconds, scipy, pyqtgraph = found.stdout.split()
    return float(seconds), "True" in (scipy, pyqtgraph)


def main() -> int:
    """Print both, and exit 1 where the start is too slow or imports what it should not."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        settings = str(Path(folder) / "settings.ini")
        ours = [measure("", settings) for _ in range(runs)]
        eager = [measure(EAGER, settings) for _ in range(runs)]
    mine, other = statistics.median(s for s, _ in ours), statistics.median(s for s, _ in eager)
    print(f"usable window: {mine:.2f} s; everything imported first: {other:.2f} s; {other / mine:.1f} times")
    heavy = any(h for _, h in ours)
    if heavy:
        print("scipy or pyqtgraph was imported before the first frame")
    return int(mine > LIMIT_S or heavy)


if __name__ == "__main__":
    sys.exit(main())
