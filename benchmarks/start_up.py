"""Cold start to a usable window, beside importing everything first.

Each run is a fresh process. Usable: the window is shown, painted, and has answered an event. As in an installed
program, modules are compiled already: one run before the measured ones fills a cache of its own. CPU seconds are
given beside the elapsed ones, for machines that do other work too.
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
HEAVY = ("scipy", "networkx", "pyqtgraph")
EAGER = "import scipy.sparse.linalg, scipy.ndimage, scipy.interpolate, pyqtgraph, pyqtgraph.exporters, networkx\n"
WINDOW = """
gc.disable()  # as __main__ does until the first frame
from PySide6.QtCore import QSettings
from hallwright_app.application import application, make_window
app = application()
window = make_window(QSettings(SETTINGS, QSettings.Format.IniFormat))
window.show()
window.grab()
app.processEvents()
print(time.perf_counter() - start, time.process_time(), *(name in sys.modules for name in HEAVY))
sys.stdout.flush()
os._exit(0)
"""


def measure(before: str, settings: str) -> tuple[float, float, bool]:
    """Seconds and CPU seconds from the first line to the usable window; whether heavy libraries were imported."""
    head = f"import gc, os, sys, time\nstart = time.perf_counter()\nSETTINGS, HEAVY = {settings!r}, {HEAVY!r}\n"
    paths = os.pathsep.join([str(ROOT / "models"), str(ROOT / "app")])
    env = {**os.environ, "PYTHONPATH": paths, "HALLWRIGHT_DATA": str(Path(settings).parent)}
    env.setdefault("QT_QPA_PLATFORM", "offscreen")
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env["PYTHONPYCACHEPREFIX"] = str(Path(settings).parent / "compiled")
    found = subprocess.run(
        [sys.executable, "-c", f"{head}{before}{WINDOW}"], env=env, capture_output=True, text=True, check=True
    )
    seconds, cpu, *heavy = found.stdout.split()
    return float(seconds), float(cpu), "True" in heavy


def main() -> int:
    """Print both, and exit 1 where the start is too slow or imports what it should not."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        settings = str(Path(folder) / "settings.ini")
        measure(EAGER, settings)  # compiles everything
        ours = [measure("", settings) for _ in range(runs)]
        eager = [measure(EAGER, settings) for _ in range(runs)]
    mine, other = statistics.median(run[0] for run in ours), statistics.median(run[0] for run in eager)
    cpu = statistics.median(run[1] for run in ours)
    print(f"usable window: {mine:.2f} s (CPU {cpu:.2f} s)")
    print(f"everything imported first: {other:.2f} s; {other / mine:.1f} times")
    heavy = any(run[2] for run in ours)
    if heavy:
        print(f"one of {', '.join(HEAVY)} was imported before the first frame")
    return int(mine > LIMIT_S or heavy)


if __name__ == "__main__":
    sys.exit(main())
